"""Shorter conversations: what must stay stays word for word, the rest becomes a line each."""

from __future__ import annotations

from collections.abc import Sequence

from smallcode.models.measuring import prompt_size, shortened
from smallcode.models.types import Message, Model
from smallcode.state import AgentState

LEAST_TOKENS = 100
"""Tokens of the last reply, and of each of its results, that stay in any case."""
MOST_LINES = 40
"""Lines about steps that were left out; of more, the last ones count."""
LINE_CHARACTERS = 120


async def compacted(
    messages: list[Message], state: AgentState, model: Model, goal: int, changed: Sequence[str] = ()
) -> list[Message]:
    """The opening, what was done in a line each, and as many of the last exchanges as fit into ``goal`` tokens.

    The last exchange stays in any case: a result that the model has not seen yet would be asked for again. Where it is
    too long, its reply and results are shortened visibly.

    The opening (system, example, task with its code), what the user said meanwhile, the model's own list of steps, the
    names of the ``changed`` files and the open problem are never shortened.
    """
    opening, rest = _split(messages)
    used = await prompt_size(model, opening)
    exchanges = _exchanges(rest)
    kept: list[Message] = []
    while exchanges:
        tokens = await prompt_size(model, exchanges[-1])
        if used + tokens > goal and kept:
            break
        last_exchange = exchanges.pop()
        if used + tokens > goal:
            last_exchange = await _shorter(last_exchange, goal - used, model)
        used += tokens
        kept = [*last_exchange, *kept]
    dropped = [message for exchange in exchanges for message in exchange]
    if not dropped:
        return [*opening, *kept]
    summary = _summary(dropped, state, changed, "\n".join(message["text"] for message in kept))
    last = opening[-1]
    return [*opening[:-1], {**last, "text": f"{last['text']}\n\n{summary}"}, *kept]


def barest(messages: list[Message]) -> list[Message]:
    """The opening and what users and checks said after it: the least that a conversation can be."""
    opening, rest = _split(messages)
    return [*opening, *(message for message in rest if message["speaker"] == "user")]


def _split(messages: list[Message]) -> tuple[list[Message], list[Message]]:
    """The opening ends with the last user message before the model's first answer to the task itself."""
    for index in range(len(messages) - 1, -1, -1):
        message = messages[index]
        if message["speaker"] == "user" and message["text"].startswith(("Task: ", "Question: ")):
            return messages[: index + 1], messages[index + 1 :]
    return messages[:2], messages[2:]


def _exchanges(messages: list[Message]) -> list[list[Message]]:
    """What belongs together: a reply, the results of its calls, and what the user or a check said to it."""
    found: list[list[Message]] = []
    for message in messages:
        if message["speaker"] == "assistant" or not found:
            found.append([])
        found[-1].append(message)
    return found


async def _shorter(exchange: list[Message], tokens: int, model: Model) -> list[Message]:
    """The exchange with its reply and results cut to what is left of ``tokens``; what users and checks said stays."""
    said = await prompt_size(model, [message for message in exchange if message["speaker"] == "user"])
    others = [message for message in exchange if message["speaker"] != "user"]
    room = max((tokens - said) // max(len(others), 1), LEAST_TOKENS)
    return [
        message if message["speaker"] == "user" else {**message, "text": await shortened(message["text"], room, model)}
        for message in exchange
    ]


def _summary(dropped: list[Message], state: AgentState, changed: Sequence[str], kept: str) -> str:
    """What the dropped messages come to; the parts that must survive stand outside the limit on lines."""
    steps = [line for message in dropped for line in _steps(message)]
    lines = ["Done so far (shortened):"]
    if len(steps) > MOST_LINES:
        lines.append(f"({len(steps) - MOST_LINES} earlier lines left out)")
    lines += steps[-MOST_LINES:]
    wishes = [message["text"] for message in dropped if message.get("wish")]
    if wishes:
        lines += ["The user said meanwhile:", *wishes]
    if changed:
        lines.append(f"Changed files, which read differently now: {', '.join(changed)}")
    if state.get("todo"):
        lines += ["Your steps:", *state["todo"]]
    failure = state.get("failure")
    if failure and failure not in kept:
        lines.append(f"Open problem: {failure}")
    return "\n".join(lines)


def _steps(message: Message) -> list[str]:
    """A line for each thing that a message did or said."""
    if message["speaker"] == "user":
        return []
    lines = []
    for call in message.get("calls", []):
        arguments = call.get("arguments")
        path = arguments.get("path", "") if isinstance(arguments, dict) else ""
        lines.append(f"- {call.get('name', 'call')} {path}".rstrip())
    said = next((line.strip() for line in message["text"].splitlines() if line.strip()), "")
    if said:
        mark = "  " if message["speaker"] == "tool" else "- "
        lines.append(f"{mark}{said[:LINE_CHARACTERS]}{'...' if len(said) > LINE_CHARACTERS else ''}")
    return lines
