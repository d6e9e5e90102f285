"""``smallcode replay``: show a finished or running session again, from its event log."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.events.base import Event

LONGEST_PAUSE = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("session", nargs="?", default="last", help="id, or the path of an events file (default: last)")
    parser.add_argument("--speed", type=float, default=0.0, help="1: as fast as it was, 10: ten times; 0: at once")
    parser.add_argument("--json", action="store_true", help="print events as JSON lines")
    parser.add_argument("--plain", action="store_true", help="plain lines, as without a terminal")


def run(args: argparse.Namespace) -> int:
    """Show the events again; those of an attempt that a crash cut short are left out."""
    from smallcode.events.sink import read_events
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.ui.printer import make_printer

    path = Path(args.session)
    if not path.is_file():
        path = SessionStore(state_dir()).open(args.session).events_path
    if not path.is_file():
        raise BadInput(f"{path} does not exist: this session has no events.")
    printer = make_printer(json_lines=args.json, plain=args.plain, spinner=False)
    last = 0.0
    for event in superseded_left_out(list(read_events(path))):
        if args.speed > 0 and last:
            time.sleep(min(max(event.at - last, 0.0) / args.speed, LONGEST_PAUSE))
        last = event.at
        printer.show(event)
    printer.close()
    return 0


def superseded_left_out(events: list[Event]) -> list[Event]:
    """Leave out a node execution's events where the same execution began again after a crash."""
    from smallcode.events.types import NodeStarted

    last_start = {e.task_id: i for i, e in enumerate(events) if isinstance(e, NodeStarted)}
    kept = []
    for index, event in enumerate(events):
        task_id = event.task_id
        if not task_id or index >= last_start.get(task_id, 0):
            kept.append(event)
    return kept
