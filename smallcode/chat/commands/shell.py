"""!COMMAND and !!COMMAND: the person's own commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.front import Notice
from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.chat.front import Front


async def shared(front: Front, argument: str) -> None:
    """Run a command; the model sees it and its output with the next message."""
    await _run(front, argument, share=True)


async def unshared(front: Front, argument: str) -> None:
    """Run a command; the model sees nothing of it."""
    await _run(front, argument, share=False)


async def _run(front: Front, command: str, *, share: bool) -> None:
    if not command:
        raise BadInput(
            "Which command?", hint="!make test runs it and shows the model its output; !!make test does not."
        )
    result = await front.conversation.shell(command, share=share)
    if result.truncated:
        front.show(Notice(f"Its output was cut; all of it is in {result.output_file}."))
    if share:
        front.show(Notice("The model sees this with your next message."))


COMMANDS = [
    Command("!", "run a shell command; the model sees its output", "COMMAND", shared),
    Command("!!", "run a shell command that the model sees nothing of", "COMMAND", unshared),
]
