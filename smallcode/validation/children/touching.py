"""Which functions a test calls, seen by the interpreter's profiling hook."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

MOST_CALLED = 200
"""Functions that are told of one test."""


class Touching:
    """Watches calls of functions that begin within given lines (``{absolute path: [[first, last], ...]}``).

    With ``root`` it keeps where all functions below that folder begin that were called, in the order of the calls.
    """

    def __init__(self, ranges: dict[str, list[list[int]]], root: str = "") -> None:
        self.ranges = ranges
        self.root = os.path.join(root, "") if root else ""
        self.touched = False
        self.called: dict[tuple[str, int], None] = {}

    def told(self) -> dict[str, Any]:
        """What the message about the test says of its calls."""
        called = [[path[len(self.root) :].replace(os.sep, "/"), line] for path, line in self.called]
        return {"touched": self.touched, **({"called": called} if self.root else {})}

    @contextlib.contextmanager
    def watch(self) -> Iterator[None]:
        """Watch during the block; another profiler is left alone."""
        self.touched = False
        self.called = {}
        if not (self.ranges or self.root) or sys.getprofile() is not None:
            yield
            return
        sys.setprofile(self._called)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _called(self, frame: Any, event: str, argument: Any) -> None:
        if event != "call":
            return
        path, line = frame.f_code.co_filename, frame.f_code.co_firstlineno
        if self.root and path.startswith(self.root) and len(self.called) < MOST_CALLED:
            self.called[path, line] = None
        ranges = None if self.touched else self.ranges.get(path)
        if ranges is not None:
            self.touched = any(first <= line <= last for first, last in ranges)
