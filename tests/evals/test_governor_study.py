"""The study finds what is in the record, and no more."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.evals.governor_study import Run, explored, read_runs, replay
from smallcode.evals.governor_world import outcomes, simulate
from smallcode.evals.results import Result
from smallcode.events.sink import EventSink
from smallcode.events.types import LeverChosen, PartEnded
from smallcode.governor.governor import GovernorSettings
from tests.evals.results_made import result, write

SETTINGS = GovernorSettings(minimum_evidence=8, prior_weight=2)
LEGAL = ["repair", "fresh_sample"]


def choice(lever: str, helped: bool | None, legal: list[str] | None = None, **more: Any) -> dict[str, Any]:
    found = {"error_kind": "tests", "legal": legal or LEGAL, "lever": lever, "scored": False, "helped": helped}
    return {**found, **more}


def job(number: int, *levers: dict[str, Any], explore: float = 1.0) -> Result:
    settings = [f"governor.explore={explore:g}"] if explore else []
    return result(f"t{number}", True, agent="smallcode", kind="fix", levers=list(levers), settings=settings)


def logged(
    chances: dict[str, float], tasks: int, *, each: int = 2, explore: float = 1.0, seed: int = 5
) -> list[Result]:
    """Jobs whose levers help with these probabilities, logged by a program that explores."""
    stream, legal, jobs = random.Random(seed), list(chances), []
    for number in range(tasks):
        rounds = []
        for _ in range(each):
            lever = stream.choice(legal) if stream.random() < explore else legal[0]
            rounds.append(choice(lever, stream.random() < chances[lever], legal))
        jobs.append(job(number, *rounds, explore=explore))
    return jobs


def runs_of(tmp_path: Path, jobs: list[Result]) -> list[Run]:
    return read_runs([write(tmp_path / "r.jsonl", *jobs)])[0]


def test_choices_are_read_with_their_chances(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl",
        job(1, choice("repair", True), choice("escalate", True, ["escalate"]), choice("repair", None), explore=0.5),
        job(2, choice("fresh_sample", False), explore=0),
        job(3, choice("repair", True), choice("repair", True, scored=True)),
        result("t4", True, agent="smallcode"), result("t5", True, agent="bare"),
    )  # fmt: skip
    runs, without = read_runs([path])
    assert without == 1 and [len(run.rounds) for run in runs] == [1, 1, 2]
    [[half], [fixed], [unknown, _]] = [run.rounds for run in runs]
    assert half.key == "m|fix|tests" and half.helped and half.chances == (0.75, 0.25) and half.covered
    assert fixed.chances == (1, 0) and not fixed.covered
    assert unknown.chances is None and not unknown.covered
    assert explored(["governor.explore=2", "x"]) == 1 and explored(["governor.explore=?"]) == 0


def test_what_an_old_file_lacks_is_read_from_the_event_logs(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", result("a", True, agent="smallcode", folder="job"))
    log = tmp_path / "r.jsonl.work" / "job" / "events.jsonl"
    log.parent.mkdir(parents=True)
    sink = EventSink(log)
    sink.emit(LeverChosen(lever="repair", reason="", legal=LEGAL, error_kind="syntax"))
    sink.emit(PartEnded(part=1, status="done"))
    sink.close()
    [run], without = read_runs([path])
    assert (run.rounds[0].key, run.rounds[0].helped, without) == ("m||syntax", True, 0)


def test_replay_finds_the_value_of_each_policy(tmp_path: Path) -> None:
    runs = runs_of(tmp_path, logged({"repair": 0.1, "fresh_sample": 0.8}, 200))
    found = replay(runs, SETTINGS, resamples=200)
    assert found.rounds == 400
    assert found.value["fixed"] == pytest.approx(0.1, abs=0.07)
    assert found.value["random"] == pytest.approx(0.45, abs=0.07)
    assert found.value["governor"] == pytest.approx(0.75, abs=0.09)
    assert found.differences["fixed"].low > 0.3 and found.differences["random"].low > 0


def test_replay_of_a_log_that_explored_a_little_is_not_biased_by_what_it_preferred(tmp_path: Path) -> None:
    runs = runs_of(tmp_path, logged({"repair": 0.2, "fresh_sample": 0.7}, 400, explore=0.4))
    found = replay(runs, SETTINGS, resamples=40)
    assert found.value["random"] == pytest.approx(0.45, abs=0.08)
    assert found.value["fixed"] == pytest.approx(0.2, abs=0.08)


def test_rounds_with_few_and_with_many_levers_weigh_the_same(tmp_path: Path) -> None:
    stream = random.Random(2)
    many = ["a", "b", "c", "d"]
    jobs = [
        job(i, *(choice(stream.choice(many), False, many) if i % 2 else choice(stream.choice("ab"), True, ["a", "b"])
                 for _ in range(4)))
        for i in range(160)
    ]  # fmt: skip
    found = replay(runs_of(tmp_path, jobs), SETTINGS, resamples=40)
    for policy in ("fixed", "random", "governor"):
        assert found.value[policy] == pytest.approx(0.5, abs=0.06)


def test_a_log_of_the_fixed_order_says_nothing_about_other_levers(tmp_path: Path, capsys: Any) -> None:
    path = write(tmp_path / "r.jsonl", *logged({"repair": 0.3, "fresh_sample": 0.9}, 20, explore=0))
    found = replay(read_runs([path])[0], SETTINGS, resamples=40)
    assert found.rounds == 0
    assert main(["eval", "governor", str(path), "--tasks", "40", "--worlds", "40"]) == 0
    said = capsys.readouterr().out
    assert "0 of 40 choices were logged with a known chance" in said
    assert "Not resolved: record choices that can be compared with `smallcode eval run" in said
    assert "| m | fix | tests | fresh_sample | never chosen |" in said
    assert "1 of 2 pairs of kind and lever have no outcome at all" in said


def test_the_simulation_says_after_how_many_tasks_the_governor_is_ahead(tmp_path: Path) -> None:
    clear = simulate(
        runs_of(tmp_path, logged({"repair": 0.1, "fresh_sample": 0.8}, 200)), SETTINGS, tasks=120, worlds=60
    )
    after = clear.ahead_after["fixed"]
    assert after is not None and 3 <= after <= 60
    steps = dict(clear.bands["fixed"])
    assert list(steps) == [10, 30, 100, 120]
    assert steps[120].low > 60 and steps[10].value < 20
    assert 110 < steps[120].value < 2 * 120 * 0.7  # less than one who knows from the start


def test_where_levers_are_worth_the_same_nothing_is_resolved(tmp_path: Path) -> None:
    even = runs_of(tmp_path, logged({"repair": 0.4, "fresh_sample": 0.4}, 60))
    found = simulate(even, SETTINGS, tasks=80, worlds=60)
    assert found.ahead_after["fixed"] is None
    assert not replay(even, SETTINGS, resamples=200).differences["fixed"].excludes(0)


def test_where_the_fixed_order_is_best_the_governor_is_not_called_better(tmp_path: Path) -> None:
    runs = runs_of(tmp_path, logged({"repair": 0.9, "fresh_sample": 0.1}, 100))
    assert simulate(runs, SETTINGS, tasks=80, worlds=60).ahead_after["fixed"] is None
    assert replay(runs, SETTINGS, resamples=100).differences["fixed"].low <= 0


def test_the_same_record_gives_the_same_study(tmp_path: Path) -> None:
    runs = runs_of(tmp_path, logged({"repair": 0.4, "fresh_sample": 0.6}, 20))
    assert replay(runs, SETTINGS, resamples=40) == replay(runs, SETTINGS, resamples=40)
    assert simulate(runs, SETTINGS, tasks=30, worlds=40) == simulate(runs, SETTINGS, tasks=30, worlds=40)
    assert outcomes(runs).keys() == {("m|fix|tests", lever) for lever in LEGAL}


def test_without_choices_the_study_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "r.jsonl", job(1), result("b", True))
    assert main(["eval", "governor", str(path), "-o", str(tmp_path / "out.md")]) == 0
    said = capsys.readouterr().out
    assert "Not resolved: there was no choice to learn from." in said and (tmp_path / "out.md").read_text() == said
