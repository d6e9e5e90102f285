"""What a model server's answer says about tokens, read from the bytes as they pass.

Known are the OpenAI forms (chat, completions, responses), Anthropic's messages, llama.cpp's timings and Ollama's
lines. Where an answer says nothing, what was asked and said is counted instead, and marked as an estimate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ASKS = (
    "/chat/completions", "/completions", "/completion", "/responses", "/messages", "/api/chat", "/api/generate",
)  # fmt: skip
"""Ends of the paths that make a model write."""


@dataclass(kw_only=True)
class Usage:
    """Sums over requests."""

    requests: int = 0
    """Requests that make the model write, those that failed included."""
    failed: int = 0
    """Of these, answered with an error or not at all."""
    prompt_tokens: int = 0
    """Cached ones included."""
    cached_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0
    """Requests whose tokens are an estimate, as the server did not tell or was cut off."""
    seconds: float = 0.0
    """Sum of the times from request to end of answer."""

    def add(self, one: Usage) -> None:
        """Add another one's figures to these."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(one, name))


@dataclass
class Tap:
    """Listens to one answer's body and keeps the figures in it."""

    is_json: bool = False
    """The whole body is one JSON object; else it is server-sent events or JSON lines."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    said: bool = False
    """The server told its figures."""
    text: list[str] = field(default_factory=list)
    """What the model wrote, in pieces."""
    _rest: bytes = b""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        self._rest += data
        if self.is_json:
            return
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            self._line(line)

    def end(self) -> None:
        """The body is over."""
        rest, self._rest = self._rest, b""
        self._line(rest)

    def _line(self, line: bytes) -> None:
        line = line.strip().removeprefix(b"data:").strip()
        if not line.startswith(b"{"):
            return
        try:
            data = json.loads(line)
        except ValueError:
            return  # cut off; what came before it counts
        if isinstance(data, dict):
            self._read(data)

    def _read(self, data: dict[str, Any]) -> None:
        self.text += spoken(data)
        for part in (data, data.get("response"), data.get("message")):
            figures = figures_of(part) if isinstance(part, dict) else None
            if figures is not None:
                self.said = True
                # Some servers tell a little more with every piece; the largest is the last.
                self.prompt_tokens = max(self.prompt_tokens, figures[0])
                self.cached_tokens = max(self.cached_tokens, figures[1])
                self.completion_tokens = max(self.completion_tokens, figures[2])


def figures_of(data: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """Prompt tokens (cached ones included), cached ones, completion tokens; None where nothing is said."""
    usage, timings = data.get("usage"), data.get("timings")
    if isinstance(usage, dict):
        return _of_usage(usage, timings if isinstance(timings, dict) else {})
    if isinstance(timings, dict):
        cached = _int(timings, "cache_n")
        return _int(timings, "prompt_n") + cached, cached, _int(timings, "predicted_n")
    if "prompt_eval_count" in data or "eval_count" in data:
        return _int(data, "prompt_eval_count"), 0, _int(data, "eval_count")
    return None


def _of_usage(usage: Mapping[str, Any], timings: Mapping[str, Any]) -> tuple[int, int, int]:
    prompt = _int(usage, "prompt_tokens") or _int(usage, "input_tokens")
    completion = _int(usage, "completion_tokens") or _int(usage, "output_tokens")
    details = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    cached = _int(details, "cached_tokens") if isinstance(details, dict) else 0
    if "cache_read_input_tokens" in usage:  # Anthropic counts these apart
        cached = _int(usage, "cache_read_input_tokens")
        prompt += cached + _int(usage, "cache_creation_input_tokens")
    return prompt, cached or _int(timings, "cache_n"), completion


def spoken(data: Mapping[str, Any]) -> list[str]:
    """The text that an answer, or a piece of a streamed one, holds."""
    found: list[Any] = [data.get("content"), data.get("delta"), data.get("response")]
    choices = data.get("choices")
    parts = [*(choices if isinstance(choices, list) else []), data]
    for part in parts:
        if isinstance(part, dict):
            found += [part.get("text")] if part is not data else []
            for key in ("delta", "message"):
                inner = part.get(key)
                if isinstance(inner, dict):
                    found += [inner.get(name) for name in ("content", "reasoning_content", "thinking", "text")]
                    found += [json.dumps(call) for call in inner.get("tool_calls") or []]
    return [text for text in found if isinstance(text, str) and text]


def asked_text(body: bytes) -> str:
    """All text that a request shows to the model, to be counted where the server does not tell."""
    try:
        data = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(data, dict):
        return ""
    shown = [data.get(key) for key in ("system", "messages", "input", "prompt", "tools", "instructions")]
    return "\n".join(_strings(shown))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [item for key, item in value.items() if key not in ("role", "type", "id")]
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []


def _int(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    return int(value) if isinstance(value, int | float) and value > 0 else 0
