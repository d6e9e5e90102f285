"""Runs one command for SmallCode and leaves nothing of it behind.

Started as a script by process.py (``python -I -S supervisor.py``), so it uses the standard library alone and
must not import the package: a command costs its start. It reads a specification (one JSON line) from standard
input and then watches that pipe: when it closes, the owner cancelled or died (``kill -9`` included) and
everything is killed.

The command runs in a session of its own. As the "child subreaper" (Linux) this process inherits every
descendant that double-forks or calls setsid, so that no process outlives the command. The merged output is
kept here, capped, and the result goes out as one JSON line.
"""

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CHUNK = 1 << 16
REAP_SECONDS = 5.0
"""How long killed processes may take to vanish (a process in an uninterruptible call can't be waited for)."""


def prctl(option: int, value: int) -> None:
    """Call prctl(2); where there is none, or it refuses, the process group is all that we have."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0)))


class Output:
    """The command's output: its head and tail in memory, and up to ``file_limit`` bytes of it in a file."""

    def __init__(self, path: str, file_limit: int, keep: int) -> None:
        self.keep = keep
        self.tail_limit = max(keep, file_limit // 8)
        self.file_left = file_limit - self.tail_limit
        self.head = b""
        self.tail = b""
        self.unfiled = 0
        self.total = 0
        self.file: int | None = None
        with contextlib.suppress(OSError):
            self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)

    def add(self, data: bytes) -> None:
        """Take in what was read."""
        self.total += len(data)
        if len(self.head) < self.keep:
            self.head += data[: self.keep - len(self.head)]
        filed = data[: self.file_left]
        self._write(filed)
        self.file_left -= len(filed)
        self.unfiled += len(data) - len(filed)
        self.tail += data
        if len(self.tail) > 2 * self.tail_limit:
            self.tail = self.tail[-self.tail_limit :]

    def close(self) -> None:
        """Write the tail that did not fit, with a line that says how much is left out between."""
        rest = self.tail[-min(self.unfiled, self.tail_limit) :] if self.unfiled else b""
        if self.unfiled > len(rest):
            self._write(b"\n[... %d bytes left out ...]\n" % (self.unfiled - len(rest)))
        self._write(rest)
        if self.file is not None:
            os.close(self.file)

    def _write(self, data: bytes) -> None:
        while data and self.file is not None:
            try:
                data = data[os.write(self.file, data) :]
            except OSError:  # no space left: the head and the tail in memory still arrive
                os.close(self.file)
                self.file = None


def parents() -> Iterator[tuple[int, int]]:
    """Yield (process, parent) for every process that can be seen."""
    if not os.path.isdir("/proc/self"):  # noqa: PTH112 - pathlib costs 10 ms of start
        lines = os.popen("/bin/ps -A -o pid=,ppid=").read().splitlines()  # noqa: S605
        yield from ((int(pid), int(parent)) for pid, parent in (line.split() for line in lines))
        return
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit():
            with (
                contextlib.suppress(OSError, ValueError, IndexError),
                open(f"/proc/{name}/stat", "rb") as file,  # noqa: PTH123
            ):
                yield int(name), int(file.read().rpartition(b")")[2].split()[1])


def descendants() -> list[int]:
    """Every process below this one, parents before children."""
    children: dict[int, list[int]] = {}
    for pid, parent in parents():
        children.setdefault(parent, []).append(pid)
    found, todo = [], list(children.get(os.getpid(), ()))
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, ())
    return found


def signal_all(group: int, number: int) -> None:
    """Send a signal to the command's process group and to every descendant that left it."""
    with contextlib.suppress(OSError):
        os.killpg(group, number)
    for pid in descendants():
        with contextlib.suppress(OSError):
            os.kill(pid, number)


class Supervisor:
    """One command from start to the death of its last process."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.output = Output(spec["output_file"], spec["file_limit"], spec["keep"])
        self.wake = os.pipe()
        for end in self.wake:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.ended_by = ""
        self.code: int | None = None
        self.child = 0
        self.readable = -1

    def run(self) -> dict[str, Any]:
        """Run the command and return what the owner gets."""
        began = time.monotonic()
        self._start()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._end("cancelled"))
        self._watch(began + self.spec["timeout"], lambda: self.code is not None or bool(self.ended_by))
        if not self.ended_by and self.code is None:
            self.ended_by = "timeout"
            signal_all(self.child, signal.SIGTERM)
            self._watch(time.monotonic() + self.spec["grace"], lambda: not self._children_left())
        self._kill_rest()
        self._drain()
        self.output.close()
        seconds = time.monotonic() - began
        return {"code": self.code, "ended_by": self.ended_by, "seconds": seconds, "total": self.output.total,
                "head": self.output.head.decode("latin-1"),
                "tail": self.output.tail[-self.spec["keep"] :].decode("latin-1")}  # fmt: skip

    def _start(self) -> None:
        self.readable, writable = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            become(self.spec, writable)
        os.close(writable)
        os.set_blocking(self.readable, False)

    def _end(self, why: str) -> None:
        self.ended_by = self.ended_by or why

    def _watch(self, deadline: float, done: Callable[[], bool]) -> None:
        """Read output and reap children until ``done``, the deadline, or the owner's end of the pipe."""
        poll = select.poll()
        for descriptor in (0, self.readable, self.wake[0]):
            poll.register(descriptor, select.POLLIN)
        while not done() and time.monotonic() < deadline:
            for descriptor, _ in poll.poll(max(1, (deadline - time.monotonic()) * 1000)):
                if descriptor == self.readable and not self._read():
                    poll.unregister(descriptor)
                elif descriptor == 0 and not os.read(0, CHUNK):
                    self._end("cancelled")
                    return
                elif descriptor == self.wake[0]:
                    os.read(descriptor, CHUNK)
            self._children_left()

    def _read(self) -> bool:
        """Take in one chunk of output; False at its end."""
        try:
            data = os.read(self.readable, CHUNK)
        except BlockingIOError:
            return True
        self.output.add(data)
        return bool(data)

    def _children_left(self) -> bool:
        """Reap who has died; False when nobody is left."""
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return True
                if pid == self.child:
                    code = os.waitstatus_to_exitcode(status)
                    self.code = code if code >= 0 else 128 - code
        except ChildProcessError:
            return False

    def _kill_rest(self) -> None:
        """Kill until nobody is left: stop all first, so that nobody forks away from the list that we walk."""
        deadline = time.monotonic() + REAP_SECONDS
        while self._children_left() and time.monotonic() < deadline:
            signal_all(self.child, signal.SIGSTOP)
            signal_all(self.child, signal.SIGKILL)
            time.sleep(0.002)
        with contextlib.suppress(OSError):
            os.killpg(self.child, signal.SIGKILL)

    def _drain(self) -> None:
        """Read what is left in the pipe; a writer that could not be killed must not hold us."""
        deadline = time.monotonic() + 1.0
        with contextlib.suppress(BlockingIOError):
            while time.monotonic() < deadline:
                data = os.read(self.readable, CHUNK)
                if not data:
                    return
                self.output.add(data)


def become(spec: dict[str, Any], output: int) -> None:
    """In the child: enter session, folder, limits and sandbox, then turn into the command. Never returns."""
    try:
        os.setsid()
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        null = os.open("/dev/null", os.O_RDONLY)
        for source, target in ((null, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(spec["cwd"])
        limit_resources(spec["limits"])
        if spec["confine"]:
            sys.path.append(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
            from confine import confine  # type: ignore[import-not-found, unused-ignore]

            confine(spec["confine"])
        os.execvpe(spec["argv"][0], spec["argv"], spec["env"])  # noqa: S606
    except FileNotFoundError as error:
        os.write(2, f"{spec['argv'][0]}: {error.strerror}\n".encode(errors="replace"))
        os._exit(127)
    except BaseException as error:
        os.write(2, f"{spec['argv'][0]}: {error}\n".encode(errors="replace"))
        os._exit(126)


def limit_resources(limits: dict[str, int]) -> None:
    """Set limits (names of ``resource.RLIMIT_*`` in lower case), never above what the system allows."""
    import resource

    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name.upper()}", None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (value, value))


def remove_tree(path: str) -> None:
    """Delete the scratch folder; what can't be deleted stays: no command may make us fail."""
    import shutil

    shutil.rmtree(path, ignore_errors=True)


def main() -> None:
    """Read the specification, run, clean up, answer."""
    line = b""
    while not line.endswith(b"\n"):
        data = os.read(0, CHUNK)
        if not data:
            return
        line += data
    spec = json.loads(line)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    for number in (signal.SIGPIPE, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)
    result = Supervisor(spec).run()
    if spec["scratch"]:
        remove_tree(spec["scratch"])
    answer = json.dumps(result).encode() + b"\n"
    with contextlib.suppress(OSError):
        while answer:
            answer = answer[os.write(1, answer) :]


if __name__ == "__main__":
    main()
