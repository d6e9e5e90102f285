"""The wire formats: a reply's parts as OpenAI server-sent events or Ollama JSON lines, and as one object."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Field = Literal["text", "reasoning"]
Calls = list[dict[str, Any]]


@dataclass
class Figures:
    """Token counts of one reply."""

    prompt: int
    cached: int
    completion: int
    override: dict[str, Any] = field(default_factory=dict)


class Wire(Protocol):
    """How one family of servers writes a reply."""

    content_type: str

    def piece(self, kind: Field, text: str) -> bytes:
        """A piece of text or reasoning."""

    def calls(self, calls: Calls) -> Iterator[bytes]:
        """Native tool calls."""

    def half_call(self, call: dict[str, Any]) -> Iterator[bytes]:
        """Half of a native tool call."""

    def finish(self, reason: str) -> Iterator[bytes]:
        """The finish reason without the counts."""

    def end(self, finish: str, figures: Figures) -> Iterator[bytes]:
        """The last words: finish reason and token counts."""

    def error(self, message: str) -> bytes:
        """An error inside the stream."""

    def garbage(self) -> bytes:
        """A frame that does not parse."""

    def whole(self, text: str, reasoning: str, calls: list[dict[str, Any]], finish: str, figures: Figures) -> Any:
        """The reply as one JSON object."""


def _json(data: dict[str, Any]) -> bytes:
    """JSON as real servers write it; halves of a character, which UTF-8 can't hold, as escapes."""
    try:
        return json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(data).encode()


def numbered(calls: Calls) -> list[dict[str, Any]]:
    """Calls in OpenAI's form, with ids and arguments as text."""
    out = []
    for index, call in enumerate(calls):
        arguments = call.get("arguments", {})
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        function = {"name": call["name"], "arguments": text}
        out.append({"id": call.get("id", f"call_{index}"), "type": "function", "function": function})
    return out


class OpenAIWire:
    """``/v1/chat/completions`` as llama.cpp, vLLM, LM Studio and the clouds write it."""

    content_type = "text/event-stream"

    def __init__(self, model: str, *, timings: bool, usage: bool) -> None:
        self.model = model
        self.timings = timings
        self.usage = usage

    def _frame(self, data: dict[str, Any]) -> bytes:
        head = {
            "id": "chatcmpl-scripted",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": self.model,
        }
        return b"data: " + _json({**head, **data}) + b"\n\n"

    def _delta(self, delta: dict[str, Any], finish: str | None = None) -> bytes:
        return self._frame({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def piece(self, kind: Field, text: str) -> bytes:
        """A delta of ``content`` or ``reasoning_content``."""
        return self._delta({"content" if kind == "text" else "reasoning_content": text})

    def calls(self, calls: Calls) -> Iterator[bytes]:
        """Each call in three deltas: the name, and its arguments in two halves."""
        for index, call in enumerate(numbered(calls)):
            arguments = call["function"]["arguments"]
            head = {**call, "index": index, "function": {"name": call["function"]["name"], "arguments": ""}}
            yield self._delta({"tool_calls": [head]})
            middle = len(arguments) // 2
            for part in (arguments[:middle], arguments[middle:]):
                yield self._delta({"tool_calls": [{"index": index, "function": {"arguments": part}}]})

    def half_call(self, call: dict[str, Any]) -> Iterator[bytes]:
        """The name and the first half of the arguments."""
        yield from itertools.islice(self.calls([call]), 2)

    def finish(self, reason: str) -> Iterator[bytes]:
        """The finish reason alone."""
        yield self._delta({}, reason)

    def end(self, finish: str, figures: Figures) -> Iterator[bytes]:
        """Finish reason, then token counts where they were asked for, then ``[DONE]``."""
        yield from self.finish(finish)
        if self.usage:
            yield self._frame({"choices": [], **self._figures(figures)})
        yield b"data: [DONE]\n\n"

    def error(self, message: str) -> bytes:
        """An error object as a data frame."""
        error = {"code": 500, "message": message, "type": "server_error"}
        return b"data: " + json.dumps({"error": error}).encode() + b"\n\n"

    def garbage(self) -> bytes:
        """A data frame whose JSON breaks off."""
        return b'data: {"choices": [{"delta": {"content": "half\n\n'

    def whole(self, text: str, reasoning: str, calls: list[dict[str, Any]], finish: str, figures: Figures) -> Any:
        """A ``chat.completion`` object."""
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if reasoning:
            message["reasoning_content"] = reasoning
        if calls:
            message["tool_calls"] = numbered(calls)
        choice = {"index": 0, "message": message, "finish_reason": finish}
        head = {"id": "chatcmpl-scripted", "object": "chat.completion", "created": 0, "model": self.model}
        return {**head, "choices": [choice], **self._figures(figures)}

    def _figures(self, figures: Figures) -> dict[str, Any]:
        usage: dict[str, Any] = {
            "prompt_tokens": figures.prompt,
            "completion_tokens": figures.completion,
            "total_tokens": figures.prompt + figures.completion,
            "prompt_tokens_details": {"cached_tokens": figures.cached},
            **figures.override,
        }
        out: dict[str, Any] = {"usage": usage}
        if self.timings:
            new = figures.prompt - figures.cached
            out["timings"] = {
                "cache_n": figures.cached, "prompt_n": new, "prompt_ms": 2.0 * new,
                "prompt_per_second": 500.0,
                "predicted_n": figures.completion, "predicted_ms": 20.0 * figures.completion,
                "predicted_per_second": 50.0,
            }  # fmt: skip
        return out


class OllamaWire:
    """``/api/chat`` as Ollama writes it: one JSON object a line."""

    content_type = "application/x-ndjson"

    def __init__(self, model: str) -> None:
        self.model = model

    def _line(self, data: dict[str, Any]) -> bytes:
        head = {"model": self.model, "created_at": "2026-01-01T00:00:00Z"}
        return _json({**head, **data}) + b"\n"

    def _message(self, **fields: Any) -> dict[str, Any]:
        return {"message": {"role": "assistant", "content": "", **fields}}

    def piece(self, kind: Field, text: str) -> bytes:
        """A line with ``content`` or ``thinking``."""
        key = "content" if kind == "text" else "thinking"
        return self._line({**self._message(**{key: text}), "done": False})

    def _tool_calls(self, calls: Calls) -> list[dict[str, Any]]:
        return [{"function": {"name": c["name"], "arguments": c.get("arguments", {})}} for c in calls]

    def calls(self, calls: Calls) -> Iterator[bytes]:
        """All calls in one line; Ollama sends arguments as objects."""
        if calls:
            yield self._line({**self._message(tool_calls=self._tool_calls(calls)), "done": False})

    def half_call(self, call: dict[str, Any]) -> Iterator[bytes]:
        """The first half of the line with the call."""
        line = next(self.calls([call]))
        yield line[: len(line) // 2]

    def finish(self, reason: str) -> Iterator[bytes]:
        """Nothing: the reason comes with the counts."""
        return iter(())

    def end(self, finish: str, figures: Figures) -> Iterator[bytes]:
        """The line that is ``done``."""
        yield self._line({**self._message(), **self._done(finish, figures)})

    def error(self, message: str) -> bytes:
        """A line with nothing but an error."""
        return json.dumps({"error": message}).encode() + b"\n"

    def garbage(self) -> bytes:
        """A line whose JSON breaks off."""
        return b'{"model": "x", "message": {"content": "half\n'

    def whole(self, text: str, reasoning: str, calls: list[dict[str, Any]], finish: str, figures: Figures) -> Any:
        """The reply as one object, as with ``stream: false``."""
        extra: dict[str, Any] = {"content": text}
        if reasoning:
            extra["thinking"] = reasoning
        if calls:
            extra["tool_calls"] = self._tool_calls(calls)
        return {"model": self.model, **self._message(**extra), **self._done(finish, figures)}

    def _done(self, finish: str, figures: Figures) -> dict[str, Any]:
        return {
            "done": True,
            "done_reason": "stop" if finish == "tool_calls" else finish,
            "total_duration": 10_000_000 + 20_000_000 * figures.completion,
            "load_duration": 1_000_000,
            "prompt_eval_count": figures.prompt,
            "prompt_eval_duration": 2_000_000 * figures.prompt,
            "eval_count": figures.completion,
            "eval_duration": 20_000_000 * figures.completion,
            **figures.override,
        }
