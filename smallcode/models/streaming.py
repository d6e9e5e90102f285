"""Guards that watch a reply while it streams and end it when going on is worth nothing.

``watched`` wraps an iterator of pieces; each watcher sees every piece and may ask for the end. The cut reply
keeps what is worth keeping and says in ``finish`` why it ended. ``guard`` has the usual watchers.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol, cast

from smallcode.models.profiles import Profile
from smallcode.models.repetition import RepetitionFinder
from smallcode.models.types import Finish, Piece, Reply, Usage


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The wish to end a reply, with the number of characters to keep (None: all)."""

    finish: Finish
    text: int | None = None
    reasoning: int | None = None


class Watcher(Protocol):
    """Looks at every piece of one reply."""

    def see(self, piece: Piece) -> Cut | None:
        """Take the next piece; a ``Cut`` ends the reply."""


def guard(
    pieces: AsyncIterator[Piece], profile: Profile, *, repetition: bool = True, prompt_tokens: int = 0
) -> AsyncGenerator[Piece]:
    """``pieces`` of a model with this profile, ended at repetition, endless thinking and invented results.

    A cut stream never hears the server's own counts: its usage has ``prompt_tokens`` (the caller's estimate),
    the pieces that came as completion tokens, and the times.
    """

    def watchers() -> list[Watcher]:
        found: list[Watcher] = [
            ThinkingCap(profile.thinking.cap_tokens, profile.chars_per_token),
            InventedResults(INVENTED),
        ]
        return [RepetitionWatcher(), *found] if repetition else found

    return watched(pieces, watchers, prompt_tokens=prompt_tokens)


async def watched(
    pieces: AsyncIterator[Piece], watchers: Callable[[], Sequence[Watcher]], *, prompt_tokens: int = 0
) -> AsyncGenerator[Piece]:
    """Yield ``pieces`` until a watcher asks for the end; then close them and yield the cut reply."""
    heard, watching = _Heard(), watchers()
    async with aclosing(cast("AsyncGenerator[Piece]", pieces)) as source:
        async for piece in source:
            if piece.restarted:
                heard, watching = _Heard(), watchers()
            heard.take(piece)
            cut = next((c for watcher in watching if (c := watcher.see(piece)) is not None), None)
            if cut is not None:
                break
            yield piece
        else:
            return
    yield Piece(reply=heard.reply(cut, prompt_tokens))


@dataclass
class _Heard:
    """What came so far of one reply."""

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    first: float = 0.0

    def take(self, piece: Piece) -> None:
        """Note one piece."""
        if piece.text or piece.reasoning:
            self.first = self.first or time.monotonic()
            self.text.append(piece.text)
            self.reasoning.append(piece.reasoning)

    def reply(self, cut: Cut, prompt_tokens: int) -> Reply:
        """The reply that a cut leaves."""
        now = time.monotonic()
        streaming = now - self.first
        usage = Usage(
            prompt_tokens=prompt_tokens, completion_tokens=len(self.text), seconds=now - self.began,
            first_token_seconds=self.first - self.began,
            tokens_per_second=len(self.text) / streaming if streaming > 0.01 else 0.0,
        )  # fmt: skip
        text, reasoning = "".join(self.text)[: cut.text], "".join(self.reasoning)[: cut.reasoning]
        return Reply(text=text, reasoning=reasoning, finish=cut.finish, usage=usage)


class RepetitionWatcher:
    """Ends a reply, or its thinking, that says the same again and again."""

    def __init__(self) -> None:
        self._text = RepetitionFinder()
        self._reasoning = RepetitionFinder()

    def see(self, piece: Piece) -> Cut | None:
        """See ``Watcher``."""
        if piece.text and (keep := self._text.feed(piece.text)) is not None:
            return Cut(finish="repetition", text=keep)
        if piece.reasoning and (keep := self._reasoning.feed(piece.reasoning)) is not None:
            return Cut(finish="repetition", reasoning=keep)
        return None


class ThinkingCap:
    """Ends thinking that takes more than ``cap_tokens`` (estimated by its length; 0: no cap)."""

    def __init__(self, cap_tokens: int, chars_per_token: float) -> None:
        self._cap = cap_tokens * chars_per_token
        self._size = 0

    def see(self, piece: Piece) -> Cut | None:
        """See ``Watcher``."""
        self._size += len(piece.reasoning)
        if piece.reasoning and self._cap and self._size > self._cap:
            return Cut(finish="thinking")
        return None


INVENTED = (
    "<tool_response>", "<tool_result", "<function_results>", "</tool_results>", "[TOOL_RESULTS]",
    "<|observation|>", "<|im_start|>", "<|start_header_id|>", "<start_of_turn>", "Observation:",
    "<｜tool▁outputs▁begin｜>",
)  # fmt: skip
"""Line beginnings with which a model plays the tool's or the user's part."""


class InventedResults:
    """Ends a reply where the model begins to write the tool's answer or the next turn itself.

    A marker counts only at the beginning of a line and outside fenced blocks, where it may be code.
    """

    def __init__(self, markers: Sequence[str]) -> None:
        self._markers = re.compile("|".join(re.escape(marker) for marker in markers))
        self._longest = max(len(marker) for marker in markers)
        self._line = ""
        self._line_start = 0
        self._fence = ""

    def see(self, piece: Piece) -> Cut | None:
        """See ``Watcher``."""
        for part in piece.text.splitlines(keepends=True):
            if len(self._line) <= self._longest + 8:
                self._line += part
                if not self._fence and (found := self._markers.match(self._line.lstrip(" \t"))):
                    indent = len(self._line) - len(self._line.lstrip(" \t"))
                    return Cut(finish="invented_result", text=self._line_start + indent + found.start())
            else:
                self._line_start += len(part)
            if part.endswith("\n"):
                self._end_line()
        return None

    def _end_line(self) -> None:
        stripped = self._line.strip()
        if self._fence:
            if stripped.startswith(self._fence) and not stripped.strip(self._fence[0]):
                self._fence = ""
        elif mark := re.match(r"`{3,}|~{3,}", stripped):
            self._fence = mark[0]
        self._line_start += len(self._line)
        self._line = ""


_MOST_BLANKS = 64
"""Characters that may come before an opening tag."""


class ThinkingSplitter:
    """Moves thinking that a server left in the text, between tags at its beginning, to the reasoning."""

    def __init__(self, tags: Sequence[Sequence[str]]) -> None:
        self._tags = [(pair[0], pair[1]) for pair in tags if len(pair) == 2 and pair[0] and pair[1]]
        self._held = ""
        self._close = ""
        self._done = not self._tags
        self._after = False

    def feed(self, text: str) -> tuple[str, str]:
        """Take the next piece of text; return the text and the reasoning that are certain now."""
        if self._done:
            return self._answer(text), ""
        self._held += text
        if not self._close:
            start = self._held.lstrip()
            for opening, closing in self._tags:
                if start.startswith(opening):
                    self._held, self._close = start[len(opening) :], closing
                    break
            else:
                may_open = not start or any(opening.startswith(start) for opening, _ in self._tags)
                if may_open and len(self._held) <= _MOST_BLANKS:
                    return "", ""
                self._done = True
                return self._release(), ""
        return self._inside()

    def _inside(self) -> tuple[str, str]:
        place = self._held.find(self._close)
        if place >= 0:
            thought, rest = self._held[:place], self._held[place + len(self._close) :]
            self._held, self._done, self._after = "", True, True
            return self._answer(rest), thought
        keep = next((n for n in range(len(self._close) - 1, 0, -1) if self._held.endswith(self._close[:n])), 0)
        thought = self._held[: len(self._held) - keep]
        self._held = self._held[len(thought) :]
        return "", thought

    def end(self) -> tuple[str, str]:
        """What is still held when the stream ends: text, or thinking that nobody closed."""
        held = self._release()
        return ("", held) if self._close and not self._done else (held, "")

    def _release(self) -> str:
        held, self._held = self._held, ""
        return held

    def _answer(self, text: str) -> str:
        """Without the blank lines between thinking and answer."""
        if self._after:
            text = text.lstrip("\n")
            self._after = not text
        return text
