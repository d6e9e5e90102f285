"""Named points at which a test may kill the process, as ``kill -9`` would.

``SMALLCODE_CRASH_AT=name`` dies when the point is passed the first time, ``name:3`` the third time. The variable is
read once, at import; when it is unset, a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

_name = ""
_left = 0


def arm(point: str) -> None:
    """Die at ``point`` (``name`` or ``name:nth``); empty: nowhere."""
    global _name, _left
    _name, _, nth = point.partition(":")
    _left = int(nth or 1)


arm(os.environ.get("SMALLCODE_CRASH_AT", ""))


def crash_point(name: str) -> None:
    """Kill this process with SIGKILL if the environment named this point."""
    if not _name or name != _name:
        return
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
