"""Running commands: limits, output, environment, and that nothing survives. Real processes, real kill -9."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.workspace.process import (
    CommandResult,
    ResourceLimits,
    join_ends,
    run_command,
    scrubbed_environment,
)

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in an empty workspace, without a sandbox unless told otherwise."""
    folder = tmp_path / "workspace"
    folder.mkdir()

    async def call(command: str | list[str], timeout: float = 20, **more: Any) -> CommandResult:
        more = {"cwd": folder, "output_folder": tmp_path / "out", "sandbox": "none", **more}
        return await run_command(command, timeout=timeout, **more)

    return call


def marker() -> str:
    """A length of sleep that no other process on this machine uses."""
    return f"{100_000 + os.getpid()}.{time.monotonic_ns() % 10**9:09d}"


def running(text: str) -> list[int]:
    """Processes, dead ones aside, whose command line holds ``text``; this test's own excluded."""
    listing = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,stat=,args="], capture_output=True, text=True)
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    rows = [row for row in rows if len(row) == 3 and text in row[2] and not row[1].startswith("Z")]
    return [int(row[0]) for row in rows if row[2].startswith("sleep")]


def gone(text: str, seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while running(text) and time.monotonic() < end:
        time.sleep(0.05)
    return not running(text)


def await_running(text: str, count: int = 1) -> None:
    end = time.monotonic() + 15
    while len(running(text)) < count:
        assert time.monotonic() < end, "the command did not start"
        time.sleep(0.05)


async def test_output_and_errors_arrive_in_order_with_the_exit_code(run: Run) -> None:
    result = await run("echo one; echo two >&2; echo three; exit 3")
    assert (result.exit_code, result.output, result.truncated) == (3, "one\ntwo\nthree\n", False)
    assert Path(result.output_file).read_text() == "one\ntwo\nthree\n"
    assert Path(result.output_file).stat().st_mode & 0o077 == 0


async def test_a_list_runs_without_a_shell(run: Run) -> None:
    assert (await run(["printf", "%s|", "$HOME", "a b", "*"])).output == "$HOME|a b|*|"


async def test_what_cannot_start_is_reported_as_a_shell_does(run: Run, tmp_path: Path) -> None:
    missing = await run(["no-such-program-here"])
    assert missing.exit_code == 127
    assert "no-such-program-here" in missing.output
    plain = tmp_path / "plain.txt"
    plain.write_text("text")
    assert (await run([str(plain)])).exit_code == 126
    with pytest.raises(FileNotFoundError):
        await run("true", cwd=tmp_path / "missing")
    with pytest.raises(NotADirectoryError):
        await run("true", cwd=plain)


async def test_death_by_a_signal_is_128_and_its_number(run: Run) -> None:
    assert (await run("kill -SEGV $$")).exit_code == 128 + signal.SIGSEGV


async def test_there_is_no_input_and_no_terminal(run: Run) -> None:
    result = await run("cat; test -t 0 || echo no; (: < /dev/tty) 2>/dev/null || echo none; ps -o tty= -p $$")
    lines = result.output.split()
    assert lines[:2] == ["no", "none"]
    assert lines[2].startswith("?")


async def test_the_time_limit_ends_a_command_that_ignores_term(run: Run) -> None:
    name = marker()
    result = await run(f"trap '' TERM; echo begun; sleep {name}; sleep {name}", timeout=0.5)
    assert result.timed_out
    assert result.exit_code is None
    assert result.output == "begun\n"
    assert result.seconds < 8
    assert gone(name)


async def test_a_command_may_clean_up_on_term(run: Run) -> None:
    code = "import signal,sys,time\nsignal.signal(15, lambda *a: (print('cleaned', flush=True), sys.exit()))\n"
    result = await run([sys.executable, "-c", code + "print('up', flush=True); time.sleep(60)"], timeout=1.5)
    assert result.timed_out
    assert result.output == "up\ncleaned\n"
    assert result.seconds < 3


async def test_background_processes_and_daemons_do_not_outlive_the_command(run: Run) -> None:
    name = marker()
    script = f"sleep {name} & (setsid sleep {name} &) ; nohup setsid sh -c 'sleep {name} & sleep {name}' >/dev/null & "
    forks = "import os\nfor i in range(2):\n  if os.fork(): os._exit(0)\n  os.setsid()\n"
    daemon = f"{forks}os.execvp('sleep', ['sleep', '{name}'])"
    result = await run(script + f'{sys.executable} -c "{daemon}"; sleep 0.3; echo done')
    assert result.exit_code == 0
    assert result.output == "done\n"
    assert result.seconds < 8
    assert gone(name)


async def test_a_fork_storm_is_stopped(run: Run) -> None:
    code = textwrap.dedent("""
        import os, time
        end = time.time() + 30
        while time.time() < end:
            try:
                if os.fork() == 0:
                    os.setsid(); time.sleep(0.02)
                    if os.fork(): os._exit(0)
                    time.sleep(0.2); os._exit(0)
            except OSError:
                pass
            try:
                while os.waitpid(-1, os.WNOHANG)[0]: pass
            except OSError:
                pass
            time.sleep(0.005)
    """)
    result = await run([sys.executable, "-c", code, "storm-" + marker()], timeout=1)
    assert result.timed_out
    assert result.seconds < 12


async def test_a_flood_is_capped_and_its_ends_are_kept(run: Run) -> None:
    result = await run("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last", timeout=60)
    assert result.exit_code == 0
    assert result.truncated
    assert len(result.output) < 8200
    assert result.output.startswith("first\n")
    assert result.output.endswith("last\n")
    assert "bytes left out" in result.output
    file = Path(result.output_file)
    assert 15_000_000 < file.stat().st_size < 17_000_000
    data = file.read_bytes()
    assert data.startswith(b"first\n")
    assert data.endswith(b"x\nlast\n")
    assert b"bytes left out" in data


async def test_an_endless_flood_ends_by_the_time_limit(run: Run) -> None:
    result = await run("yes", timeout=1)
    assert result.timed_out
    assert result.seconds < 5
    assert result.output.startswith("y\ny\n")
    assert Path(result.output_file).stat().st_size < 17_000_000


async def test_bytes_that_are_not_utf8_are_shown_safely(run: Run) -> None:
    result = await run(r"printf 'a\377\376b\303'")
    assert result.output == "a��b�"
    assert Path(result.output_file).read_bytes() == b"a\xff\xfeb\xc3"


async def test_odd_names_and_arguments_survive(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / 'späce "quote" \n 🙂'
    folder.mkdir()
    result = await run(["sh", "-c", 'pwd; echo "$1"', "x", "a\nb'\"é"], cwd=folder)
    assert result.output == f"{folder}\na\nb'\"é\n"


async def test_keys_and_tokens_do_not_reach_a_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("GITHUB_TOKEN", "ghp-secret")
    monkeypatch.setenv("BASH_ENV", "/x")
    monkeypatch.setenv("https_proxy", "http://user:secret@proxy")
    result = await run("env", env={"EXTRA": "yes"})
    assert "secret" not in result.output
    variables = dict(line.split("=", 1) for line in result.output.splitlines() if "=" in line)
    assert variables["EXTRA"] == "yes"
    assert variables["TERM"] == "dumb"
    assert variables["CI"] == variables["NO_COLOR"] == variables["PYTHONDONTWRITEBYTECODE"] == "1"
    assert variables["GIT_TERMINAL_PROMPT"] == "0"
    assert variables["PATH"] == os.environ["PATH"]
    assert "https_proxy" in scrubbed_environment(os.environ, network=True)


async def test_scratch_folders_are_its_own_and_vanish(run: Run) -> None:
    first = await run("echo $HOME $TMPDIR; echo x > $HOME/a; echo x > $TMPDIR/b; ls -A $HOME", scratch_home=True)
    home, temporary, left = first.output.split()
    assert left == "a"
    assert home != os.environ.get("HOME")
    assert not Path(home).exists()
    assert not Path(temporary).parent.exists()


async def test_resource_limits_hold(run: Run) -> None:
    greedy = [sys.executable, "-S", "-c", "bytearray(1 << 30); print('got it')"]
    assert "MemoryError" in (await run(greedy, limits=ResourceLimits(address_space=400 << 20))).output
    big = await run("head -c 3000000 /dev/zero > big; echo $?", limits=ResourceLimits(file_size=1_000_000))
    assert big.output.strip().splitlines()[-1] != "0"
    assert (await run("ulimit -n", limits=ResourceLimits(open_files=64))).output == "64\n"
    spin = await run([sys.executable, "-S", "-c", "while True: pass"], limits=ResourceLimits(cpu_seconds=1))
    assert spin.exit_code in (128 + signal.SIGXCPU, 128 + signal.SIGKILL)


async def test_cancelling_kills_the_command_before_it_returns(run: Run) -> None:
    name = marker()
    task = asyncio.create_task(run(f"setsid sleep {name} & trap '' TERM; sleep {name}", timeout=60))
    await asyncio.to_thread(await_running, name, 2)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5
    assert not running(name)


async def test_cancelling_at_any_moment_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    name = marker()
    for milliseconds in (0, 1, 2, 4, 8, 15, 25, 40, 60, 90):
        task = asyncio.create_task(run(f"sleep {name}"))
        await asyncio.sleep(milliseconds / 1000)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert gone(name)
    assert not left_scratch()


async def test_many_commands_run_side_by_side(run: Run) -> None:
    results = await asyncio.gather(*(run(f"sleep 0.2; echo {number}") for number in range(8)))
    assert [result.output for result in results] == [f"{number}\n" for number in range(8)]


async def test_the_death_of_the_watcher_is_reported_and_cleaned_up(run: Run) -> None:
    name = marker()
    result = await run(f"(setsid sleep {name} &); sleep 0.3; kill -9 $PPID; sleep {name}")
    assert result.interrupted
    assert result.exit_code is None
    assert "effects are unknown" in result.output
    if sys.platform == "linux":
        assert gone(name)


async def test_no_space_for_the_output_file_loses_no_result(run: Run, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("platform: there is no /dev/full")
    from smallcode.workspace import supervisor

    output = supervisor.Output("/dev/full", 1000, 100)
    output.add(b"x" * 50)
    output.add(b"y" * 5000)
    output.close()
    assert output.head == b"x" * 50 + b"y" * 50
    assert output.total == 5050


def left_scratch() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("smallcode-run-*")}


@pytest.mark.crash
def test_kill_9_of_the_owner_leaves_no_process(tmp_path: Path) -> None:
    name = marker()
    script = textwrap.dedent(f"""
        import asyncio
        from pathlib import Path
        from smallcode.workspace.process import run_command
        command = "sleep {name} & (setsid sleep {name} &); trap '' TERM HUP INT; nohup sh -c 'sleep {name}'"
        here = Path({str(tmp_path)!r})
        asyncio.run(run_command(command, cwd=here, timeout=600, output_folder=here / "out"))
    """)
    scratch = left_scratch()
    owner = subprocess.Popen([sys.executable, "-c", script])
    try:
        await_running(name, 3)
        owner.kill()
        owner.wait()
        assert gone(name)
    finally:
        owner.kill()
        for pid in running(name):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 5
    while left_scratch() - scratch and time.monotonic() < end:
        time.sleep(0.1)
    assert not left_scratch() - scratch


def test_the_supervisor_needs_only_the_standard_library() -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1]); import supervisor, confine; "
        "print([m for m in sys.modules if m.startswith(('smallcode', 'site', 'asyncio', 'pathlib'))])"
    )
    folder = Path(__file__).parents[2] / "smallcode" / "workspace"
    command = [sys.executable, "-I", "-S", "-c", code, str(folder)]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "[]\n"


@given(data=st.binary(max_size=400), keep=st.integers(1, 120), limit=st.integers(4, 100))
def test_joined_ends_show_all_or_say_what_is_missing(data: bytes, keep: int, limit: int) -> None:
    keep = max(keep, limit * 4)
    text, truncated = join_ends(data[:keep], data[-keep:], len(data), limit)
    whole = data.decode("utf-8", "replace")
    if truncated:
        assert len(whole) > limit or len(data) > keep
        assert "bytes left out" in text
        assert len(text) <= limit + 60
    else:
        assert text == whole
