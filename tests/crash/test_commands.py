"""Death while a command runs: it dies too, and it is not run again by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from smallcode.testing.program import (
    MODEL,
    Ran,
    events_of,
    last_session,
    model,
    smallcode,
    start,
    tree,
    write_files,
)  # fmt: skip
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

from .cases import BUGGY, FIXED

LEADS = ("--set", "model.profile.level=agent", "--set", "model.profile.dialect=native", "--allow", "*")
RUN = "echo began >> log.txt; echo $$ > pid.txt; sleep 0.1; echo ended >> log.txt"
SLOW = RUN.replace("sleep 0.1", "sleep 60")
WRITE = {"name": "write", "arguments": {"path": "new.py", "content": "VALUE = 1\n"}}
TASK = "prompt: Make new.py with VALUE = 1, then run the command.\nchecks: [{file: new.py, contains: VALUE}]\n"


def script(command: str, said: str) -> list[Say]:
    """A model that leads: it writes a file, runs a command, and is told ``said`` of it."""
    return [
        Say(calls=[WRITE]),
        Say(calls=[{"name": "run", "arguments": {"command": command}}]),
        Say("Done.", expect=said),
    ]


def project(folder: Path) -> Path:
    """A project with a task file beside it."""
    (folder / "task.yaml").write_text(f"workspace: project\n{TASK}", encoding="utf-8")
    return write_files(folder / "project", {"calc.py": BUGGY})


def wait_for(path: Path, process: object = None) -> None:
    """Until ``path`` is there."""
    deadline = time.monotonic() + 60
    while not path.exists() or not path.read_text().strip():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def wait_for_processes(text: str) -> list[int]:
    """Until processes with that text in their command line run; returns them."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if text.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{text} never ran")


def pid_outside(inside: int, root: Path) -> int:
    """The number that a process of a command in ``root`` has outside of the sandbox, which may number anew."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            numbers = next(x for x in (folder / "status").read_text().splitlines() if x.startswith("NSpid:")).split()
            if int(numbers[-1]) == inside and (folder / "cwd").readlink() == root:
                return int(folder.name)
    raise AssertionError(f"no process {inside} works in {root}")


def is_alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def assert_dies(pid: int) -> None:
    """Within seconds."""
    deadline = time.monotonic() + 15
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} outlived its session"
        time.sleep(0.05)


def serve(steps: list[Say]) -> ScriptedServer:
    """A strict server that repeats itself to a client that was cut off."""
    return ScriptedServer(steps, kind="ollama", model=MODEL, replay=True)


@pytest.mark.crash
@pytest.mark.parametrize(
    ("point", "times", "said"),
    [
        ("run.begun", 0, "cut off"),
        ("run.ran", 1, "cut off"),
        ("run.done", 1, "cut off"),
        ("run.ended", 1, "exit code 0"),
        ("call.done:2", 1, "exit code 0"),
        ("tools.after:2", 1, "exit code 0"),
    ],
)
def test_a_command_is_run_at_most_once(tmp_path: Path, point: str, times: int, said: str) -> None:
    root = project(tmp_path)
    with serve(script(RUN, said)) as server:
        killed = smallcode("run", tmp_path / "task.yaml", *model(server), *LEADS, crash=point)
        assert killed.killed, killed.text
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    log = root / "log.txt"
    assert (log.read_text().split() if log.exists() else []) == ["began", "ended"] * times
    assert (root / "new.py").read_text() == "VALUE = 1\n"
    undone = smallcode("undo", last_session().id)
    assert not (root / "new.py").exists(), undone.text


@pytest.mark.crash
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_death_inside_a_running_command(tmp_path: Path, how: signal.Signals) -> None:
    root = project(tmp_path)
    with serve(script(SLOW, "cut off")) as server:
        process = start("run", tmp_path / "task.yaml", *model(server), *LEADS)
        wait_for(root / "pid.txt")
        shell = pid_outside(int((root / "pid.txt").read_text()), root)
        assert is_alive(shell)
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
        assert process.returncode == (-9 if how is signal.SIGKILL else 143), out + err
        assert_dies(shell)
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    assert (root / "log.txt").read_text() == "began\n"
    (ended,) = [e for e in events_of(last_session()) if e.type == "tool_ended" and e.tool == "run"]
    assert ended.outcome == "interrupted"


@pytest.mark.crash
def test_death_inside_validate(tmp_path: Path) -> None:
    """The user's check is at work; afterwards it is run again, as it judges and is no step of the task."""
    root = write_files(tmp_path / "project", {"calc.py": BUGGY})
    check = f"test -e {tmp_path}/quick || sleep 60; grep -q 'a + b' calc.py"
    (tmp_path / "task.yaml").write_text(
        f"workspace: project\nprompt: Fix `add` in calc.py.\nconsent: runs\nchecks: [{{run: {check!r}}}]\n"
        "validation: {baseline_seconds: 1}\n"
    )
    with serve([Say(FIXED)]) as server:
        (tmp_path / "quick").write_text("")
        process = start("run", tmp_path / "task.yaml", *model(server), crash="validate.before")
        assert process.wait(timeout=90) == -9
        (tmp_path / "quick").unlink()
        process = start("resume", last_session().id)
        found = wait_for_processes(f"test -e {tmp_path}/quick")
        process.kill()
        process.communicate()
        for pid in found:
            assert_dies(pid)
        (tmp_path / "quick").write_text("")
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    assert "solved" in resumed.out
    assert (root / "calc.py").read_text() == BUGGY.replace("-", "+")


@pytest.mark.crash
def test_the_death_of_the_terminal_leaves_no_command_behind(tmp_path: Path) -> None:
    """Whoever started us dies; we are killed with its process group, and the command goes with us."""
    root = project(tmp_path)
    with serve(script(SLOW, "never")[:2]) as server:
        process = start("run", tmp_path / "task.yaml", *model(server), *LEADS)
        wait_for(root / "pid.txt")
        shell = pid_outside(int((root / "pid.txt").read_text()), root)
        os.killpg(process.pid, signal.SIGHUP)
        process.communicate(timeout=60)
        assert_dies(shell)
    assert last_session().status in ("interrupted", "paused")
    before = tree(root)
    undone: Ran = smallcode("undo", last_session().id)
    assert undone.code == 0, undone.text
    assert "new.py" in before
    assert "new.py" not in tree(root)
