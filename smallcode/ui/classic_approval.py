"""The question whether calls may run, line by line."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.chat.approvals import NO, answer, policy_of, question_for
from smallcode.chat.front import Notice
from smallcode.errors import SmallCodeError

if TYPE_CHECKING:
    from smallcode.chat.front import Front


async def ask_about(
    front: Front, calls: Sequence[Mapping[str, Any]], reply: Callable[[str], Awaitable[str | None]]
) -> dict[str, dict[str, Any]]:
    """Ask about calls one by one (see ``smallcode.chat.types.Approve``); ``reply`` asks for a line."""
    answers = {}
    root = front.conversation.session.workspace
    for call in calls:
        question = question_for(call, policy_of(front.conversation.settings, root))
        for block in question.blocks:
            front.show(block)
        if question.reason:
            front.show(Notice(question.reason))
        choice = await front.choose(question.title, question.options)
        reason = ""
        if choice in (None, NO):
            reason = await reply("why not (goes to the model; Enter: no word)? ") or ""
        with contextlib.suppress(SmallCodeError):
            answers[question.call] = {"allowed": False, "reason": reason}
            answers[question.call] = answer(question, choice, root, reason=reason)
    return answers
