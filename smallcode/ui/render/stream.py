"""Markdown that still grows: what can't change any more is drawn once, and only the last block again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from markdown_it import MarkdownIt

L = TypeVar("L")
FENCE_CHUNK = 16
"""Lines of an open code block that are drawn together. A long one is drawn in pieces until it is complete."""


class GrowingMarkdown(Generic[L]):
    """Lines of a text that only gets longer. ``render(text)`` draws a piece of Markdown as lines."""

    def __init__(self, render: Callable[[str], list[L]], gap: L) -> None:
        self._render = render
        self._gap = gap
        self._parser = MarkdownIt().enable("strikethrough").enable("table")
        self._settled: list[L] = []
        self._at = 0
        self._fence = ""
        self._tail: tuple[str, list[L]] = ("", [])

    def lines(self, text: str) -> list[L]:
        """The lines of ``text``, which begins with what it was at the last call."""
        self._settle(text)
        rest = text[self._at :]
        if rest != self._tail[0]:
            self._tail = (rest, self._draw(rest))
        return [*self._settled, *self._tail[1]]

    def _draw(self, text: str) -> list[L]:
        """``text``, inside the fence that is open."""
        return self._render(f"{self._fence}\n{text}" if self._fence else text) if text.strip() else []

    def _settle(self, text: str) -> None:
        """Draw for good all blocks but the last."""
        rest = text[self._at :]
        if self._fence:
            self._settle_code(rest)
            return
        starts = self._starts(rest)
        lines = rest.split("\n")
        # A line that has just begun may yet turn out to belong to the block above: `1` becomes `1. next point`.
        if len(starts) > 1 and len(lines) > starts[-1] + 1:
            done = "\n".join(lines[: starts[-1]]) + "\n"
            self._settled += [*self._draw(done), self._gap]
            self._at += len(done)
            rest = rest[len(done) :]
        self._open_fence(rest)

    def _starts(self, text: str) -> list[int]:
        """The lines at which the blocks of ``text`` begin."""
        tokens = self._parser.parse(text)
        return [token.map[0] for token in tokens if token.level == 0 and token.map and token.nesting >= 0]

    def _open_fence(self, rest: str) -> None:
        first, newline, body = rest.partition("\n")
        mark = first.strip()[:3]
        if mark in ("```", "~~~") and newline and body.count("\n") > FENCE_CHUNK and f"\n{mark}" not in body:
            self._fence = first.strip()
            self._at += len(first) + 1
            self._settle_code(body)

    def _settle_code(self, rest: str) -> None:
        """Draw full chunks of an open code block; at its end go back to ordinary text."""
        mark = self._fence[:3]
        lines = rest.split("\n")
        end = next((at for at, line in enumerate(lines[:-1]) if line.strip() == mark), -1)
        if end >= 0:
            done = "\n".join(lines[:end])
            self._settled += [*self._draw(done), self._gap]
            self._at += len("\n".join(lines[: end + 1])) + 1
            self._fence = ""
        elif len(lines) > FENCE_CHUNK:
            done = "\n".join(lines[:FENCE_CHUNK]) + "\n"
            self._settled += self._draw(done)
            self._at += len(done)
