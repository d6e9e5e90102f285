"""``smallcode resume``: go on with a session where it stopped."""

from __future__ import annotations

import argparse
from pathlib import Path

from smallcode.errors import SessionError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("session", nargs="?", help="id (default: the last unfinished session of this folder)")
    parser.add_argument("--checkpoints", action="store_true", help="list the session's checkpoints")
    parser.add_argument(
        "--from", dest="checkpoint", metavar="N", type=int, help="branch a new session from checkpoint N"
    )
    parser.add_argument("--json", action="store_true", help="print events as JSON lines")
    parser.add_argument("--plain", action="store_true", help="plain lines, as without a terminal")
    parser.add_argument("--events", type=Path, metavar="FILE", help="write the events to FILE as well")
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="wait for a busy workspace")


def run(args: argparse.Namespace) -> int:
    """Go on, list checkpoints, or branch."""
    from smallcode.cli.run import after_run, drive, event_file
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.ui.printer import make_printer

    store = SessionStore(state_dir())
    session = store.open(args.session or _unfinished(store))
    if args.checkpoints or args.checkpoint is not None:
        return _branch_or_list(session, args)
    trusted, also = bool(session.task_dump.get("trusted")), event_file(args)
    printer = make_printer(json_lines=args.json, plain=args.plain)
    try:
        ended = drive(session, trusted, [printer.show, *also], wait=args.wait)
    finally:
        printer.close()
    return after_run(session, ended)


def _unfinished(store: object) -> str:
    from smallcode.sessions.store import SessionStore

    assert isinstance(store, SessionStore)
    found = store.unfinished(Path.cwd())
    if not found:
        raise SessionError(
            "No unfinished session in this folder.",
            hint="`smallcode sessions --all` lists those of other folders.",
        )
    return found[0].id


def _branch_or_list(session: object, args: argparse.Namespace) -> int:
    from smallcode.sessions.branching import branch_session, list_checkpoints
    from smallcode.sessions.session import Session

    assert isinstance(session, Session)
    if args.checkpoint is None:
        for number, at, steps in list_checkpoints(session):
            print(f"{number:>4}  before {at:<12} after {steps} steps")
        return 0
    made = branch_session(session, args.checkpoint)
    print(f"Session {made.id} branches from checkpoint {args.checkpoint} of {session.id}.")
    print(f"`smallcode resume {made.id}` goes on with it.")
    return 0
