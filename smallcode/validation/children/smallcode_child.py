"""What the Python children share. Standard library only; works from Python 3.8 on."""

import base64
import contextlib
import json
import os
import signal
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


class OutOfTime(BaseException):
    """A call or a test took too long. Not an Exception, so that code under test does not swallow it."""


class Child:
    """The job, and the way to answer that project code can't get into."""

    def __init__(self) -> None:
        self.mark = sys.argv[1]
        self.job: dict[str, Any] = json.loads(zlib.decompress(base64.urlsafe_b64decode("".join(sys.argv[2:]))))
        self._out = os.dup(1)
        os.set_inheritable(self._out, False)
        sys.argv = sys.argv[:1]
        self.root = os.getcwd()
        sys.path[:] = [p for p in sys.path if os.path.abspath(p or ".") != HERE]

    def say(self, **message: Any) -> None:
        """Send one message; on a line of its own whatever was printed before."""
        data = ("\n" + self.mark + " " + json.dumps(message) + "\n").encode("ascii", "replace")
        while data:
            data = data[os.write(self._out, data) :]

    def use_project(self) -> None:
        """Make the project's modules importable, as ``python -m`` in its root would, and from src/."""
        sys.path.insert(0, self.root)
        if os.path.isdir(os.path.join(self.root, "src")):
            sys.path.insert(1, os.path.join(self.root, "src"))


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block after so many seconds, and again until it ends."""

    def ring(number: int, frame: Any) -> None:
        raise OutOfTime("took longer than %g s" % seconds)

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, max(0.2, seconds / 4))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def describe(error: BaseException, child: Child, avoid: Callable[[str], bool] | None = None) -> dict[str, Any]:
    """Type, text and place of an exception: the last line of it in the project, other than in files to avoid."""
    places: list[Any] = []
    trace = error.__traceback__
    while trace is not None:
        path = os.path.relpath(trace.tb_frame.f_code.co_filename, child.root)
        if not path.startswith("..") and "site-packages" not in path and not path.startswith("<"):
            places.append((path.replace(os.sep, "/"), trace.tb_lineno, trace.tb_frame.f_code.co_name))
        trace = trace.tb_next
    preferred = [place for place in places if avoid is None or not avoid(place[0])] or places
    path, line, function = preferred[-1] if preferred else ("", 0, "")
    outer = places[0] if places else ("", 0, "")
    kind = "assertion" if isinstance(error, AssertionError) else "exception"
    if isinstance(error, OutOfTime):
        kind = "timeout"
    elif isinstance(error, ImportError):
        kind = "import"
    elif isinstance(error, SyntaxError):
        kind = "syntax"
        path, line = os.path.relpath(error.filename or "", child.root), error.lineno or 0
    return {
        "kind": kind, "exception": type(error).__name__, "message": text_of(error)[:2000], "path": path, "line": line,
        "function": function, "test_line": outer[1],
    }  # fmt: skip


def text_of(error: BaseException) -> str:
    """``str(error)``, which may itself be project code and fail."""
    try:
        return str(error)
    except Exception:
        return ""


def limit_memory(mib: int) -> None:
    """Bound the address space, and refuse core dumps and large files."""
    import resource

    for name, value in (("RLIMIT_AS", mib << 20), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 16 << 20)):
        with contextlib.suppress(OSError, ValueError):
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (value, hard))
