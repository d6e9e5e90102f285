"""python report.py DATA.json [--format csv|markdown|text]"""

import argparse
import json
import sys

from reports.exporters import export
from reports.table import Table


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--format", default="text", choices=["csv", "markdown", "text"])
    args = parser.parse_args(argv)
    with open(args.data, encoding="utf-8") as file:
        data = json.load(file)
    table = Table(data["title"], data["columns"])
    for row in data["rows"]:
        table.add(*row)
    sys.stdout.write(export(table, args.format))


if __name__ == "__main__":
    main()
