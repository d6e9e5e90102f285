"""``smallcode diff``: what a session changed, as a unified diff."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("session", nargs="?", default="last", help="id (default: the last session)")
    parser.add_argument("--stat", action="store_true", help="only the files and their line counts")


def run(args: argparse.Namespace) -> int:
    """Print the diff; raw into a pipe (so that it applies), cleaned on a terminal."""
    from smallcode.delivery import session_workspace
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.workspace.clean import clean_text

    workspace = session_workspace(SessionStore(state_dir()).open(args.session), writable=False)
    if args.stat:
        for change in workspace.changes():
            print(clean_text(f"{change.kind:<9} {change.path} (+{change.added} -{change.removed})"))
        return 0
    text = workspace.diff()
    sys.stdout.write(clean_text(text) if sys.stdout.isatty() else text)
    return 0
