"""Three ways to speak with a model about tools and files, behind one interface.

All of them read a reply with the same forgiving parser; they differ in what they tell the model, and in whether the
server is told about the tools. No stop strings: they would cut code that only mentions a marker of results, which the
guard on the stream (``smallcode.models.streaming``) tells apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from smallcode.models.types import Reply
from smallcode.resources import render_prompt
from smallcode.speech import choices
from smallcode.speech.parser import parse_reply
from smallcode.speech.types import Mode, Parsed, ToolSchema
from smallcode.speech.vocabulary import ToolInfo

_WHOLE = frozenset({"stop", "invented_result"})


class Dialect(Protocol):
    """How tools and files are spoken of. One contract suite holds every dialect to this."""

    @property
    def name(self) -> str:
        """The name that profiles use."""

    def instructions(self, tools: Sequence[ToolSchema]) -> str:
        """What the model is told, for the system prompt: the same text for the same tools."""

    def native_tools(self, tools: Sequence[ToolSchema]) -> list[dict[str, Any]]:
        """The definitions to send to the server with each request, in OpenAI's form; empty where calls are text."""

    def read(
        self,
        reply: Reply,
        tools: Sequence[ToolSchema],
        files: Mapping[str, str],
        mode: Mode = "act",
        *,
        expected: Sequence[str] = (),
    ) -> Parsed:
        """Read a reply, whatever dialect the model fell into."""

    def closed_choice(self, options: Sequence[str]) -> dict[str, Any]:
        """The JSON schema that allows one of ``options``."""

    def nearest(self, text: str, options: Sequence[str]) -> str | None:
        """The option that ``text`` means, where the schema could not be enforced."""


class _Spoken:
    """What the dialects share."""

    name = ""

    def instructions(self, tools: Sequence[ToolSchema]) -> str:
        """Return what the model is told about ``tools`` and files."""
        infos = [ToolInfo(tool) for tool in tools]
        rows = [
            {"name": info.name, "arguments": ", ".join(_argument(info, name) for name in info.properties),
             "description": _description(tool)}
            for info, tool in zip(infos, tools, strict=True)
        ]  # fmt: skip
        several = any(len(info.properties) > 1 for info in infos)
        return render_prompt(f"dialect_{self.name}", tools=rows, several=several)

    def native_tools(self, tools: Sequence[ToolSchema]) -> list[dict[str, Any]]:
        """Return nothing: calls are text."""
        return []

    def read(
        self,
        reply: Reply,
        tools: Sequence[ToolSchema],
        files: Mapping[str, str],
        mode: Mode = "act",
        *,
        expected: Sequence[str] = (),
    ) -> Parsed:
        """Read a reply with the parser that all dialects share."""
        text = f"<think>\n{reply.reasoning}\n</think>\n{reply.text}" if reply.reasoning.strip() else reply.text
        return parse_reply(
            text,
            tools=tools,
            files=files,
            finish="stop" if reply.finish in _WHOLE else "length",
            mode=mode,
            native_calls=reply.calls,
            expected=expected,
        )

    def closed_choice(self, options: Sequence[str]) -> dict[str, Any]:
        """Return the schema of a closed choice."""
        return choices.closed_choice(options)

    def nearest(self, text: str, options: Sequence[str]) -> str | None:
        """Return the option that ``text`` means."""
        return choices.nearest(text, options)


class FencedDialect(_Spoken):
    """Fenced blocks: what the smallest models write best. Code stays outside of JSON."""

    name = "fenced"


class JsonDialect(_Spoken):
    """One JSON object for a decision; code in fences."""

    name = "json"


class NativeDialect(_Spoken):
    """The server's own tool calls."""

    name = "native"

    def native_tools(self, tools: Sequence[ToolSchema]) -> list[dict[str, Any]]:
        """Return ``tools`` in OpenAI's form."""
        return [dict(tool) if "function" in tool else {"type": "function", "function": dict(tool)} for tool in tools]


_DIALECTS: dict[str, type[_Spoken]] = {d.name: d for d in (FencedDialect, JsonDialect, NativeDialect)}


def dialect(name: str) -> Dialect:
    """Return the dialect that a profile names (``fenced``, ``json`` or ``native``)."""
    return _DIALECTS[name]()


def dialect_names() -> list[str]:
    """Names of all dialects."""
    return list(_DIALECTS)


def _argument(info: ToolInfo, name: str) -> str:
    schema = info.properties[name]
    kind = "" if schema.get("type", "string") == "string" else f": {schema.get('type')}"
    optional = "" if name in info.required else "?"
    return f"{name}{optional}{kind}"


def _description(tool: ToolSchema) -> str:
    function = tool.get("function")
    plain = function if isinstance(function, Mapping) else tool
    return str(plain.get("description", ""))
