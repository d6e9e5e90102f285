"""What keeps a command inside: bubblewrap where it works, else landlock, on macOS sandbox-exec, else nothing.

Each candidate is tried once for real before it is believed (in containers user namespaces are often off): a
probe must write inside, fail to write outside, and fail to reach a listening socket of ours. ``describe``
says what came out.

What a sandboxed command may do: read everything but the hidden paths (keys, tokens), write below the given
folders except the protected paths, and use the network only when asked for (loopback of its own works). With
landlock and without mount namespaces, a folder that holds a protected path takes no new entries.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SandboxName = Literal["bubblewrap", "landlock", "sandbox-exec", "none"]
SUPERVISOR = Path(__file__).with_name("supervisor.py")
PROBE = """
import socket, sys
inside, outside, port = sys.argv[1:]
open(inside, "w").close()
found = []
try:
    open(outside, "w").close()
except OSError:
    found.append("filesystem")
try:
    if sys.platform == "darwin":  # loopback stays reachable; connecting a datagram socket sends nothing
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 9))
    else:
        socket.create_connection(("127.0.0.1", int(port)), 2).close()
except OSError:
    found.append("network")
print(" ".join(found))
"""


@dataclass(frozen=True, kw_only=True)
class SandboxInfo:
    """What confines commands on this machine, as tried."""

    name: SandboxName
    filesystem: bool
    """Writes outside are refused."""
    network: bool
    """The network is off unless asked for."""
    detail: str


@dataclass(frozen=True, kw_only=True)
class Confinement:
    """What a command may touch. All paths absolute."""

    write: Sequence[Path]
    protected: Sequence[Path] = ()
    """Never writable, though they lie below ``write``."""
    hidden: Sequence[Path] = ()
    """Contents not readable."""
    network: bool = False
    private_tmp: Path | None = None
    """Folder that the command sees as /tmp (bubblewrap only)."""


@dataclass(frozen=True, kw_only=True)
class Wrapped:
    """A command made ready: what to execute, and what the supervisor's child must do before."""

    argv: list[str]
    sandbox: SandboxName
    confine: dict[str, Any] = field(default_factory=dict)


def wrap(argv: Sequence[str], *, cwd: Path, confinement: Confinement, sandbox: SandboxName) -> Wrapped:
    """Return ``argv`` confined by ``sandbox``. The working folder ``cwd`` is where it starts."""
    if sandbox == "bubblewrap":
        return Wrapped(argv=[*_bubblewrap(cwd, confinement), "--", *argv], sandbox=sandbox)
    if sandbox == "sandbox-exec":
        return Wrapped(argv=["/usr/bin/sandbox-exec", "-p", profile(confinement), *argv], sandbox=sandbox)
    if sandbox == "landlock":
        devices = [Path("/dev") / name for name in ("null", "zero", "full", "tty", "ptmx", "pts", "shm")]
        rules = {
            "write": _real([*confinement.write, *devices]),
            "protect": _real(confinement.protected),
            "hide": _real(confinement.hidden),
            "network": confinement.network,
        }
        return Wrapped(argv=list(argv), sandbox=sandbox, confine=rules)
    return Wrapped(argv=list(argv), sandbox="none")


def _real(paths: Sequence[Path]) -> list[str]:
    return [os.path.realpath(path) for path in paths if path.exists()]


def _bubblewrap(cwd: Path, confinement: Confinement) -> list[str]:
    program = shutil.which("bwrap") or "bwrap"
    words = [program, "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--ro-bind", "/", "/"]
    words += ["--dev", "/dev", "--proc", "/proc"]
    if confinement.private_tmp is not None and not _programs_in_tmp():
        words += ["--bind", str(confinement.private_tmp), "/tmp"]  # noqa: S108
    if not confinement.network:
        words.append("--unshare-net")
    for path in _real(confinement.hidden):
        words += ["--tmpfs", path] if Path(path).is_dir() else ["--ro-bind", "/dev/null", path]
    real_cwd = os.path.realpath(cwd)
    for path in dict.fromkeys([real_cwd, *_real(confinement.write)]):
        words += ["--bind" if path in _real(confinement.write) else "--ro-bind", path, path]
    for path in _real(confinement.protected):
        words += ["--ro-bind", path, path]
    return [*words, "--chdir", real_cwd]


def _programs_in_tmp() -> bool:
    """Programs that lie in /tmp would vanish behind a /tmp of the command's own."""
    places = [sys.prefix, *os.environ.get("PATH", "").split(":")]
    return any(os.path.realpath(place).startswith("/tmp/") for place in places if place)  # noqa: S108


def profile(confinement: Confinement) -> str:
    """The sandbox-exec profile (macOS) for a confinement; later rules win."""
    lines = ["(version 1)", "(allow default)", "(deny file-write*)"]
    lines += [f"(allow file-write* (subpath {_quoted(path)}))" for path in _real(confinement.write)]
    lines.append('(allow file-write* (regex #"^/dev/(null|zero|tty.*|ptmx|fd/.*|stdout|stderr)$"))')
    lines += [f"(deny file-write* (subpath {_quoted(path)}))" for path in _real(confinement.protected)]
    lines += [f"(deny file-read* (subpath {_quoted(path)}))" for path in _real(confinement.hidden)]
    if not confinement.network:
        lines += [
            "(deny network*)",
            '(allow network-inbound (local ip "localhost:*"))',
            '(allow network-bind (local ip "localhost:*"))',
            '(allow network* (remote ip "localhost:*"))',
            "(allow network* (remote unix-socket))",
        ]
    return "\n".join(lines)


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


@functools.cache
def describe() -> SandboxInfo:
    """Try the candidates in order and return the first that confines, with what it was seen to refuse.

    Blocks for up to some tenths of a second, once a process.
    """
    candidates: list[SandboxName] = ["sandbox-exec"] if sys.platform == "darwin" else ["bubblewrap", "landlock"]
    reasons = []
    for name in candidates:
        info = probe(name)
        if info.filesystem:
            return info
        reasons.append(f"{name}: {info.detail}")
    detail = "Commands run unconfined. " + "; ".join(reasons)
    if sys.platform == "linux":
        detail += ". Installing bubblewrap usually mends it."
    return SandboxInfo(name="none", filesystem=False, network=False, detail=detail)


def probe(name: SandboxName) -> SandboxInfo:
    """Run a harmless program under one sandbox and report what that refused."""
    missing = _missing(name)
    if missing:
        return SandboxInfo(name=name, filesystem=False, network=False, detail=missing)
    with tempfile.TemporaryDirectory(prefix="smallcode-probe-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        inside, outside = Path(folder) / "inside", Path(folder) / "outside"
        for place in (inside, outside):
            place.mkdir()
        arguments = [str(inside / "file"), str(outside / "file"), str(listener.getsockname()[1])]
        command = [sys.executable, "-I", "-S", "-c", PROBE, *arguments]
        wrapped = wrap(command, cwd=inside, confinement=Confinement(write=[inside]), sandbox=name)
        result = _run_blocking(wrapped, inside)
    output = str(result.get("head", "")).strip()
    if result.get("code") != 0:
        return SandboxInfo(name=name, filesystem=False, network=False, detail=output[-200:] or "does not start")
    refused = output.split()
    off = "no network" if "network" in refused else "network stays open"
    return SandboxInfo(
        name=name, filesystem="filesystem" in refused, network="network" in refused,
        detail=f"writes only inside the workspace, {off}" if "filesystem" in refused else "does not confine",
    )  # fmt: skip


def _missing(name: SandboxName) -> str:
    if name == "bubblewrap":
        return "" if shutil.which("bwrap") else "bwrap is not installed"
    if name == "sandbox-exec":
        return "" if Path("/usr/bin/sandbox-exec").exists() else "sandbox-exec is not there"
    if name == "landlock":
        from smallcode.workspace.confine import landlock_version

        return "" if sys.platform == "linux" and landlock_version() else "the kernel has no landlock"
    return ""


def _run_blocking(wrapped: Wrapped, cwd: Path) -> dict[str, Any]:
    spec = {
        "argv": wrapped.argv, "cwd": str(cwd), "env": {"PATH": os.environ.get("PATH", os.defpath)},
        "timeout": 10, "grace": 0.1, "output_file": os.devnull, "file_limit": 0, "keep": 4000,
        "limits": {}, "confine": wrapped.confine, "scratch": "",
    }  # fmt: skip
    command = [sys.executable, "-I", "-S", str(SUPERVISOR)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(spec).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.read()
    return json.loads(answer) if answer else {}
