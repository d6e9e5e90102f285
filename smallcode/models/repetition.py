"""Finds out, while a reply streams, that a model has begun to say the same again and again.

Two detectors, both in linear time. Lines: for every period up to ``MAX_PERIOD`` a counter tells for how
many lines in a row each line equals the one that many lines earlier, so that blocks and A-B-A-B are one
case. Inside a line: the tail is periodic in characters. How often something must come back depends on its
size: a table of zeros or closing braces repeat short lines rightly, nobody writes the same twenty lines
four times.
"""

from __future__ import annotations

import math

MAX_PERIOD = 120
"""Longest repeated block, in lines."""
MIN_REPEATS = 4
"""A block of any size may come this often before it counts."""
LONG_BLOCK = 1500
"""Characters from which a block may come one time less often."""
VOLUME = 600
"""Short blocks must add up to this many repeated characters."""
TAIL = 800
"""Characters of one line that must be periodic."""
TAIL_PERIOD = 100
BLANKS = 400
"""White space in a row that ends a reply."""


class RepetitionFinder:
    """Feed it a text in pieces; ``feed`` returns where to cut once the text repeats itself."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._starts: list[int] = []
        self._runs = [0] * (MAX_PERIOD + 1)
        self._open: list[str] = []
        """Pieces of the line that is not ended yet."""
        self._open_size = 0
        self._checked_size = 0
        self._size = 0
        self._line_start = 0
        self._blanks = 0

    def feed(self, text: str) -> int | None:
        """Take the next piece; the number of characters to keep, or None while all is well."""
        if self._flooded(text):
            return self._size - self._blanks
        for line in text.splitlines(keepends=True):
            self._open.append(line)
            self._open_size += len(line)
            cut = self._end_line() if line.endswith("\n") else self._check_tail()
            if cut is not None:
                return cut
        return None

    def _flooded(self, text: str) -> bool:
        self._size += len(text)
        kept = text.rstrip()
        self._blanks = self._blanks + len(text) if not kept else len(text) - len(kept)
        return self._blanks >= BLANKS

    def _end_line(self) -> int | None:
        whole = "".join(self._open)
        cut = self._check_tail(final=True)
        self._lines.append(whole.rstrip())
        self._starts.append(self._line_start)
        self._line_start += len(whole)
        self._open, self._open_size, self._checked_size = [], 0, 0
        return cut if cut is not None else self._count_runs()

    def _count_runs(self) -> int | None:
        lines, last = self._lines, len(self._lines) - 1
        current = lines[last]
        for period in range(1, min(MAX_PERIOD, last) + 1):
            if lines[last - period] != current:
                self._runs[period] = 0
                continue
            self._runs[period] += 1
            run = self._runs[period]
            if run >= period * 2 and self._too_often(period, run):
                first = last + 1 - run - period
                return self._starts[min(first + period, last)]
        return None

    def _too_often(self, period: int, run: int) -> bool:
        block = sum(len(line.strip()) for line in self._lines[-period:])
        if not block:
            return False
        needed = MIN_REPEATS - 1 if block >= LONG_BLOCK else max(MIN_REPEATS, math.ceil(VOLUME / block))
        return run >= period * (needed - 1)

    def _check_tail(self, *, final: bool = False) -> int | None:
        """Look at the open line each time it has grown by a quarter of ``TAIL``: linear over all."""
        due = self._open_size - self._checked_size >= TAIL // 4 or final
        if self._open_size < TAIL or not due:
            return None
        self._checked_size = self._open_size
        line = "".join(self._open)
        tail = line[-TAIL:]
        period = (tail + tail).find(tail[: TAIL // 2], 1)
        if 0 < period <= TAIL_PERIOD and tail[period:] == tail[:-period]:
            start = len(line) - TAIL
            while start > 0 and line[start - 1] == line[start - 1 + period]:
                start -= 1
            return self._line_start + start + period
        self._open = [line]
        return None
