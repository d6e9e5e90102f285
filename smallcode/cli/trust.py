"""``smallcode trust``: let this folder's own code, tests, settings and plugins count."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="default: the current one")
    parser.add_argument("--remove", action="store_true", help="trust it no longer")


def run(args: argparse.Namespace) -> int:
    """Trust a folder, or no longer."""
    from smallcode.workspace.roots import check_root
    from smallcode.workspace.trust import distrust, trust

    root = check_root(args.folder, read_only=True)
    (distrust if args.remove else trust)(root)
    if args.remove:
        print(f"{root} is not trusted any more.")
    else:
        print(f"{root} is trusted: its tests and code may be run, and .smallcode/settings.yaml counts.")
    return 0
