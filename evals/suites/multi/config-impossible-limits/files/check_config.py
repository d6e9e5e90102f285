"""Checks config/app.json against the limits of the security team. Don't change this file."""

import json
import re
import sys
from pathlib import Path


def value_of(config, dotted):
    for part in dotted.split("."):
        config = config[part]
    return config


def problems(config, limits, nginx):
    found = []
    for name, limit in limits.items():
        value = value_of(config, name)
        if not limit["min"] <= value <= limit["max"]:
            found.append(f"{name} is {value}, allowed are {limit['min']} to {limit['max']}")
    match = re.search(r"client_max_body_size (\d+)m;", nginx)
    if not match or int(match[1]) != config["uploads"]["max_megabytes"]:
        found.append("deploy/uploads.conf has another size than config/app.json")
    return found


def main():
    config = json.loads(Path("config/app.json").read_text(encoding="utf-8"))
    limits = json.loads(Path("policy/limits.json").read_text(encoding="utf-8"))
    found = problems(config, limits, Path("deploy/uploads.conf").read_text(encoding="utf-8"))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
