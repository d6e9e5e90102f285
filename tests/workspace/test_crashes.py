"""``kill -9`` at every point of an operation: asked again, it is done once, and nothing is half written."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Opener
from .test_history import tree

SCRIPT = """
import asyncio, sys
from pathlib import Path
from smallcode.workspace.journal import Journal
from smallcode.workspace.policy import CommandPolicy
from smallcode.workspace.settings import load_settings
from smallcode.workspace.workspace import Workspace

root, folder = Path(sys.argv[1]), Path(sys.argv[2])
folder.mkdir(exist_ok=True)
workspace = Workspace(root, folder=folder, journal=Journal(folder / "journal"),
                      policy=CommandPolicy.from_rules(), settings=load_settings())
start = workspace.checkpoint("start") if workspace._journal.find("checkpoint-1-start") is None else "checkpoint-1-start"
ACTION
"""

ACTIONS = {
    "write": "workspace.write('app.py', 'new text\\n' * 1000, op='1')",
    "create": "workspace.write('a/b/new.py', 'new\\n', op='1')",
    "delete": "workspace.delete('app.py', op='1')",
    "move": "workspace.move('app.py', 'x/y.py', op='1')",
    "undo": (
        "workspace.write('app.py', 'w', op='1'); workspace.move('notes.txt', 'm/n.txt', op='2'); "
        "workspace.write('new.py', 'n', op='3'); workspace.undo(op='4')"
    ),
    "restore": (
        "workspace.write('app.py', 'w', op='1'); workspace.move('notes.txt', 'm/n.txt', op='2'); "
        "workspace.restore(start, op='3')"
    ),
}  # fmt: skip

POINTS = {
    "write": ["write.begun", "write.temporary:1", "write.renamed", "write.step", "write.done", "write.ended"],
    "create": ["write.begun", "write.step", "write.done"],
    "delete": ["delete.begun", "delete.step", "delete.done", "delete.ended"],
    "move": ["move.begun", "move.step:1", "move.step:2", "move.done", "move.ended"],
    "undo": ["restore.begun", "restore.step:1", "restore.step:2", "restore.step:3", "restore.done"],
    "restore": ["restore.begun", "restore.step:1", "restore.step:2", "restore.done", "checkpoint.begun"],
}


def run(root: Path, folder: Path, action: str, at: str = "") -> int:
    environment = {k: v for k, v in os.environ.items() if k != "SMALLCODE_CRASH_AT"}
    if at:
        environment["SMALLCODE_CRASH_AT"] = at
    code = SCRIPT.replace("ACTION", action)
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(folder)], env=environment, capture_output=True, text=True
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


RESULTS: dict[str, dict[str, tuple[int, bytes]]] = {}


def undisturbed(project: Path, tmp_path: Path, action: str) -> dict[str, tuple[int, bytes]]:
    """The tree after ``action`` without a crash; made once for each action."""
    if action not in RESULTS:
        copy = tmp_path / "undisturbed"
        subprocess.run(["cp", "-a", str(project), str(copy)], check=True)
        assert run(copy, tmp_path / "other-session", ACTIONS[action]) == 0
        RESULTS[action] = tree(copy)
    return RESULTS[action]


@pytest.mark.crash
@pytest.mark.parametrize(("action", "point"), [(a, p) for a, points in POINTS.items() for p in points])
def test_an_operation_cut_off_anywhere_is_finished_once(
    project: Path, session_folder: Path, tmp_path: Path, action: str, point: str
) -> None:
    (project / "app.py").chmod(0o755)
    before, wanted = tree(project), undisturbed(project, tmp_path, action)
    if point.startswith("write.temporary"):
        # Blobs are written the same way, so the point is passed for each of them first.
        point = f"write.temporary:{_writes_before_the_last(project, tmp_path, ACTIONS[action])}"
    assert run(project, session_folder, ACTIONS[action], point) == -signal.SIGKILL, "the point was never reached"
    for name, (mode, data) in tree(project).items():
        if stat.S_ISDIR(mode):
            continue
        whole = [t[name][1] for t in (before, wanted) if name in t]
        whole += [b"w", b"n", b"one\ntwo\nthree\n"]  # states in between, of the scripts with several steps
        assert data in whole or name.endswith(".tmp"), f"{name} is half written"
    assert run(project, session_folder, ACTIONS[action]) == 0
    assert tree(project) == wanted
    assert run(project, session_folder, ACTIONS[action]) == 0
    assert tree(project) == wanted


def _writes_before_the_last(project: Path, tmp_path: Path, action: str) -> int:
    copy, folder = tmp_path / "count", tmp_path / "count-session"
    subprocess.run(["cp", "-a", str(project), str(copy)], check=True)
    counting = "import smallcode.workspace.files as f\nn = []\nreal = f.crash_point\n"
    counting += "f.crash_point = lambda name: n.append(name)\n" + action
    counting += "\nPath(sys.argv[2], 'n').write_text(str(n.count('write.temporary')))"
    assert run(copy, folder, counting) == 0
    return int((folder / "n").read_text())


@pytest.mark.crash
def test_undo_after_a_crash_that_nobody_finished(project: Path, session_folder: Path, open_workspace: Opener) -> None:
    before = tree(project)
    assert run(project, session_folder, ACTIONS["write"], "write.step") == -signal.SIGKILL
    workspace = open_workspace()
    assert [c.path for c in workspace.changes()] == ["app.py"]
    assert workspace.undo(op="u").restored == ["app.py"]
    assert tree(project) == before


@pytest.mark.crash
def test_a_users_change_after_the_crash_is_a_conflict_and_stays(
    project: Path, session_folder: Path, open_workspace: Opener
) -> None:
    from smallcode.errors import ToolError

    assert run(project, session_folder, ACTIONS["write"], "write.begun") == -signal.SIGKILL
    (project / "app.py").write_text("the user's\n")
    workspace = open_workspace()
    for _ in range(2):
        with pytest.raises(ToolError) as caught:
            workspace.write("app.py", "new text\n" * 1000, op="1")
        assert caught.value.kind == "conflict"
    assert (project / "app.py").read_text() == "the user's\n"


RUN = "print(__import__('json').dumps(asyncio.run(workspace.run('echo ran >> log', op='1', timeout=30)).__dict__))"


@pytest.mark.crash
@pytest.mark.parametrize("point", ["run.begun", "run.ran", "run.done", "run.ended"])
def test_a_command_runs_at_most_once(project: Path, session_folder: Path, point: str) -> None:
    assert run(project, session_folder, RUN, point) == -signal.SIGKILL
    ran = {"run.begun": 0}.get(point, 1)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT.replace("ACTION", RUN), str(project), str(session_folder)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        result = json.loads(done.stdout)
        assert result["interrupted"] == (point != "run.ended")
        assert len((project / "log").read_text().split()) == ran if ran else not (project / "log").exists()
