"""The three ways to speak with a model: native calls, JSON text, fenced blocks. One interface, one parser behind it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from smallcode.models.types import Reply
from smallcode.resources import render_prompt
from smallcode.speech.parser import parse_reply
from smallcode.speech.types import Mode, Parsed, ToolSchema

DialectName = Literal["native", "json", "fenced"]
NEAR_ENOUGH = 0.6
"""Similarity (difflib's ratio) from which a wrong answer counts as a slip of a legal one."""


class Dialect(Protocol):
    """How tools are explained, what goes into the request, and how a reply is read."""

    name: DialectName

    def instructions(self, tools: Sequence[ToolSchema]) -> str:
        """What the system prompt says of the tools; the same text for the same tools."""

    def request_options(self, tools: Sequence[ToolSchema]) -> dict[str, Any]:
        """Fields of the ``Request`` that this dialect needs (``tools``, ``stop``)."""

    def read(
        self,
        reply: Reply,
        *,
        tools: Sequence[ToolSchema],
        files: Mapping[str, str],
        expected: Sequence[str] = (),
        mode: Mode = "act",
    ) -> Parsed:
        """Read a reply; never raises for what a model said."""


@dataclass(frozen=True)
class _Dialect:
    """What is the same for all: the prompt's name decides the words, the forgiving parser reads."""

    name: DialectName
    native: bool = False
    stop: tuple[str, ...] = ()

    def instructions(self, tools: Sequence[ToolSchema]) -> str:
        """One short line a tool, and how to call it."""
        if not tools:
            return ""
        lines = [f"- {tool['name']}({_parameters(tool)}): {tool['description']}" for tool in tools]
        return render_prompt(f"tools_{self.name}", tools="\n".join(lines), example=_example(tools))

    def request_options(self, tools: Sequence[ToolSchema]) -> dict[str, Any]:
        """Native definitions for the native dialect, else only the stop strings."""
        options: dict[str, Any] = {"stop": self.stop} if self.stop else {}
        if self.native and tools:
            options["tools"] = list(tools)
        return options

    def read(
        self,
        reply: Reply,
        *,
        tools: Sequence[ToolSchema],
        files: Mapping[str, str],
        expected: Sequence[str] = (),
        mode: Mode = "act",
    ) -> Parsed:
        """Every reply goes through the one parser: models of any dialect fall back to text."""
        return parse_reply(
            reply.text, tools=tools, files=files, finish=reply.finish, mode=mode, native_calls=reply.calls or None,
            expected=expected,
        )  # fmt: skip


_DIALECTS: dict[str, Dialect] = {
    "native": _Dialect("native", native=True),
    "json": _Dialect("json"),
    "fenced": _Dialect("fenced"),
}


def dialect_for(name: str) -> Dialect:
    """The dialect of a profile.

    Raises:
        KeyError: there is no such dialect.
    """
    return _DIALECTS[name]


def closed_choice(options: Sequence[str]) -> dict[str, Any]:
    """JSON schema of an answer that is one of ``options``, for backends that enforce schemas."""
    return {
        "type": "object",
        "properties": {"choice": {"type": "string", "enum": list(options)}},
        "required": ["choice"],
        "additionalProperties": False,
    }


def nearest(text: str, options: Sequence[str]) -> str | None:
    """The option that ``text`` means: itself, the only one that it names, or the nearest in spelling; else None."""
    answer = text.strip().strip("`'\"").strip()
    if answer in options:
        return answer
    lowered = {option.lower(): option for option in options}
    if answer.lower() in lowered:
        return lowered[answer.lower()]
    named = [option for option in options if option in text]
    longest = max(named, key=len, default="")
    if longest and all(option in longest for option in named):
        return longest
    close = difflib.get_close_matches(answer.lower(), lowered, n=1, cutoff=NEAR_ENOUGH)
    return lowered[close[0]] if close else None


def _example(tools: Sequence[ToolSchema]) -> dict[str, str]:
    """A call of a tool that is there: what stands in for a name gets copied by small models."""
    tool = next((t for t in tools if t["name"] == "read"), tools[0])
    wanted = tool.get("parameters", {}).get("required", [])
    values = {name: "README.md" if name == "path" else "main" for name in wanted}
    return {"name": tool["name"], "arguments": json.dumps(values)}


def _parameters(tool: ToolSchema) -> str:
    parameters = tool.get("parameters", {})
    required = set(parameters.get("required", []))
    return ", ".join(name if name in required else f"{name}?" for name in parameters.get("properties", {}))
