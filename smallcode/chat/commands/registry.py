"""The table of commands: what a front end needs to find, complete and run them.

A family is a module with ``COMMANDS``, a list of ``Command``. Plugins add theirs by ``register``.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.chat.front import Notice
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput, SmallCodeError

if TYPE_CHECKING:
    from smallcode.chat.front import Front

FAMILIES = ("turning", "changes", "shell", "sessions", "models", "facts", "showing", "help")
"""Modules beside this one, in the order in which /help lists them."""


@dataclass(frozen=True)
class Command:
    """One command."""

    name: str
    """Without the slash."""
    summary: str
    """What it does, in a few words."""
    usage: str
    """Its arguments, such as ``[TURN]``; empty where it takes none."""
    run: Callable[[Front, str], Awaitable[None]]
    """Does it, given what was typed behind the name. ``SmallCodeError`` is shown as a message."""
    complete: Callable[[Front, str], list[Suggestion]] | None = None
    """Ways to go on with the argument; each ``text`` takes the place of the whole argument. May read files."""
    while_busy: bool = False
    """It may run while a turn does."""
    details: str = ""
    """More, for ``/help NAME`` and the documentation."""
    family: str = ""


def all_commands() -> dict[str, Command]:
    """Every command by its name: our own in the order of their families, then those that were registered."""
    return {**_own(), **_ADDED}


def find(name: str) -> Command:
    """The command called ``name``.

    Raises:
        BadInput: there is none; the hint names the nearest.
    """
    known = all_commands()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    begins = [other for other in known if name and other.startswith(name.lower())]
    guess = (begins or near)[:1]
    hint = f"Did you mean /{guess[0]}? " if guess else ""
    raise BadInput(f"There is no command /{name}.", hint=f"{hint}/help lists the commands.")


def register(command: Command) -> Callable[[], None]:
    """Add a command (of a plugin or a skill); returns a function that takes it away again.

    Raises:
        BadInput: the name is taken, or can't be typed.
    """
    if not command.name.replace("-", "").replace("_", "").isalnum():
        raise BadInput(f"{command.name!r} can't be the name of a command.", hint="Letters, digits, - and _ may be.")
    if command.name in all_commands():
        raise BadInput(f"There is a command /{command.name} already.")
    _ADDED[command.name] = command

    def take_away() -> None:
        _ADDED.pop(command.name, None)

    return take_away


def parse_command(line: str) -> tuple[str, str] | None:
    """Name and argument of a line that is a command; None for a message.

    A path at the start (``/usr/bin is ...``) is no command, and neither is a line that begins with a space.
    """
    if line.startswith("!"):
        name = "!!" if line.startswith("!!") else "!"
        return name, line[len(name) :].strip()
    found = re.match(r"/(\S*)\s*(.*)", line, re.DOTALL)
    return (found[1], found[2].strip()) if found and "/" not in found[1] else None


async def dispatch(front: Front, line: str) -> bool:
    """Run the command that ``line`` is; False: it is a message. What goes wrong is shown, not raised."""
    parsed = parse_command(line)
    if parsed is None:
        return False
    name, argument = parsed
    try:
        command = find(name)
        if front.conversation.busy and not command.while_busy:
            front.show(Notice(f"/{name} has to wait until this turn has ended or is stopped.", "warning"))
        else:
            await command.run(front, argument)
    except SmallCodeError as error:
        front.show(Notice(str(error), "error"))
    return True


def suggest_commands(front: Front, line: str) -> list[Suggestion]:
    """Ways to go on with a line that begins with ``/``; each ``text`` takes the place of the whole line."""
    head, space, argument = line[1:].partition(" ")
    known = all_commands()
    if not space:
        commands = [command for command in known.values() if command.name.isascii() and command.name[0] != "!"]
        found = ranked(head, commands, lambda command: command.name)
        return [
            Suggestion(f"/{c.name}" + (" " if c.usage else ""), f"/{c.name} {_required(c)}".rstrip(), c.summary)
            for c in found
        ]
    complete = known[head].complete if head in known else None
    if complete is None:
        return []
    return [Suggestion(f"/{head} {s.text}", s.label, s.detail) for s in complete(front, argument)]


def usage_hint(line: str) -> str:
    """What may follow a line that is a command's name and a space; empty for every other line."""
    name = line[1:-1]
    return all_commands()[name].usage if line == f"/{name} " and name in all_commands() else ""


def _required(command: Command) -> str:
    """The arguments that can't be left out: those that are not in brackets."""
    return "" if command.usage.startswith("[") else command.usage


_ADDED: dict[str, Command] = {}
"""What was registered while the program runs; our own commands are data of their modules."""


@functools.cache
def _own() -> dict[str, Command]:
    package = __name__.rpartition(".")[0]
    found: dict[str, Command] = {}
    for family in FAMILIES:
        for command in importlib.import_module(f"{package}.{family}").COMMANDS:
            found[command.name] = command
    return found
