"""``kill -9`` at every node and inside every kind of side effect, then ``smallcode resume``: as if nothing had been."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Played, Stage

BOUNDARIES = {
    "fix": ("prepare", "plan", "retrieve", "act", "approve", "tools", "validate", "finish"),
    "fail": ("retry", "hard_fail"),
    "split": ("decompose",),
    "climb": ("escalate",),
    "lead": ("compact",),
}
INSIDE = {
    "fix": [
        "act.piece", "act.piece:5", "act.replied",
        "snapshot.begun", "snapshot.done", "checkpoint.begun", "checkpoint.done:2",
        "call.begun", "write.begun", "write.temporary:3", "write.renamed:3", "write.step", "write.done",
        "write.ended", "call.done", "call.ended", "tools.done",
        "saver.put", "saver.put:5", "saver.uncommitted:2", "saver.uncommitted:11", "saver.stored:6",
        "saver.writes:4", "saver.written:6", "saver.written:8",
    ],
    "fail": [
        "retry.before:2", "act.piece:30", "restore.begun", "restore.step", "restore.done", "restore.ended",
        "restore.begun:2", "restore.step:2", "restore.done:2",
    ],
    "split": ["decompose.piece:3", "decompose.replied", "restore.step", "retrieve.before:3", "validate.after:2"],
    "climb": ["restore.step", "restore.done", "act.piece:10", "validate.after:2"],
    "lead": ["tools.after:2", "call.begun:4", "act.piece:40", "write.done", "validate.before"],
}  # fmt: skip
POINTS = [
    *((case, f"{node}.{end}") for case, nodes in BOUNDARIES.items() for node in nodes for end in ("before", "after")),
    *((case, point) for case, points in INSIDE.items() for point in points),
]


@pytest.mark.crash
@pytest.mark.parametrize(("case", "point"), POINTS)
def test_a_killed_run_is_resumed_as_if_nothing_had_been(
    case: str, point: str, stage: Callable[[str], Stage], undisturbed: Callable[[str], Played]
) -> None:
    wanted, here = undisturbed(case), stage(case)
    before = {name: text.encode() for name, text in here.case.files.items()}
    killed = here.run(crash=point)
    assert killed.killed, f"{point} was never reached: {killed.text}"
    for name, (_, data) in here.played(killed).tree.items():
        whole = [before.get(name), *(found[1] for found in [wanted.tree.get(name)] if found)]
        assert data in whole or case in ("fail", "split", "climb") or name.endswith(".tmp"), f"{name} is half written"
    last = here.resume()
    got = here.played(last)
    assert last.code == wanted.last.code, last.text
    assert got.tree == wanted.tree
    assert got.outcome == wanted.outcome
    assert got.state == "ended"
    assert got.events == wanted.events
    assert got.operations == wanted.operations
    assert got.asked == wanted.asked
    assert got.requests <= wanted.requests + 1
