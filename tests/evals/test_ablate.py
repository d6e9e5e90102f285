"""Groups of mechanisms are turned off one by one, and no more is claimed than the pairs hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.ablate import ALL, ablation_report, label_of, load_ablations, plans, worths
from smallcode.evals.results import Result, read_results
from smallcode.evals.runner import RunPlan
from smallcode.settings import load_settings
from smallcode.settings_schema import Mechanisms
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer
from tests.evals.results_made import result, write
from tests.evals.test_outcomes import RIGHT, VISIBLE, WRONG

MODEL = "openai:scripted-1.5b"
ELSEWHERE = {
    "escalate": "off by default",
    "own_examples": "off by default",
    "governor": "has a study of its own",
    "project_facts": "the suites' projects have no AGENTS.md",
    "constrained_output": "a guard of single replies, seen in their events",
    "repetition_cut": "a guard of single replies, seen in their events",
}


def groups_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "groups.yaml"
    path.write_text(text)
    return path


def variant(task: int, label: str, success: bool, **more: Any) -> Result:
    return result(f"t{task}", success, agent="smallcode", label=label, **more)


def made(tmp_path: Path, on: list[bool], **off: list[bool]) -> Path:
    rows = [variant(i, ALL, good) for i, good in enumerate(on)]
    for name, values in off.items():
        rows += [
            variant(i, label_of(name), good, prompt_tokens=400, version="2") for i, good in enumerate(values)
        ]  # fmt: skip
    return write(tmp_path / "r.jsonl", *rows)


def test_the_groups_are_few_and_hold_every_mechanism_that_suites_can_show() -> None:
    groups = load_ablations()
    assert 1 < len(groups) <= 6
    off = [key.removeprefix("mechanisms.") for one in groups.values() for key in one.off]
    assert len(off) == len(set(off)), "one mechanism, one group"
    assert {*off, *ELSEWHERE} == set(Mechanisms.model_fields) and not {*off} & {*ELSEWHERE}
    defaults = load_settings().settings.mechanisms
    assert all(getattr(defaults, name) is True for name in off)
    assert all(value is False for one in groups.values() for value in one.off.values())


def test_groups_are_chosen_by_name_and_wrong_ones_are_named(tmp_path: Path) -> None:
    assert list(load_ablations(names=["tests", "symbols"])) == ["tests", "symbols"]
    with pytest.raises(BadInput, match="no group 'speed'"):
        load_ablations(names=["speed"])
    for text, said in (
        ("groups: {a: {title: x, off: {mechanisms.nothing: false}}}", "nothing"),
        ("groups: {a: {title: x, off: {}}}", "off"),
        ("groups: {a/b: {title: x, off: {mechanisms.decompose: false}}}", "can't be called"),
        ("groups: {a: {title: x, of: {}}}", "of"),
    ):
        with pytest.raises(BadInput, match=said):
            load_ablations(groups_file(tmp_path, text))


def test_each_plan_has_its_label_its_settings_and_the_same_tasks(tmp_path: Path) -> None:
    groups = load_ablations(names=["decompose", "tests"])
    base = RunPlan(
        tasks=[], agents=["smallcode"], model="m", output=tmp_path / "r.jsonl", seeds=(1, 2), settings=["a=1"]
    )
    found = plans(base, groups)
    assert [plan.label for plan in found] == [ALL, "without-decompose", "without-tests"]
    assert [plan.settings for plan in found] == [
        ["a=1"], ["a=1", "mechanisms.decompose=false"], ["a=1", "mechanisms.affected_tests=false"],
    ]  # fmt: skip
    assert {(plan.output, plan.seeds) for plan in found} == {(base.output, (1, 2))}


def test_results_of_another_meaning_are_not_gone_on_with(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", variant(1, "without-tests", True, settings=["mechanisms.decompose=false"]))
    base = RunPlan(tasks=[], agents=["smallcode"], model="m", output=path, resume=True)
    with pytest.raises(BadInput, match="without-tests with other settings"):
        plans(base, load_ablations(names=["tests"]))


def test_only_what_the_pairs_hold_is_claimed(tmp_path: Path) -> None:
    on = [True] * 20 + [False] * 10
    path = made(tmp_path, on, tests=[i >= 12 and i < 20 for i in range(30)], symbols=[*on[:18], False, False, *on[20:]],
                decompose=[True] * 28 + [False] * 2)  # fmt: skip
    groups = load_ablations(names=["tests", "symbols", "decompose", "retries"])
    found = {one.name: one for one in worths(path, groups)}
    assert {name: one.verdict for name, one in found.items()} == {
        "tests": "helps", "symbols": "not resolved", "decompose": "harms",
    }  # fmt: skip
    assert found["tests"].success.counts == (8, 12, 0, 10)
    text = ablation_report(path, groups)
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| ")}
    assert "| 20 / 8 | 12 / 0 | +40 (" in rows["tests"] and "| helps |" in rows["tests"]
    assert "cheaper with it" in rows["tests"] and "| not resolved |" in rows["symbols"]
    assert "fewer with it" in rows["tests"]
    assert "No results yet: retries." in text and "in about 14% of such tables" in text
    assert "several versions" not in text


def test_several_versions_in_one_table_are_said(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl", variant(1, ALL, True, version="1"), variant(1, "without-tests", True, version="2")
    )
    assert "of several versions of the program, and so not quite alike: 1, 2." in ablation_report(
        path, load_ablations()
    )


def test_the_command_runs_each_group_on_the_real_program_and_goes_on(
    make_task: Any, suites: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_task(files={"files/test_calc.py": VISIBLE})
    groups = groups_file(tmp_path, "groups: {second-try: {title: x, off: {limits.repairs: 0, limits.samples: 1}}}")
    output = tmp_path / "r.jsonl"
    command = [
        "eval", "ablate", "own", "--suites", str(suites), "--groups-file", str(groups), "--model", MODEL,
        "--set", "mechanisms.decompose=false", "--set", "mechanisms.small_changes=false",
        "-o", str(output), "--report", str(tmp_path / "out.md"),
    ]  # fmt: skip
    with ScriptedServer([Say(WRONG), Say(RIGHT), Say(WRONG)]) as server:
        command += ["--base-url", server.base_url]
        assert main(command) == 0
        said = capsys.readouterr()
        assert main([*command, "--resume"]) == 0
        assert len(server.requests) == 3
    found = {r.label: r for r in read_results(output)}
    assert {label: (r.success, r.requests) for label, r in found.items()} == {
        ALL: (True, 2), "without-second-try": (False, 1),
    }  # fmt: skip
    assert found["without-second-try"].settings[2:] == ["limits.repairs=0", "limits.samples=1"]
    assert "| second-try | x | 1 | 1 / 0 | 1 / 0 | +100 (" in said.out and "not resolved" in said.out
    assert "second-try: not resolved" in said.err
    assert (tmp_path / "out.md").read_text() == said.out
    assert main([*command, "--no-run"]) == 0 and capsys.readouterr().out.endswith(said.out)
    assert main(command) == 2  # there are results already
