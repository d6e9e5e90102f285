"""What results keep of a run's events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smallcode.evals.outcomes import checkable, kept_events, kind_of, levers_of, refused_by
from smallcode.evals.results import read_results
from smallcode.evals.runner import RunPlan, run_plan
from smallcode.events.types import CheckEnded, LeverChosen, PartEnded, ValidationEnded, ValidationStarted
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

VISIBLE = "import unittest\n\nfrom calc import add\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(add(2, 3), 5)\n"  # fmt: skip  # noqa: E501
WRONG = "calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n"
RIGHT = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"


def chosen(lever: str, **more: Any) -> LeverChosen:
    return LeverChosen(lever=lever, reason="", legal=["repair", "fresh_sample"], error_kind="tests", **more)


def test_a_lever_helped_if_the_next_verdict_closes_the_part() -> None:
    done, failed = PartEnded(part=1, status="done"), PartEnded(part=1, status="failed")
    events = [chosen("repair"), chosen("fresh_sample"), done, chosen("repair", scores={"repair": 0.4}), failed]
    found = levers_of(events)
    assert [(c["lever"], c["helped"], c["scored"]) for c in found] == [
        ("repair", False, False), ("fresh_sample", True, False), ("repair", None, True),
    ]  # fmt: skip
    assert found[0]["legal"] == ["repair", "fresh_sample"] and found[0]["error_kind"] == "tests"
    assert levers_of([chosen("hard_fail"), failed]) == []


def test_the_check_that_refused_is_the_first_that_failed_in_the_last_round() -> None:
    def verdict(purpose: Any, ok: bool, *checks: tuple[str, str]) -> list[Any]:
        ended = ValidationEnded(purpose=purpose, ok=ok, ran=True, problems=0, seconds=0.1)
        return [
            ValidationStarted(purpose=purpose, files=[]), *(CheckEnded(check=c, status=s) for c, s in checks), ended,
        ]  # fmt: skip

    before = verdict("baseline", False, ("python-tests", "failed"))
    first = verdict("attempt", False, ("lint", "failed"))
    last = verdict("final", False, ("whole", "passed"), ("contract", "failed"), ("probing", "failed"))
    assert refused_by([*before, *first, *last]) == "contract"
    assert refused_by([*before, *first, *verdict("final", True, ("whole", "passed"))]) == ""
    assert refused_by(before) == ""


def test_tasks_say_whether_they_give_something_to_run_and_of_what_kind_they_are(make_task: Any) -> None:
    assert not checkable(make_task("a", prompt="Make it nicer."))
    assert checkable(make_task("b", visible=["python -m unittest"]))
    assert checkable(make_task("c", prompt="Write add. For example, add(2, 3) should return 5."))
    assert kind_of(make_task("d")) == "fix"
    assert kind_of(make_task("e", prompt="Create slug.py with a function slug(text).")) == "create"
    assert kind_of(make_task("f", prompt="Rename add to plus in calc.py.")) == "rename"


def test_a_real_run_records_its_choices(make_task: Any, tmp_path: Path) -> None:
    task = make_task(files={"files/test_calc.py": VISIBLE})
    with ScriptedServer([Say(WRONG), Say(RIGHT)]) as server:
        plan = RunPlan(
            tasks=[task], agents=["smallcode"], model="openai:scripted-1.5b", output=tmp_path / "r.jsonl",
            base_url=server.base_url, settings=["mechanisms.governor=true"],
        )  # fmt: skip
        [result] = run_plan(plan)
    assert result.success and read_results(tmp_path / "r.jsonl") == [result]
    [choice] = result.levers or []
    assert (choice["lever"], choice["helped"], choice["scored"]) == ("repair", True, False)
    assert choice["legal"][0] == "repair" and len(choice["legal"]) > 1
    assert result.kind == "fix" and result.refused_by == ""
    assert levers_of(kept_events(tmp_path / "r.jsonl.work" / result.folder / "events.jsonl")) == [choice]
