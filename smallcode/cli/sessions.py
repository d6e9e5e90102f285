"""List sessions, newest first; remove or rename one.

  smallcode sessions                   those of this folder
  smallcode sessions --all             those of every folder
  smallcode sessions rm ID             remove one (what it changed in the workspace stays)
  smallcode sessions rename ID TITLE   give it another title

ID is a session's id, a part of it that fits no other one, or "last".
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

from smallcode.errors import BadInput, ExitCode
from smallcode.paths import state_dir
from smallcode.sessions.ages import age_text
from smallcode.sessions.store import SessionInfo, SessionStore
from smallcode.workspace.clean import clean_text

NARROW = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = ("list", "rm", "rename")
    parser.add_argument(
        "action", nargs="?", choices=actions, default="list", metavar="ACTION", help="as above; default: list"
    )
    parser.add_argument("words", nargs="*", metavar="ID [TITLE]", help="which session, and its new title")
    parser.add_argument("--all", action="store_true", help="sessions of every folder")
    parser.add_argument("--json", action="store_true", help="as JSON, one session a line")


def run(args: argparse.Namespace) -> int:
    """List, remove or rename."""
    store = SessionStore(state_dir())
    words: list[str] = args.words
    if args.action == "rm":
        if not words:
            raise BadInput("Which session is to be removed?", hint="smallcode sessions rm ID")
        for name in words:
            print(f"removed {store.delete(name)}")
    elif args.action == "rename":
        if len(words) < 2:
            raise BadInput("A session and a title are needed.", hint="smallcode sessions rename ID TITLE")
        session = store.rename(words[0], " ".join(words[1:]))
        print(f"{session.id} is now: {clean_text(session.record.title, colors=False)}")
    elif words:
        raise BadInput(f"`smallcode sessions list` takes no {words[0]!r}.", hint="smallcode sessions --help")
    else:
        _print_list(store.list(), everywhere=args.all, as_json=args.json)
    return ExitCode.OK


def _print_list(infos: Sequence[SessionInfo], *, everywhere: bool, as_json: bool) -> None:
    here = Path.cwd().resolve()
    shown = [info for info in infos if everywhere or _concerns(info, here)]
    if as_json:
        for info in shown:
            print(json.dumps(_as_dict(info)))
        return
    if not shown:
        elsewhere = f" ({len(infos)} elsewhere: `smallcode sessions --all`)" if infos else ""
        print(f"No sessions of this folder{elsewhere}.")
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 0
    for info in shown:
        for line in _lines(info, everywhere, width):
            print(line)


def _concerns(info: SessionInfo, here: Path) -> bool:
    """Damaged ones concern everybody; of the others those whose workspace we are in."""
    return info.record is None or here.is_relative_to(info.record.workspace)


def _lines(info: SessionInfo, everywhere: bool, width: int) -> list[str]:
    """One line for a wide terminal or a pipe (``width`` 0), an indented block for a narrow one."""
    record = info.record
    age = age_text(time.time() - record.updated) if record else ""
    outcome = record.outcome if record else ""
    title = record.title if record else info.problem
    place = record.workspace if record and everywhere else ""
    title, place = clean_text(title, colors=False), clean_text(place, colors=False)
    if 0 < width < NARROW:
        rest = " · ".join(part for part in (info.status, outcome, age, title, place) if part)
        return [info.id, *textwrap.wrap(rest, width, initial_indent="  ", subsequent_indent="  ")]
    where = f"  [{place}]" if place else ""
    line = f"{info.id}  {age:>4}  {info.status:<11}  {outcome:<11}  {title}{where}"
    return [line if not width or len(line) <= width else line[: width - 1] + "…"]


def _as_dict(info: SessionInfo) -> dict[str, object]:
    data: dict[str, object] = {"id": info.id, "status": info.status, "folder": str(info.folder)}
    if info.record is None:
        return {**data, "problem": info.problem}
    return {**info.record.model_dump(), **data}
