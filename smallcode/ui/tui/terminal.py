"""The terminal itself: what it can do, its background colour, and what happens when it goes away."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TextIO

from prompt_toolkit.input.posix_utils import PosixStdinReader
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPress

ASK_BACKGROUND = "\x1b]11;?\x1b\\\x1b[c"
"""Asks for the background colour (OSC 11), and then for the kind of terminal: nearly every terminal answers that, so
that one which knows no OSC 11 need not be waited for."""
READ_AT_ONCE = 1 << 16
_COLOUR_ANSWER = re.compile(r"\x1b\]11;(?P<colour>[^\x07\x1b]*)(?:\x07|\x1b\\)")
_KIND_ANSWER = re.compile(r"\x1b\[\?[0-9;]*c")
_COLOUR = re.compile(r"rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")


def is_capable(environ: Mapping[str, str], stdin: TextIO | None = None, stdout: TextIO | None = None) -> bool:
    """Whether a fullscreen program can run: both ends are a terminal that can move its cursor."""
    ends = (stdin or sys.stdin, stdout or sys.stdout)
    if environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        return False
    return all(end is not None and end.isatty() for end in ends)


def color_depth(environ: Mapping[str, str], setting: str = "auto") -> ColorDepth:
    """How many colours to use: none by NO_COLOR or the setting, else what the terminal says of itself."""
    if setting == "never" or (environ.get("NO_COLOR") and setting != "always"):
        return ColorDepth.DEPTH_1_BIT
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColorDepth.DEPTH_24_BIT
    count = _terminfo_colours(environ.get("TERM", ""))
    if count >= 1 << 24:
        return ColorDepth.DEPTH_24_BIT
    if count >= 256:
        return ColorDepth.DEPTH_8_BIT
    return ColorDepth.DEPTH_4_BIT if count >= 8 else ColorDepth.DEPTH_1_BIT


def _terminfo_colours(term: str) -> int:
    """Colours by the terminfo database, or by the name where there is none."""
    try:
        import curses

        curses.setupterm(term, fd=1)
        return curses.tigetnum("colors")
    except Exception:  # no curses, no database, or a name that it lacks
        return 256 if "256" in term else 8


def read_colour(answer: str) -> str:
    """``rgb:RRRR/GGGG/BBBB`` as ``#rrggbb``; empty for anything else."""
    found = _COLOUR.match(answer)
    if not found:
        return ""
    return "#" + "".join(f"{round(int(part, 16) * 255 / (16 ** len(part) - 1)):02x}" for part in found.groups())


class TerminalInput(Vt100Input):
    """Standard input, without the answers of the terminal, which go to ``on_background``.

    A terminal that went away counts as closed, where prompt-toolkit would read on for ever.
    """

    def __init__(self, stdin: TextIO, on_background: Callable[[str], None]) -> None:
        super().__init__(stdin)
        self._reader = _Reader(stdin.fileno(), encoding="utf-8")
        self.stdin_reader = self._reader
        self._on_background = on_background
        self._part = ""
        self.answered = False

    def read_keys(self) -> list[KeyPress]:
        """The keys that were typed."""
        return self.keys_of(self.read_ahead())

    def read_ahead(self) -> str:
        """What was typed already, without the terminal's answers; the caller types it again."""
        return self._without_answers(self._reader.read(READ_AT_ONCE))

    def keys_of(self, text: str) -> list[KeyPress]:
        """The keys that ``text`` is."""
        self.vt100_parser.feed(text)
        keys, self._buffer = self._buffer, []
        return keys

    def _without_answers(self, data: str) -> str:
        data, self._part = self._part + data, ""
        if "\x1b]" not in data and "\x1b[?" not in data:
            return data
        for found in _COLOUR_ANSWER.finditer(data):
            if colour := read_colour(found["colour"]):
                self._on_background(colour)
        if _KIND_ANSWER.search(data):
            self.answered = True
        data = _KIND_ANSWER.sub("", _COLOUR_ANSWER.sub("", data))
        start = data.rfind("\x1b]11;")
        if start >= 0:  # the rest of the answer is on its way
            data, self._part = data[:start], data[start:]
        return data


class _Reader(PosixStdinReader):
    def read(self, count: int = READ_AT_ONCE) -> str:
        """What there is to read."""
        if self.closed:
            return ""
        try:
            data = os.read(self.stdin_fd, count)
        except InterruptedError:
            return ""
        except OSError:  # the terminal is gone
            data = b""
        if not data:
            self.closed = True
        return self._stdin_decoder.decode(data)


class TerminalOutput(Vt100_Output):
    """Standard output; a terminal that went away is told to ``on_gone``, once, and what is written then is dropped."""

    gone = False
    on_gone: Callable[[], None] = staticmethod(lambda: None)

    def enable_mouse_support(self) -> None:
        """Tell of clicks and the wheel, but not of every move of the mouse."""
        self.write_raw("\x1b[?1000h\x1b[?1006h")

    def disable_mouse_support(self) -> None:
        """Tell of nothing."""
        self.write_raw("\x1b[?1000l\x1b[?1006l")

    def flush(self) -> None:
        """Write what was gathered."""
        if self.gone:
            self._buffer.clear()
            return
        try:
            super().flush()
        except (OSError, ValueError):
            self.gone = True
            self.on_gone()


def make_output(stdout: TextIO, environ: Mapping[str, str]) -> TerminalOutput:
    """The output to a terminal, without questions for the cursor's place, which a slow line answers too late."""
    from prompt_toolkit.data_structures import Size

    def size() -> Size:
        with contextlib.suppress(OSError):
            found = os.get_terminal_size(stdout.fileno())
            if found.lines and found.columns:
                return Size(rows=found.lines, columns=found.columns)
        return Size(rows=24, columns=80)

    return TerminalOutput(stdout, size, term=environ.get("TERM"), enable_cpr=False)


def ask_background(source: TerminalInput, stdout: TextIO, work: Callable[[], None], seconds: float) -> str:
    """Ask the terminal for its background while ``work`` is done; wait for at most ``seconds`` after that.

    Returns what was typed meanwhile. An answer that comes later is still taken, from among the keys.
    """
    import select
    import time

    try:
        with source.raw_mode():
            stdout.write(ASK_BACKGROUND)
            stdout.flush()
            work()
            end = time.monotonic() + seconds
            typed = ""
            while not source.answered and (left := end - time.monotonic()) > 0:
                if select.select([source.fileno()], [], [], left)[0]:
                    typed += source.read_ahead()
                if source.closed:
                    break
            return typed
    except (OSError, ValueError):
        work()
        return ""
