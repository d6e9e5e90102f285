from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.proof import complaints
from smallcode.evals.task import SUITES, chosen, load_suite, suite_names, suites_folder


def test_a_misspelt_key_is_named_with_its_place(make_task: Any) -> None:
    with pytest.raises(BadInput, match=r"task\.yaml:\d+:1: unknown key 'promt'.*'prompt'"):
        make_task(promt="x")


@pytest.mark.parametrize("check", [{}, {"python": "a.py", "run": "true"}])
def test_a_check_is_of_exactly_one_kind(make_task: Any, check: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="exactly one of"):
        make_task(check=[check])


def test_a_task_without_checks_is_refused_unless_it_is_impossible(make_task: Any) -> None:
    with pytest.raises(BadInput, match="needs checks"):
        make_task(check=[])
    assert make_task(check=[], impossible=True).spec.impossible


def test_a_difficulty_is_one_of_three_and_listed(
    make_task: Any, suites: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_task("plain").spec.difficulty == "hard"
    make_task("stated", difficulty="easy")
    assert main(["eval", "list", "own", "--suites", str(suites)]) == 0
    assert [line.split()[3] for line in capsys.readouterr().out.splitlines()] == ["hard", "easy"]
    with pytest.raises(BadInput, match="difficulty"):
        make_task("misspelt", difficulty="esy")


def test_tasks_are_chosen_by_name_category_half_and_number(make_task: Any, suites: Path) -> None:
    for name, half in (("a-one", "tuning"), ("a-two", "closed"), ("b", "tuning")):
        make_task(name, half=half, category="shell" if name == "b" else "python")
    tasks = load_suite("own", suites)
    assert [t.name for t in chosen(tasks, patterns=["a-*"])] == ["a-one", "a-two"]
    assert [t.name for t in chosen(tasks, patterns=["shell", "own/a-two"])] == ["a-two", "b"]
    assert [t.name for t in chosen(tasks, half="tuning", limit=1)] == ["a-one"]


def test_unknown_suites_and_folders_are_named(suites: Path, make_task: Any) -> None:
    make_task()
    with pytest.raises(BadInput, match="no suite 'nope'") as caught:
        load_suite("nope", suites)
    assert "own" in caught.value.hint
    with pytest.raises(BadInput, match="no suites"):
        suites_folder(suites / "missing")


def test_every_task_of_the_suites_can_be_proven() -> None:
    tasks = [task for name in suite_names(SUITES) for task in load_suite(name, SUITES)]
    assert {task.suite for task in tasks} >= {"small", "subset"}
    assert [f"{task.id} {complaint}" for task in tasks for complaint in complaints(task)] == []


def test_the_subset_has_twenty_tasks_half_of_them_closed() -> None:
    halves = [task.spec.half for task in load_suite("subset", SUITES)]
    assert (halves.count("tuning"), halves.count("closed")) == (10, 10)


def test_every_category_of_the_single_suite_has_easy_medium_and_hard_tasks() -> None:
    mix = Counter((task.spec.category, task.spec.difficulty) for task in load_suite("single", SUITES))
    least = {"easy": 3, "medium": 2, "hard": 2}
    categories = {category for category, _ in mix}
    assert len(categories) == 10
    short = [(c, d, mix[c, d]) for c in sorted(categories) for d, count in least.items() if mix[c, d] < count]
    assert short == []


def test_the_single_suite_has_small_changes_in_long_files() -> None:
    lengths = []
    for task in load_suite("single", SUITES):
        files = [path for path in task.files.rglob("*") if path.is_file()]
        lengths.append(max((len(path.read_bytes().splitlines()) for path in files), default=0))
    longest = sorted(lengths, reverse=True)[:5]
    assert all(length >= least for length, least in zip(longest, (3000, 2000, 1500, 1000, 700), strict=True)), longest
