"""Options of the command line that can't be followed: said before any work, and no session is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.testing.program import sessions, smallcode, tree

from .conftest import PROMPT, Desk


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--events", "nowhere/events.jsonl"], "--events nowhere/events.jsonl: No such file"),
        (["--events", "."], "--events .: Is a directory"),
        (["--output", "nowhere/results.jsonl"], "--output nowhere/results.jsonl: No such file"),
        (["--output", "results.jsonl", "--jobs", "0"], "--jobs 0"),
        (["--set", "limits.steps=many"], "limits.steps: a whole number"),
        (["--set", "limts.steps=3"], "unknown key 'limts'"),
        (["--branch", "..bad"], "--branch ..bad"),
        (["--commit"], "no git repository"),
        (["--branch", "fix"], "no git repository"),
        (["--worktree"], "git repository"),
        (["--no-such-option"], "--no-such-option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_option_that_can_not_be_followed(desk: Desk, arguments: list[str], expected: str) -> None:
    before = tree(desk.project)
    done = smallcode("run", "-p", PROMPT, "-C", desk.project, "-m", "nonsense:x", *arguments, cwd=desk.folder)
    assert done.code == 2, done.text
    assert expected in done.err
    assert "Traceback" not in done.err
    assert sessions() == []
    assert tree(desk.project) == before


def test_resume_and_events_to_nowhere(desk: Desk, tmp_path: Path) -> None:
    assert desk.run(crash="act.before", script=()).killed
    done = smallcode("resume", "last", "--events", tmp_path / "no" / "where")
    assert (done.code, "--events" in done.err) == (2, True)
    assert smallcode("resume", "last", "--from", "-3").code == 2
    assert smallcode("resume", "no-such-session").code == 2
