"""``smallcode undo``: put back what a session changed; what was changed by hand since then stays, and is named."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("session", nargs="?", default="last", help="id (default: the last session)")


def run(args: argparse.Namespace) -> int:
    """Undo a session's changes."""
    import secrets

    from smallcode.delivery import session_workspace
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.workspace.clean import clean_name

    session = SessionStore(state_dir()).open(args.session)
    with session.lock(), session.workspace_lock():
        restored = session_workspace(session).undo(op=f"undo-{secrets.token_hex(4)}")
        if session.record.state != "ended":
            session.end("undone")
    for path in restored.restored:
        print(f"restored {clean_name(path)}")
    for path in restored.kept:
        print(f"kept     {clean_name(path)} (changed since; `smallcode diff {session.id}` shows what is left)")
    if not restored.restored and not restored.kept:
        print("Nothing to undo.")
    return 0
