"""The one door to running a command: a time limit, capped output, a sandbox, and nothing left behind.

A small supervisor (supervisor.py) runs the command in a session of its own, without terminal or input, and
watches a pipe from us. When the pipe closes, because we cancel or die, it kills every descendant of the
command.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fnmatch
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from smallcode.workspace.sandbox import SUPERVISOR, Confinement, SandboxName, describe, wrap

KILL_GRACE = 2.0
"""Seconds between TERM and KILL once the time is up."""
FILE_LIMIT = 16 * 1024 * 1024
"""Bytes of output kept in the file; beyond it, head and tail."""
BACKSTOP = 20.0
"""Seconds that the supervisor may take beyond the time limit before it is given up."""


@dataclass(frozen=True, kw_only=True)
class CommandResult:
    """What a command did."""

    exit_code: int | None
    """128 + N for death by signal N; 127 not found, 126 not executable; None: we ended it."""
    output: str
    """Standard output and error in the order written; head and tail where ``truncated``."""
    truncated: bool
    output_file: str
    """Path of the file with all of it (up to 16 MiB, then head and tail)."""
    seconds: float
    timed_out: bool = False
    interrupted: bool = False
    """It was started and its end is unknown; its effects are too."""
    sandboxed: str = "none"
    """The sandbox used: ``bubblewrap``, ``landlock``, ``sandbox-exec`` or ``none``."""


@dataclass(frozen=True, kw_only=True)
class ResourceLimits:
    """Limits for each process of a command; None: the system's own. Root is exempt from ``processes``."""

    address_space: int | None = None
    """Bytes."""
    file_size: int | None = None
    """Bytes of any one file."""
    processes: int | None = None
    """Processes and threads of this user, those that run already included."""
    cpu_seconds: int | None = None
    open_files: int | None = None

    def as_rlimits(self) -> dict[str, int]:
        """Names of ``resource.RLIMIT_*`` in lower case, with values; core dumps are always off."""
        names = {"address_space": "as", "file_size": "fsize", "processes": "nproc",
                 "cpu_seconds": "cpu", "open_files": "nofile"}  # fmt: skip
        given = {names[name]: value for name, value in asdict(self).items() if value is not None}
        return {"core": 0, **given}


async def run_command(
    command: str | Sequence[str],
    *,
    cwd: Path,
    timeout: float,  # noqa: ASYNC109 - the supervisor keeps the time, so that it also holds when we are stuck
    output_folder: Path,
    env: Mapping[str, str] | None = None,
    writable: bool = True,
    network: bool = False,
    output_limit: int = 8000,
    protected: Sequence[Path] = (),
    root: Path | None = None,
    extra_writable: Sequence[Path] = (),
    hidden: Sequence[Path] = (),
    scratch_home: bool = False,
    limits: ResourceLimits | None = None,
    sandbox: SandboxName | None = None,
) -> CommandResult:
    """Run a command and return when it and all its descendants are gone.

    Args:
        command: text for the shell (bash, else sh), or a list that runs without a shell.
        cwd: where it starts.
        timeout: seconds; then TERM, and KILL two seconds later.
        output_folder: receives the file with the whole output.
        env: variables added to the scrubbed environment.
        writable: whether ``root`` may be written (where there is a sandbox; ``sandboxed`` says).
        network: whether it may reach beyond its own loopback (the same holds).
        output_limit: characters of output returned.
        protected: paths below ``root`` that stay read-only.
        root: the folder that it may write; ``cwd`` if not given.
        extra_writable: further folders that it may write. hidden: existing paths that it can't read, beside the usual.
        scratch_home: give it an empty HOME that vanishes with it.
        limits, sandbox: resource limits; use this sandbox instead of the one found to work here.

    Cancelling kills the command before the cancellation goes on. Raises FileNotFoundError or
    NotADirectoryError for a ``cwd`` that is no folder; a command that can't be started is a result (126,
    127), as a shell reports it.
    """
    request = _Request(
        command=command, cwd=cwd, timeout=timeout, env=dict(env or {}), writable=writable, network=network,
        protected=tuple(protected), root=root or cwd, extra_writable=tuple(extra_writable), hidden=tuple(hidden),
        scratch_home=scratch_home, limits=limits or ResourceLimits(), sandbox=sandbox,
        keep=output_limit * 4, output_folder=output_folder,
    )  # fmt: skip
    preparing = asyncio.ensure_future(asyncio.to_thread(_prepare, request))
    try:
        spec, used = await asyncio.shield(preparing)
        answer = await _supervise(spec)
    except asyncio.CancelledError:
        # The supervisor removes its scratch folder, unless it never got as far as to know it.
        with contextlib.suppress(OSError):
            shutil.rmtree((await preparing)[0]["scratch"], ignore_errors=True)
        raise
    if answer is None:
        await asyncio.to_thread(_clean_up_after_dead_supervisor, spec["scratch"])
        text = "[the process that watched this command died; the command was killed, its effects are unknown]"
        return CommandResult(exit_code=None, output=text, truncated=False, output_file=spec["output_file"],
                             seconds=0.0, interrupted=True, sandboxed=used)  # fmt: skip
    return _result(answer, spec["output_file"], used, output_limit)


def _result(answer: dict[str, Any], output_file: str, used: SandboxName, output_limit: int) -> CommandResult:
    """The supervisor's answer as a result."""
    output, truncated = join_ends(
        answer["head"].encode("latin-1"), answer["tail"].encode("latin-1"), answer["total"], output_limit
    )
    return CommandResult(
        exit_code=None if answer["ended_by"] else answer["code"], output=output, truncated=truncated,
        output_file=output_file, seconds=round(answer["seconds"], 3), sandboxed=used,
        timed_out=answer["ended_by"] == "timeout", interrupted=answer["ended_by"] == "cancelled",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Request:
    command: str | Sequence[str]
    cwd: Path
    timeout: float
    env: dict[str, str]
    writable: bool
    network: bool
    protected: tuple[Path, ...]
    root: Path
    extra_writable: tuple[Path, ...]
    hidden: tuple[Path, ...]
    scratch_home: bool
    limits: ResourceLimits
    sandbox: SandboxName | None
    keep: int
    output_folder: Path


def _prepare(request: _Request) -> tuple[dict[str, Any], SandboxName]:
    """The supervisor's specification, and the sandbox's name."""
    if not stat.S_ISDIR(request.cwd.stat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(request.cwd))
    request.output_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    used = request.sandbox or describe().name
    scratch = Path(tempfile.mkdtemp(prefix="smallcode-run-"))
    (scratch / "tmp").mkdir()
    (scratch / "home").mkdir()
    environment = scrubbed_environment(os.environ, network=request.network)
    environment |= {"TMPDIR": str(scratch / "tmp"), "XDG_CACHE_HOME": str(scratch / "cache")}
    if request.scratch_home:
        environment["HOME"] = str(scratch / "home")
    wrapped = wrap(
        _argv(request.command),
        cwd=request.cwd,
        confinement=Confinement(
            write=[*([request.root] if request.writable else []), scratch, *request.extra_writable],
            protected=request.protected,
            hidden=[*hidden_paths(), *request.hidden],
            network=request.network,
            private_tmp=scratch / "tmp",
        ),
        sandbox=used,
    )
    spec = {
        "argv": wrapped.argv,
        "cwd": os.path.abspath(request.cwd),  # noqa: PTH100
        "env": {**environment, **request.env},
        "timeout": request.timeout,
        "grace": KILL_GRACE,
        "keep": request.keep,
        "file_limit": FILE_LIMIT,
        "output_file": str(request.output_folder.absolute() / f"output-{uuid.uuid4().hex[:12]}.txt"),
        "limits": request.limits.as_rlimits(),
        "confine": wrapped.confine,
        "scratch": str(scratch),
    }
    return spec, wrapped.sandbox


def _argv(command: str | Sequence[str]) -> list[str]:
    if not isinstance(command, str):
        return list(command)
    return [shutil.which("bash") or "/bin/sh", "-c", command]


def scrubbed_environment(source: Mapping[str, str], *, network: bool) -> dict[str, str]:
    """The variables of ``source`` that config/policy.yaml lets a command see, and those that it sets."""
    from smallcode.resources import load_config

    config = load_config("policy.yaml")["environment"]
    patterns = config["keep"] + (config["keep_with_network"] if network else [])
    kept = {k: v for k, v in source.items() if any(fnmatch.fnmatchcase(k, pattern) for pattern in patterns)}
    kept.setdefault("PATH", os.defpath)
    return {**kept, **config["set"]}


def hidden_paths() -> list[Path]:
    """The existing files and folders whose contents no command may read: keys, tokens, our own settings."""
    from smallcode.paths import config_dir
    from smallcode.resources import load_config

    places = [Path(entry).expanduser() for entry in load_config("policy.yaml")["hidden"]]
    return [place for place in [*places, config_dir()] if place.exists()]


async def _supervise(spec: dict[str, Any]) -> dict[str, Any] | None:
    """Run one supervisor; None if it died without an answer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", str(SUPERVISOR),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True, cwd="/",
    )  # fmt: skip
    assert process.stdin and process.stdout
    try:
        process.stdin.write(json.dumps(spec).encode() + b"\n")
        with contextlib.suppress(ConnectionError):
            await process.stdin.drain()
        answer = await asyncio.wait_for(process.stdout.read(), spec["timeout"] + spec["grace"] + BACKSTOP)
        return dict(json.loads(answer)) if answer else None
    except TimeoutError:
        return None
    finally:
        process.stdin.close()  # the sign to kill whatever is left
        await asyncio.shield(asyncio.ensure_future(_reap(process)))


async def _reap(process: asyncio.subprocess.Process) -> None:
    """Wait for the supervisor's end; one that hangs is killed with its group."""
    try:
        await asyncio.wait_for(process.wait(), BACKSTOP)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _clean_up_after_dead_supervisor(scratch: str) -> None:
    """Kill what still has our scratch folder in its environment (Linux), and remove that folder."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"TMPDIR={scratch}/".encode() in (folder / "environ").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
    shutil.rmtree(scratch, ignore_errors=True)


def join_ends(head: bytes, tail: bytes, total: int, limit: int) -> tuple[str, bool]:
    """Decode output of ``total`` bytes, known by its two ends, into at most about ``limit`` characters.

    Bytes that are not UTF-8 become replacement characters. Cuts lie at line ends where there are any.
    """
    if total <= len(head):
        text = head.decode("utf-8", "replace")
    elif total <= len(tail):
        text = tail.decode("utf-8", "replace")
    else:
        text = ""
    if (text or not total) and len(text) <= limit:
        return text, False
    first = (text or head.decode("utf-8", "replace"))[: limit // 2]
    last = (text or tail.decode("utf-8", "replace"))[-(limit - limit // 2) :]
    first = first[: first.rfind("\n") + 1] or first
    last = last[last.find("\n") + 1 :] or last
    left_out = total - len(first.encode()) - len(last.encode())
    return f"{first.rstrip()}\n[... about {max(left_out, 0)} bytes left out ...]\n{last}", True
