"""Saying something in a conversation, the same way from every front end and command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smallcode.chat.front import Notice
from smallcode.chat.references import resolve
from smallcode.events.chat import Intent

if TYPE_CHECKING:
    from smallcode.chat.front import Front
    from smallcode.chat.types import Step, Turn


async def say(front: Front, text: str, *, intent: Intent = "auto", plan: Sequence[Step] = ()) -> Turn:
    """Send a message with what its @ references stand for; a plan is shown for approval and then carried out.

    Raises:
        SessionError: a turn is running, or the folder is in use.
    """
    text, attachments, notices = await resolve(front, text)
    for notice in notices:
        front.show(notice)
    turn = await front.conversation.send(text, intent=intent, attachments=attachments, plan=plan)
    if late := front.conversation.take_queued():
        return await _say_late(front, turn, late, intent)
    if turn.outcome != "planned" or not turn.steps:
        return turn
    steps = await front.edit_steps(turn.steps)
    if not steps:
        front.show(Notice("The plan was not approved; nothing was changed. Say what should be otherwise."))
        return turn
    turn = await front.conversation.send(text, intent="change", attachments=attachments, plan=steps)
    return await _say_late(front, turn, front.conversation.take_queued(), "auto")


async def go_on(front: Front) -> Turn:
    """Finish the turn that was left in flight; errors as for ``Conversation.go_on``."""
    turn = await front.conversation.go_on()
    return await _say_late(front, turn, front.conversation.take_queued(), "auto")


async def _say_late(front: Front, turn: Turn, said: Sequence[str], intent: Intent) -> Turn:
    """Messages that the model had no further request for in their turn: the next turn; after a stop, the input."""
    text = "\n\n".join(said)
    if not text:
        return turn
    if turn.outcome == "interrupted":
        front.put(text)
        return turn
    front.show(Notice("The turn ended before it could be told this; it is sent now."))
    return await say(front, text, intent=intent)
