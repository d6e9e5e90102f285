"""Our messages as LangChain's, with what the model's chat template can't take mended on the way.

The mapping of a message depends on nothing after it, so that a growing conversation keeps its bytes and the
server's prefix cache holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.characters import whole_data
from smallcode.models.profiles import Profile
from smallcode.models.types import Message

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


def prepared(messages: Sequence[Message], profile: Profile, *, thinking: bool) -> list[Message]:
    """``messages`` as this model's chat template takes them: roles, alternation, thinking switch."""
    out = [_spoken(message) for message in messages]
    if profile.thinking.switch == "no_think" and not thinking:
        for message in out:
            if message["speaker"] == "user":
                message["text"] += " /no_think"
    if not profile.system_role:
        out = _without_system(out)
    return _alternating(out) if profile.strict_alternation else out


def _spoken(message: Message) -> Message:
    """A result that answers no native call is said by the user."""
    if message["speaker"] == "tool" and not message.get("call_id"):
        return Message(**{**message, "speaker": "user"})
    return Message(**message)


def _without_system(messages: Iterable[Message]) -> list[Message]:
    """System text joins the next user message; at the end it becomes one."""
    out: list[Message] = []
    held: list[str] = []
    for message in messages:
        if message["speaker"] == "system":
            held.append(message["text"])
            continue
        if held and message["speaker"] != "user":
            out.append(Message(speaker="user", text="\n\n".join(held)))
            held = []
        if held:
            message = Message(**{**message, "text": "\n\n".join([*held, message["text"]])})
            held = []
        out.append(message)
    return [*out, Message(speaker="user", text="\n\n".join(held))] if held else out


def _alternating(messages: Iterable[Message]) -> list[Message]:
    """Neighbours with the same speaker become one message, unless calls tie them to results."""
    out: list[Message] = []
    for message in messages:
        last = out[-1] if out else None
        tied = message.get("calls") or message["speaker"] == "tool" or (last and last.get("calls"))
        if last is not None and last["speaker"] == message["speaker"] and not tied:
            out[-1] = Message(**{**last, "text": f"{last['text']}\n\n{message['text']}"})
        else:
            out.append(message)
    return out


def as_langchain(messages: Sequence[Message]) -> list[BaseMessage]:
    """LangChain messages of prepared ones."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

    out: list[BaseMessage] = []
    for message in messages:
        text, speaker = message["text"], message["speaker"]
        if speaker == "system":
            out.append(SystemMessage(text))
        elif speaker == "assistant":
            out.append(AIMessage(text, tool_calls=[_call(call) for call in message.get("calls", [])]))
        elif speaker == "tool":
            out.append(ToolMessage(text, tool_call_id=message.get("call_id", "")))
        else:
            out.append(HumanMessage(text))
    return out


def _call(call: dict[str, Any]) -> Any:
    arguments = call.get("arguments")
    return {
        "type": "tool_call", "id": str(call.get("id") or ""), "name": str(call.get("name") or ""),
        "args": arguments if isinstance(arguments, dict) else {"raw": arguments},
    }  # fmt: skip


class CallAssembly:
    """Puts native tool calls together from their streamed fragments."""

    def __init__(self) -> None:
        self._parts: list[dict[str, str]] = []
        self._place_of: dict[int | None, int] = {}

    def add(self, index: int | None, call_id: str, name: str, arguments: str) -> None:
        """Take one fragment. Servers that give every call the same index are told apart by the ids."""
        place = self._place_of.get(index)
        if place is None or self._begins_another(self._parts[place], index, call_id, name):
            place = self._place_of[index] = len(self._parts)
            self._parts.append({"id": call_id, "name": name, "arguments": arguments})
            return
        part = self._parts[place]
        part["id"] = part["id"] or call_id
        part["name"] = part["name"] or name
        part["arguments"] += arguments

    @staticmethod
    def _begins_another(part: dict[str, str], index: int | None, call_id: str, name: str) -> bool:
        if call_id:
            return part["id"] not in ("", call_id)
        return index is None and bool(name)

    def calls(self) -> list[dict[str, Any]]:
        """``{"id", "name", "arguments"}``; arguments that are no JSON object stay the text that came."""
        out = []
        for number, part in enumerate(self._parts):
            arguments = parsed_arguments(part["arguments"])
            out.append({"id": part["id"] or f"call_{number}", "name": part["name"], "arguments": arguments})
        whole: list[dict[str, Any]] = whole_data(out)
        return whole


def parsed_arguments(text: str) -> dict[str, Any] | str:
    """A JSON object, or the text itself."""
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return text
    return value if isinstance(value, dict) else text
