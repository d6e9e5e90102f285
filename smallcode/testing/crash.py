"""Named points at which a test may kill the process, as ``kill -9`` would.

``SMALLCODE_CRASH_AT=name`` dies when the point is passed the first time, ``name:3`` the third time. The variable is
read once, at import; when it is unset, a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

_NAME, _, _NTH = os.environ.get("SMALLCODE_CRASH_AT", "").partition(":")
_left = int(_NTH or 1)


def crash_point(name: str) -> None:
    """Kill this process with SIGKILL if the environment named this point."""
    if not _NAME or name != _NAME:
        return
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
