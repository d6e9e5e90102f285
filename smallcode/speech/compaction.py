"""Shorter conversations: what must stay stays word for word, the rest becomes a line each."""

from __future__ import annotations

from smallcode.models.types import Message, Model
from smallcode.state import AgentState


async def compacted(messages: list[Message], state: AgentState, model: Model, goal: int) -> list[Message]:
    """The opening, a summary of what was done, and as many of the last messages as fit into ``goal`` tokens.

    The opening (system, example, task with its code) and the open error are never changed.
    """
    opening, rest = _split(messages)
    used = await model.count_tokens("\n".join(message["text"] for message in opening))
    kept: list[Message] = []
    while rest:
        tokens = await model.count_tokens(rest[-1]["text"])
        if kept and used + tokens > goal:
            break
        used += tokens
        kept.insert(0, rest.pop())
    while kept and kept[0]["speaker"] == "tool":
        rest.append(kept.pop(0))
    if not rest:
        return [*opening, *kept]
    summary = _summary(rest, state)
    last = opening[-1]
    return [*opening[:-1], {**last, "text": f"{last['text']}\n\n{summary}"}, *kept]


def _split(messages: list[Message]) -> tuple[list[Message], list[Message]]:
    """The opening ends with the last user message before the model's first answer to the task itself."""
    for index in range(len(messages) - 1, -1, -1):
        message = messages[index]
        if message["speaker"] == "user" and message["text"].startswith("Task: "):
            return messages[: index + 1], messages[index + 1 :]
    return messages[:2], messages[2:]


def _summary(dropped: list[Message], state: AgentState) -> str:
    lines = ["Done so far:"]
    for message in dropped:
        for call in message.get("calls", []):
            arguments = call.get("arguments")
            path = arguments.get("path", "") if isinstance(arguments, dict) else ""
            lines.append(f"- {call.get('name', 'call')} {path}".rstrip())
        if message["speaker"] == "tool":
            lines.append(f"  {message['text'].strip().splitlines()[0][:120] if message['text'].strip() else 'done'}")
    if state.get("failure"):
        lines.append(f"Open problem: {state['failure']}")
    return "\n".join(lines[:60])
