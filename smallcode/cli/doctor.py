"""Say what works on this machine, and the one command that mends each thing that does not.

Asks nothing beyond this machine and loads no model. Exit code 3: there is no model to work with.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from smallcode.checkup import can_run, check_all
from smallcode.errors import ExitCode
from smallcode.findings import Finding
from smallcode.models.catalogue import size_text
from smallcode.workspace.clean import clean_text

MARKS = {"ok": "ok", "note": "-", "missing": "!", "broken": "X"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    """Check and print."""
    findings = check_all()
    usable = can_run(findings)
    if args.json:
        print(json.dumps({"usable": usable, "findings": [asdict(f) for f in findings]}, indent=2))
    else:
        print(clean_text(report(findings, usable), colors=False))
    return ExitCode.OK if usable else ExitCode.NO_MODEL


def report(findings: list[Finding], usable: bool) -> str:
    """The findings as text, area by area, and at the end what to do."""
    lines: list[str] = []
    for area in dict.fromkeys(finding.area for finding in findings):
        lines += ["", area.capitalize()]
        for finding in (f for f in findings if f.area == area):
            lines.append(f"  {MARKS[finding.status]:<3}{finding.name:<20}{finding.text}")
            lines += _models(finding)
            if finding.mend:
                lines.append(f"{'':<25}-> {finding.mend}")
    mends = [f.mend for f in sorted(findings, key=lambda f: f.status != "broken") if f.mend and f.status != "note"]
    if not usable:
        pull = next((m for m in mends if m.startswith("smallcode models pull")), "smallcode models pull")
        lines += ["", f"There is no model to work with yet. Do this first: {pull}"]
    elif any(f.status == "broken" for f in findings):
        lines += ["", f"Something is broken. Do this first: {mends[0]}" if mends else "Something is broken."]
    else:
        lines += ["", "Ready: smallcode run -p 'what is to be done'"]
    return "\n".join(lines).strip("\n")


def _models(finding: Finding) -> list[str]:
    """The models of a server, one line each."""
    lines = []
    for model in finding.data.get("models", []):
        size = size_text(model["size"]) if model["size"] else "size ?"
        text = f"{size}, window {model['context'] or '?'}, fits: {model['fits']}"
        lines.append(f"{'':<7}{finding.name}:{model['name']}  {text}{', loaded' if model['loaded'] else ''}")
    return lines
