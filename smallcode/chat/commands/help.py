"""/help and /quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command, all_commands, find
from smallcode.chat.front import Markdown, Notice, Table
from smallcode.chat.suggestions import Suggestion, ranked

if TYPE_CHECKING:
    from smallcode.chat.front import Front

WIDE = 110
"""Columns from which the list shows what each command takes."""


async def show_help(front: Front, argument: str) -> None:
    """List the commands, or explain one."""
    if argument:
        command = find(argument.lstrip("/"))
        usage = shown_name(command) + (f" {command.usage}" if command.usage else "")
        front.show(Markdown(f"`{usage}`\n\n{command.summary}.\n\n{command.details}".rstrip()))
        return
    wide = front.columns >= WIDE
    rows = [[f"{shown_name(c)} {c.usage if wide else ''}".rstrip(), c.summary] for c in all_commands().values()]
    front.show(Table("Commands", ["command", "what it does"], rows))
    front.show(Notice("/help NAME tells what one takes."))


def shown_name(command: Command) -> str:
    """The name as it is typed."""
    return command.name if command.name.startswith("!") else f"/{command.name}"


def complete_help(front: Front, argument: str) -> list[Suggestion]:
    """Names of commands."""
    found = ranked(argument.lstrip("/"), all_commands().values(), lambda command: command.name)
    return [Suggestion(command.name, command.name, command.summary) for command in found]


async def leave(front: Front, argument: str) -> None:
    """End the program."""
    front.quit()


COMMANDS = [
    Command("help", "list the commands, or explain one", "[COMMAND]", show_help, complete_help, while_busy=True),
    Command("quit", "end; the session stays and can be resumed", "", leave, while_busy=True),
]
