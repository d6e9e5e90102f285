"""The scripted server's book: which step a request gets, and what went against the script."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from typing import Any

from smallcode.testing.script import Asked, Fault, Say, ScriptItem, Step, split_tokens, unmet

_VOLATILE = ("id_slot", "cache_prompt", "stream", "stream_options", "keep_alive")


class Book:
    """Hands out steps under a lock and records what was asked."""

    def __init__(self, script: Sequence[ScriptItem], *, replay: bool, any_order: bool) -> None:
        self.script = list(script)
        self.asked: list[Asked] = []
        self.problems: list[str] = []
        self._used: set[int] = set()
        self._given: dict[str, tuple[int, Step]] = {}
        self._prompts: dict[Any, list[str]] = {}
        self._replay = replay
        self._any_order = any_order
        self._lock = threading.Lock()

    def record(self, asked: Asked) -> Step | str:
        """Note a request and return its step, or why there is none."""
        with self._lock:
            number = len(self.asked) + 1
            self.asked.append(asked)
            key = _identity(asked.body)
            if self._replay and key in self._given:
                asked.step, step = self._given[key]
                return step
            found = self._next(asked.body)
            if isinstance(found, str):
                problem = f"request {number}: {found}; its last message: {_last(asked.body)!r}"
                self.problems.append(problem)
                asked.problems.append(problem)
                asked.ended = "refused"
                return problem
            asked.step, step = found
            self._used.add(asked.step)
            if isinstance(step, Say):
                self._given[key] = found
            return step

    def _next(self, body: dict[str, Any]) -> tuple[int, Step] | str:
        reasons = []
        for index, item in enumerate(self.script):
            if index in self._used:
                continue
            step = item if isinstance(item, Say | Fault) else item(body)
            lack = unmet(step, body)
            if not lack:
                return index, step
            reasons.append(f"step {index + 1} was next, but {lack}")
            if not self._any_order:
                break
        return reasons[0] if reasons else f"asked once too often (the script has {len(self.script)} steps)"

    def count_prompt(self, body: dict[str, Any]) -> tuple[int, int]:
        """Tokens of a request's prompt, and how many of them a prefix cache of its slot would hold."""
        tokens = _prompt_tokens(body)
        slot = body.get("id_slot")
        with self._lock:
            kept = [p for key, p in self._prompts.items() if slot in (None, -1) or key == slot]
            best = max((_shared(p, tokens) for p in kept), default=0)
            self._prompts[slot if slot is not None else len(self._prompts)] = tokens
        return len(tokens), min(best, len(tokens) - 1)

    def left(self) -> int:
        """Number of steps that nobody asked for yet."""
        with self._lock:
            return len(self.script) - len(self._used)

    def complaints(self) -> list[str]:
        """What went against the script so far, the steps left over included."""
        with self._lock:
            out = list(self.problems)
            if rest := [i + 1 for i in range(len(self.script)) if i not in self._used]:
                out.append(f"never asked for step {', '.join(map(str, rest))} of {len(self.script)}")
            return out


def _identity(body: dict[str, Any]) -> str:
    stable = {key: value for key, value in body.items() if key not in _VOLATILE}
    return hashlib.sha256(json.dumps(stable, sort_keys=True, default=str).encode()).hexdigest()


def _prompt_tokens(body: dict[str, Any]) -> list[str]:
    parts = [json.dumps(body["tools"], sort_keys=True)] if body.get("tools") else []
    for message in body.get("messages") or []:
        if not isinstance(message, dict):
            continue
        content = message.get("content") or ""
        text = content if isinstance(content, str) else json.dumps(content)
        calls = json.dumps(message["tool_calls"], sort_keys=True) if message.get("tool_calls") else ""
        parts.append(f"<|{message.get('role')}|>{text}{calls}<|end|>")
    return split_tokens("".join(parts)) or [""]


def _shared(a: list[str], b: list[str]) -> int:
    count = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        count += 1
    return count


def _last(body: dict[str, Any]) -> str:
    messages = body.get("messages") or [{}]
    text = str(messages[-1].get("content", "")) if isinstance(messages[-1], dict) else str(messages[-1])
    return text if len(text) <= 300 else f"{text[:150]} ... {text[-150:]}"
