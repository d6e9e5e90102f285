"""Confinement of commands: every sandbox that works on this machine is held to the same promises."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.workspace import sandbox
from smallcode.workspace.confine import parts_without
from smallcode.workspace.process import CommandResult, run_command

Run = Callable[..., Any]
NAMES: list[sandbox.SandboxName] = ["bubblewrap", "landlock", "sandbox-exec"]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    info = sandbox.probe(request.param)
    if not info.filesystem:
        pytest.skip(f"platform: {request.param} does not work here ({info.detail})")
    return info.name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "tests").mkdir(parents=True)
    (folder / "src").mkdir()
    (folder / "tests" / "test_a.py").write_text("judge\n")
    (folder / "a.txt").write_text("a\n")
    return folder


@pytest.fixture
def run(root: Path, name: str) -> Run:
    async def call(command: str | list[str], **more: Any) -> CommandResult:
        more = {"cwd": root, "output_folder": root.parent / "out", "sandbox": name, "timeout": 20, **more}
        result = await run_command(command, **more)
        assert result.sandboxed == name
        return result

    return call


async def test_writes_inside_and_nowhere_else(run: Run, root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "old.txt").write_text("old")
    (root / "link").symlink_to(outside)
    tries = [
        f"echo x > {outside}/new.txt", f"echo x > {outside}/old.txt", f"rm {outside}/old.txt", "echo x > link/new.txt",
        f"mv a.txt {outside}/", f"ln -s /etc {outside}/l", f"mkdir {outside}/d", f"truncate -s 0 {outside}/old.txt",
        f"mv {outside}/old.txt .",
    ]  # fmt: skip
    result = await run("echo b > b.txt; mkdir d; mv b.txt d/c.txt; rm a.txt; " + "; ".join(f"({t})" for t in tries))
    assert (root / "d" / "c.txt").read_text() == "b\n"
    assert not (root / "a.txt").exists() or (root / "a.txt").read_text() == "a\n"
    assert [path.name for path in outside.iterdir()] == ["old.txt"], result.output
    assert (outside / "old.txt").read_text() == "old"


async def test_ordinary_programs_work(run: Run, root: Path) -> None:
    code = (
        "import multiprocessing, tempfile, socket, subprocess, os\n"
        "with tempfile.TemporaryFile() as f: f.write(b'x')\n"
        "multiprocessing.Semaphore(1)\n"
        "server = socket.create_server(('127.0.0.1', 0)); socket.create_connection(server.getsockname()).close()\n"
        "a, b = socket.socketpair()\n"
        "print(subprocess.run(['echo', 'fine'], capture_output=True, text=True).stdout, end='')\n"
        "open('/dev/null', 'w').write('x'); open(os.devnull).read()\n"
    )
    result = await run([sys.executable, "-c", code])
    assert (result.exit_code, result.output) == (0, "fine\n")
    piped = await run("echo a > /dev/stdout; echo b | tee /dev/stderr | sort; exit 5")
    assert piped.exit_code == 5
    assert piped.output.split() == ["a", "b", "b"]
    assert (await run(["no-such-program-here"])).exit_code != 0


async def test_reading_only_means_that_nothing_changes(run: Run, root: Path) -> None:
    result = await run(
        "echo x > a.txt; touch new; rm tests/test_a.py; cat a.txt; echo t > $TMPDIR/t && echo tmp", writable=False
    )
    assert "a\ntmp" in result.output
    assert sorted(path.name for path in root.rglob("*")) == ["a.txt", "src", "test_a.py", "tests"]
    assert (root / "a.txt").read_text() == "a\n"


async def test_protected_paths_stay_as_they_are(run: Run, root: Path) -> None:
    protected = [root / "tests" / "test_a.py", root / "missing"]
    script = "echo x > tests/test_a.py; rm -f tests/test_a.py; mv a.txt tests/test_a.py; echo y > src/new.py"
    result = await run(script, protected=protected)
    assert (root / "tests" / "test_a.py").read_text() == "judge\n", result.output
    assert (root / "src" / "new.py").read_text() == "y\n"


async def test_a_protected_folder_takes_nothing_new(run: Run, root: Path) -> None:
    await run("echo x > tests/test_b.py; rm -rf tests; echo y > src/new.py", protected=[root / "tests"])
    assert [path.name for path in (root / "tests").iterdir()] == ["test_a.py"]
    assert (root / "src" / "new.py").exists()


async def test_further_folders_can_be_opened(run: Run, root: Path) -> None:
    cache = root.parent / "cache"
    cache.mkdir()
    result = await run(f"echo x > {cache}/x", extra_writable=[cache])
    assert result.exit_code == 0, result.output
    assert (cache / "x").exists()


async def test_a_command_in_a_subfolder_may_write_the_whole_root(run: Run, root: Path) -> None:
    result = await run("echo x > ../b.txt; pwd", cwd=root / "src", root=root)
    assert (root / "b.txt").exists()
    assert result.output == f"{os.path.realpath(root / 'src')}\n"


async def test_the_network_is_off_unless_asked_for(run: Run, root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(0.3)
        code = (
            "import socket, sys\n"
            f"socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 3).close(); print('reached')"
        )
        if sys.platform != "darwin":
            assert "reached" not in (await run([sys.executable, "-c", code])).output
            send = f"import socket\nsocket.socket(2, 2).sendto(b'x', ('127.0.0.1', {udp.getsockname()[1]}))"
            await run([sys.executable, "-c", send])
            with pytest.raises(TimeoutError):
                udp.recv(10)
        assert "reached" in (await run([sys.executable, "-c", code], network=True)).output


async def test_keys_cannot_be_read(run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("PRIVATE")
    (home / ".netrc").write_text("PRIVATE")
    (home / "notes.txt").write_text("public")
    monkeypatch.setenv("HOME", str(home))
    result = await run("cat ~/.ssh/id_rsa; cat ~/.netrc; cat ~/notes.txt")
    assert "PRIVATE" not in result.output
    assert "public" in result.output


async def test_it_cannot_harm_the_watcher(run: Run, name: str) -> None:
    result = await run("kill -9 $PPID 2>/dev/null; echo still here")
    if name == "landlock" and not _landlock_scopes():
        pytest.skip("platform: this kernel's landlock can't keep signals inside")
    assert result.output.endswith("still here\n")
    assert not result.interrupted


def _landlock_scopes() -> bool:
    from smallcode.workspace.confine import landlock_version

    return landlock_version() >= 6


async def test_limits_and_timeouts_hold_inside(run: Run) -> None:
    result = await run("sleep 60 & trap '' TERM; sleep 60", timeout=0.5)
    assert result.timed_out
    assert result.seconds < 8


def test_describe_names_what_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    info = sandbox.describe()
    works = [name for name in NAMES if sandbox.probe(name).filesystem]
    assert info.name == (works[0] if works else "none")
    assert info.detail


def test_a_sandbox_that_is_installed_and_fails_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bwrap"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n")
    broken.chmod(0o755)
    info = sandbox.probe("bubblewrap")
    assert not info.filesystem
    assert "No permissions" in info.detail
    broken.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n')
    info = sandbox.probe("bubblewrap")
    assert (info.filesystem, info.network) == (False, False)
    assert info.detail == "does not confine"


def test_nothing_confines_without_a_sandbox() -> None:
    assert sandbox.probe("none").filesystem is False


def test_the_macos_profile_names_every_path(root: Path) -> None:
    odd = root / 'a "b" \\c'
    odd.mkdir()
    text = sandbox.profile(sandbox.Confinement(write=[root], protected=[root / "tests"], hidden=[odd], network=False))
    lines = text.splitlines()
    real = os.path.realpath(root)
    assert lines[0] == "(version 1)"
    assert lines.index(f'(allow file-write* (subpath "{real}"))') < lines.index(
        f'(deny file-write* (subpath "{real}/tests"))'
    )
    assert f'(deny file-read* (subpath "{real}/a \\"b\\" \\\\c"))' in lines
    assert "(deny network*)" in lines
    assert "(deny network*)" not in sandbox.profile(sandbox.Confinement(write=[root], network=True))


def test_landlock_parts_leave_out_what_is_excluded(root: Path) -> None:
    (root / "link").symlink_to("/etc")
    inner = str(root / "tests" / "test_a.py")
    parts = parts_without(str(root), [inner])
    assert sorted(parts) == [str(root / "a.txt"), str(root / "src")]
    assert parts_without(str(root), [str(root)]) == []
    assert parts_without(str(root), ["/elsewhere"]) == [str(root)]


def test_seccomp_refuses_sockets_where_there_are_no_namespaces(tmp_path: Path) -> None:
    """The fallback of the fallback, applied by itself in a fresh process."""
    if sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"):
        pytest.skip("platform: Linux on x86-64 or arm64 only")
    import subprocess

    code = (
        "import sys, ctypes, socket; sys.path.append(sys.argv[1]); import confine\n"
        "confine._call('prctl', confine.PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0)))\n"
        "confine._refuse_sockets(); socket.socket(socket.AF_UNIX).close(); socket.socketpair()\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):\n"
        "    try: socket.socket(family); print('open')\n"
        "    except PermissionError: print('refused')\n"
    )
    command = [sys.executable, "-I", "-c", code, str(Path(sandbox.__file__).parent)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.stdout.split() == ["refused"] * 3, result.stderr


def test_landlock_alone_protects_where_mounting_is_refused(root: Path) -> None:
    import subprocess

    if sandbox._missing("landlock"):
        pytest.skip("platform: no landlock")
    code = (
        "import sys, os, ctypes; sys.path.append(sys.argv[1]); import confine\n"
        "confine._unshare = lambda **_: 0\n"
        f"root = {str(root)!r}\n"
        "confine.confine({'write': [root], 'protect': [root + '/tests'], 'hide': [root + '/a.txt'], 'network': True})\n"
        "def attempt(f):\n"
        "    try: f(); print('done')\n"
        "    except OSError: print('refused')\n"
        "attempt(lambda: open(root + '/tests/test_a.py', 'w'))\n"
        "attempt(lambda: os.unlink(root + '/tests/test_a.py'))\n"
        "attempt(lambda: os.rename(root + '/tests', root + '/tests2'))\n"
        "attempt(lambda: open(root + '/src/new.py', 'w'))\n"
        "attempt(lambda: open(root + '/a.txt'))\n"
    )
    command = [sys.executable, "-I", "-c", code, str(Path(sandbox.__file__).parent)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.stdout.split() == ["refused", "refused", "refused", "done", "refused"], result.stderr
    assert (root / "tests" / "test_a.py").read_text() == "judge\n"
