"""Which tests call changed code, seen by the interpreter's profiling hook."""

import contextlib
import sys
from collections.abc import Iterator
from typing import Any


class Touching:
    """Watches calls of functions that begin within given lines (``{absolute path: [[first, last], ...]}``)."""

    def __init__(self, ranges: dict[str, list[list[int]]]) -> None:
        self.ranges = ranges
        self.touched = False

    @contextlib.contextmanager
    def watch(self) -> Iterator[None]:
        """Watch during the block; another profiler is left alone."""
        self.touched = False
        if not self.ranges or sys.getprofile() is not None:
            yield
            return
        sys.setprofile(self._called)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _called(self, frame: Any, event: str, argument: Any) -> None:
        if event != "call" or self.touched:
            return
        ranges = self.ranges.get(frame.f_code.co_filename)
        if ranges is not None:
            line = frame.f_code.co_firstlineno
            self.touched = any(first <= line <= last for first, last in ranges)
