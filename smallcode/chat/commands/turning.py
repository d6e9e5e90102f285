"""/plan /undo /redo /retry /todo: turns and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.front import Notice, Table
from smallcode.chat.progress import progress_of
from smallcode.chat.suggestions import Suggestion
from smallcode.errors import BadInput, SessionError

if TYPE_CHECKING:
    from smallcode.chat.front import Front
    from smallcode.chat.types import Turn

MARKS = {"done": "x", "doing": ">", "failed": "!"}


async def plan(front: Front, argument: str) -> None:
    """Plan mode on or off; with a text, a plan for that alone."""
    if argument:
        await send_as(front, argument, planned=True)
        return
    front.toggle_plan_mode()
    text = "Plan mode: nothing is changed before you approve a plan." if front.plan_mode else "Plan mode is off."
    front.show(Notice(text))


async def undo(front: Front, argument: str) -> None:
    """Take back turns; the event tells what was restored and what was kept."""
    await front.conversation.undo(_count(argument))


async def redo(front: Front, argument: str) -> None:
    """Bring back turns that were taken back."""
    await front.conversation.redo(_count(argument))


async def retry(front: Front, argument: str) -> None:
    """Finish a turn that was cut off, or take the last one back and try it again."""
    conversation = front.conversation
    if conversation.unfinished is not None and not argument:
        from smallcode.chat.talking import go_on

        await go_on(front)
        return
    standing = [turn for turn in conversation.turns if not turn.undone]
    if not standing:
        raise SessionError("There is no turn to try again.", hint="Say what is to be done first.")
    last = standing[-1]
    moved = await conversation.undo()
    if moved.kept:
        raise SessionError(
            f"{', '.join(moved.kept)} was changed by you since and stays, so the turn can't be tried again as it was.",
            hint="/redo brings it back; or say what is to be done now.",
        )
    await send_as(front, argument or last.text, planned=last.intent == "plan")


async def todo(front: Front, argument: str) -> None:
    """The steps of the last turn, with what is done."""
    steps = progress_of(front.conversation.session)
    if not steps:
        front.show(Notice("No steps yet: they come with the next task."))
        return
    rows = [[MARKS.get(step.status, " "), str(step.number), step.title] for step in steps]
    front.show(Table("Steps (x: done, >: now, !: failed)", ["", "", "step"], rows, numeric=[1]))


async def send_as(front: Front, text: str, *, planned: bool) -> None:
    """Send a text with plan mode on or off, whatever it is now."""
    before = front.plan_mode
    if before != planned:
        front.toggle_plan_mode()
    try:
        await front.send(text)
    finally:
        if front.plan_mode != before and before != planned:
            front.toggle_plan_mode()


def complete_turns(front: Front, argument: str) -> list[Suggestion]:
    """Numbers of turns, the last first."""
    found = [turn for turn in reversed(front.conversation.turns) if str(turn.number).startswith(argument)]
    return [Suggestion(str(turn.number), f"turn {turn.number}", _shown(turn)) for turn in found[:30]]


def turn_number(front: Front, argument: str) -> int:
    """The turn that an argument names; the last one for an empty argument.

    Raises:
        BadInput: it is no number.
        SessionError: there is no such turn.
    """
    turns = front.conversation.turns
    if argument and not argument.isdigit():
        raise BadInput(f"{argument!r} is not the number of a turn.", hint="/todo and /diff complete them with Tab.")
    number = int(argument) if argument else next((turn.number for turn in reversed(turns) if not turn.undone), 0)
    if all(turn.number != number for turn in turns):
        there = ", ".join(str(turn.number) for turn in turns) or "none"
        raise SessionError(
            f"There is no turn {number}." if number else "There is no turn yet.", hint=f"There: {there}."
        )
    return number


def _shown(turn: Turn) -> str:
    return f"{turn.outcome or 'running'}{', taken back' if turn.undone else ''}: {' '.join(turn.text.split())[:60]}"


def _count(argument: str) -> int:
    if argument and not (argument.isdigit() and int(argument)):
        raise BadInput(f"{argument!r} is not a number of turns.", hint="For instance: /undo 2")
    return int(argument or "1")


COMMANDS = [
    Command(
        "plan",
        "plan first: nothing is changed before you approve the steps",
        "[TEXT]",
        plan,
        None,
        details="Without a text, plan mode goes on or off (Tab does the same in an empty input).",
    ),
    Command(
        "undo",
        "take back the last turns: files and conversation",
        "[COUNT]",
        undo,
        None,
        details="What you changed in the meantime is kept, and named. /redo brings the turns back.",
    ),
    Command("redo", "bring back what /undo took back", "[COUNT]", redo),
    Command(
        "retry",
        "finish a turn that was cut off, or try the last one again",
        "[TEXT]",
        retry,
        None,
        details="The last turn is taken back first. With a text, that is tried instead.",
    ),
    Command("todo", "show the steps of the last task, and which are done", "", todo, while_busy=True),
]
