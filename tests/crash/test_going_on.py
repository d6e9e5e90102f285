"""What may have happened between the crash and the resume, and what can't be resumed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.driving import config_of
from smallcode.events.types import RunEnded
from smallcode.testing.program import (
    MODEL,
    events_of,
    last_session,
    model,
    sessions,
    smallcode,
    start,
    tree,
    write_files,
)  # fmt: skip
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer
from smallcode.wiring import open_graph

from .cases import BUGGY, FIXED
from .conftest import Stage

GOOD = BUGGY.replace("-", "+")
MINE = "# the user's own change\n" + BUGGY


@pytest.mark.crash
def test_what_the_user_changed_between_crash_and_resume_is_kept_and_named(tmp_path: Path) -> None:
    """Our edit was made and not yet judged; the user edits the same file; then everything fails and is put back."""
    root = write_files(tmp_path / "project", {"calc.py": BUGGY, "other.py": "x = 1\n"})
    (tmp_path / "task.yaml").write_text(
        "workspace: project\nprompt: Fix `add` in calc.py.\nchecks: [{file: calc.py, contains: never}]\n"
        "limits: {samples: 1, repairs: 0}\nmechanisms: {decompose: false}\n"
    )
    with ScriptedServer([Say(FIXED)], kind="ollama", model=MODEL, replay=True) as server:
        assert smallcode("run", tmp_path / "task.yaml", *model(server), crash="tools.after").killed
        (root / "calc.py").write_text(GOOD + "# and mine\n")
        (root / "other.py").write_text("x = 2\n")
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 1, resumed.text
    assert (root / "calc.py").read_text() == GOOD + "# and mine\n"
    assert (root / "other.py").read_text() == "x = 2\n"
    assert "kept as you changed it: calc.py" in resumed.out


@pytest.mark.crash
def test_a_file_changed_while_the_model_speaks_is_not_overwritten(tmp_path: Path) -> None:
    """The edit was made from another text: it is refused, and the model sees the file afresh."""
    root = write_files(tmp_path / "project", {"calc.py": BUGGY})
    fresh = Say(f"calc.py\n```python\n# the user's own change\n{GOOD}```\n", expect="the user's own change")
    with ScriptedServer([Say(FIXED), fresh], kind="ollama", model=MODEL, replay=True) as server:
        task = ["-p", "Fix `add` in calc.py.", "-C", root]
        assert smallcode("run", *task, *model(server), crash="act.piece:6").killed
        (root / "calc.py").write_text(MINE)
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    assert (root / "calc.py").read_text() == "# the user's own change\n" + GOOD


@pytest.mark.crash
def test_a_session_that_has_ended_is_not_resumed(stage: Callable[[str], Stage]) -> None:
    here = stage("fix")
    assert here.run().code == 0
    for _ in range(2):
        again = here.resume()
        assert (again.code, "has ended" in again.err) == (2, True), again.text
        assert last_session().record.state == "ended"
    assert "No unfinished session" in smallcode("resume", cwd=here.project).err


@pytest.mark.crash
def test_the_end_that_was_reached_and_not_noted_is_told(stage: Callable[[str], Stage]) -> None:
    """Killed after the last checkpoint: nothing is done again, and the outcome is shown."""
    here = stage("fix")
    assert here.run(crash="saver.stored:10").killed
    done = here.resume()
    assert done.code == 0, done.text
    assert "unverified: calc.py" in done.out
    assert last_session().record.state == "ended"
    assert here.played(done).requests == 1
    assert sum(isinstance(event, RunEnded) for event in events_of(last_session())) == 1


@pytest.mark.crash
def test_a_dry_run_killed_while_it_delivers_still_gives_its_patch_and_takes_back(stage: Callable[[str], Stage]) -> None:
    here = stage("fix")
    before = tree(here.project)
    killed = smallcode("run", here.folder / "task.yaml", *model(here.server), "--dry-run", crash="restore.step")
    assert killed.killed, killed.text
    done = here.resume()
    assert done.code == 0, done.text
    assert "+    return a + b" in done.out.split("diff --git")[-1]
    assert tree(here.project) == before
    assert last_session().record.state == "ended"


@pytest.mark.crash
def test_checkpoints_of_another_version_are_refused(stage: Callable[[str], Stage], tmp_path: Path) -> None:
    here = stage("fix")
    assert here.run(crash="act.before").killed
    session = last_session()

    async def age() -> None:
        async with open_graph(session) as graph:
            await graph.aupdate_state(config_of(session), {"state_version": 99}, as_node="retrieve")

    asyncio.run(age())
    done = here.resume()
    assert done.code == 2, done.text
    assert "another version" in done.err
    assert "smallcode undo" in done.err


@pytest.mark.crash
def test_two_resumes_at_once(stage: Callable[[str], Stage]) -> None:
    here = stage("fix")
    assert here.run(crash="act.before").killed
    session = last_session()
    both = [start("resume", session.id) for _ in range(2)]
    ends = [(process.communicate(timeout=90), process.returncode) for process in both]
    codes = sorted(code for _, code in ends)
    assert codes == [0, 2], ends
    refused = next(err for (_, err), code in ends if code == 2)
    assert "in use" in refused or "has ended" in refused
    assert (here.project / "calc.py").read_text() == GOOD
    assert here.played(smallcode("sessions")).requests == 1


@pytest.mark.crash
def test_every_checkpoint_is_listed_and_can_be_branched_from(stage: Callable[[str], Stage]) -> None:
    here = stage("fail")
    assert here.run().code == 1
    old = last_session()
    listed = smallcode("resume", old.id, "--checkpoints")
    rows = re.findall(r"^ +(\d+)  before (\w+) +after (\d+) steps$", listed.out, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(len(rows)))
    acts = [int(number) for number, node, _ in rows if node == "act"]
    assert len(acts) == 4
    before = tree(old.folder)
    made = smallcode("resume", old.id, "--from", str(acts[1]))
    assert made.code == 0, made.text
    branch = last_session()
    assert (branch.record.parent, branch.status) == (old.id, "paused")
    assert tree(old.folder).keys() == before.keys()
    assert smallcode("resume", old.id, "--from", "9999").code == 2
    done = smallcode("resume", branch.id)
    assert done.code == 1, done.text
    assert (here.project / "calc.py").read_text() == BUGGY
    assert len(sessions()) == 2
    assert len(here.server.asked) == 7, "the three later questions were asked again"
