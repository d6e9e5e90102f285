"""Reading a reply while it comes in pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from smallcode.speech.parser import parse_reply
from smallcode.speech.text import INVENTED_RESULT, view_of
from smallcode.speech.types import Mode, Parsed, ToolSchema

_OVERLAP = 120
_MAX_CHECKS = 5


class StreamParser:
    """Collects pieces of a reply and reads it at the end; the reading is that of the whole text.

    A piece costs time in its own length only: calls are read once, when the reply is complete, because a call that is
    not complete must not run anyway. What is looked for meanwhile is an invented result, after which the rest of the
    stream is worthless.
    """

    def __init__(
        self, *, tools: Sequence[ToolSchema], files: Mapping[str, str], mode: Mode = "act", expected: Sequence[str] = ()
    ) -> None:
        self._tools = tools
        self._files = files
        self._mode = mode
        self._expected = expected
        self._pieces: list[str] = []
        self._tail = ""
        self._checks = 0

    @property
    def text(self) -> str:
        """What has come so far."""
        return "".join(self._pieces)

    def feed(self, piece: str) -> bool:
        """Take the next piece; True if the stream can be stopped, because a tool's result is being invented."""
        self._pieces.append(piece)
        window = self._tail + piece
        self._tail = window[-_OVERLAP:]
        # Words may stand in code or in a call's argument, so the whole reading decides; it is asked a few times only.
        if self._checks >= _MAX_CHECKS or not INVENTED_RESULT.search(view_of(window)):
            return False
        self._checks += 1
        self._tail = ""
        parsed = self.finish("length")
        return "invented_result" in parsed.repairs and bool(parsed.calls or parsed.edits) and not parsed.problem

    def finish(self, finish: str, native_calls: Sequence[Mapping[str, Any]] | None = None) -> Parsed:
        """Read all that came. ``finish`` is why the stream ended."""
        return parse_reply(
            self.text, tools=self._tools, files=self._files, finish=finish, mode=self._mode,
            native_calls=native_calls, expected=self._expected,
        )  # fmt: skip
