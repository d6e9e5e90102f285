from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.report import report
from smallcode.evals.report_tables import escape
from smallcode.evals.results import read_results
from smallcode.evals.task import SUITES
from tests.evals.results_made import result, write

RESULTS = SUITES.parent / "results"


def test_the_report_counts_and_compares(tmp_path: Path) -> None:
    bare = write(
        tmp_path / "bare.jsonl", result("a", True), result("b", False), result("c", False, cause="timeout",
        outcome="timeout", delivered=False, false_success=False),
    )  # fmt: skip
    ours = write(
        tmp_path / "ours.jsonl",
        *(result(t, True, agent="smallcode", seconds=5.0, prompt_tokens=30, completion_tokens=20) for t in "ab"),
        result("c", False, agent="smallcode", delivered=False, false_success=False, false_alarm=True, cause="limit"),
        result("d", False, agent="smallcode", outcome="not_run", delivered=False, reason="not on this machine: go"),
    )  # fmt: skip
    text = report([bare, ours])
    assert "| bare | 3 | 1 | 33% (6-79) | 1 of 2 delivered | 0 | 1.0 |" in text
    assert "| smallcode | 3 | 2 | 67% (21-94) | 0 of 2 delivered | 1 | 1.0 |" in text
    assert "| bare - smallcode | all | 3 | 1 / 0 / 1 / 1 | -33 (" in text
    assert "| 1.000 | not resolved |" in text
    assert "| bare / smallcode | all | 0.50 (no bound) | 3.60 (no bound) |" in text
    assert "| bare | 300 | 0 | 150 | 450 (" in text
    assert "| smallcode | 160 | 0 | 90 | 125 (" in text
    assert "| timeout | 1 | 0 |" in text
    assert "| own/c | **timeout; 10 s, 100+50 tokens, 1 req.** | **limit (false alarm);" in text
    assert "| own/d | not on this machine: go |" in text


def test_halves_are_compared_each_and_together(tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{agent}.jsonl", *(
            result(f"{half}{i}", agent == "smallcode" or half == "tuning", agent=agent, half=half)
            for half in ("tuning", "closed") for i in range(12)
        ))
        for agent in ("bare", "smallcode")
    ]  # fmt: skip
    rows = [line for line in report(files).splitlines() if line.startswith("| bare - smallcode")]
    halves = {line.split("|")[2].strip(): line for line in rows}
    assert list(halves) == ["all", "tuning", "closed"]
    assert "| 0 / 0 / 12 / 0 | -100 (" in halves["closed"] and halves["closed"].endswith("| resolved |")
    assert "| 12 / 0 / 0 / 0 | +0 (" in halves["tuning"] and halves["tuning"].endswith("| not resolved |")
    assert "| bare / smallcode | closed | 0.00 (0.00-0.00) | - | - |" in report(files)


def test_false_success_is_split_by_what_the_task_gives(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl", result("a", False, checkable=True), result("b", True, checkable=True),
        result("c", False, checkable=False), result("d", False),
        result("e", False, checkable=True, delivered=False, false_success=False, false_alarm=True),
    )  # fmt: skip
    text = report([path])
    assert "| bare | something to run | 2 | 1/2, 50% (9-91) | 1 | 1 of 1 |" in text
    assert "| bare | nothing to run | 1 | 1/1, 100% (21-100) | 0 | 0 of 0 |" in text
    assert "| bare | not known | 1 | 1/1," in text
    assert "| bare | all | 4 | 3/4," in text


def test_what_a_task_gives_is_looked_up_for_old_results(make_task: Any, suites: Path, tmp_path: Path) -> None:
    make_task("plain", prompt="Make it nicer.")
    make_task("with-tests", visible=["python -m unittest"])
    make_task("with-examples", prompt="Write add in calc.py. For example, add(2, 3) should return 5.")
    path = write(tmp_path / "r.jsonl", *(result(n, True) for n in ("plain", "with-tests", "with-examples", "gone")))
    text = report([path], suites=suites)
    assert "| bare | something to run | 2 |" in text
    assert "| bare | nothing to run | 1 |" in text
    assert "| bare | not known | 1 |" in text


def test_what_is_known_of_an_agent_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl", result("a", True),
        result("a", True, agent="other", agent_version="other 1.2", network="open", estimated=1, requests=3),
        result("a", True, agent="smallcode", label="plain", settings=["model.seed=1", "limits.repairs=0"]),
    )  # fmt: skip
    text = report([path])
    assert "| other | other 1.2 | the network too | - |" in text
    assert "| plain | - | - | model.seed=1 limits.repairs=0 |" in text
    assert "Of other, the tokens of 1 of 3 requests were counted from the texts." in text


def test_foreign_text_makes_no_markup(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>|[a](javascript:b)`\x1b[2J\u202e*c*"
    text = report([write(tmp_path / "r.jsonl", result(evil, True, agent="<b>|", model="_m_*x*"))])
    assert "<img" not in text and "<b>" not in text and "\x1b" not in text and "\u202e" not in text
    assert r"\|\[a\](javascript:b)\`" in text and r"\*c\*" in text


@pytest.mark.parametrize("path", sorted(RESULTS.glob("*.jsonl")), ids=lambda path: path.name)
def test_recorded_results_stay_readable(path: Path) -> None:
    found = read_results(path)
    assert found
    text = report([path])
    assert all(escape(one.task) in text for one in found)


def test_the_same_agent_in_two_files_is_told_apart_by_the_files(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.jsonl", result("a", name == "new")) for name in ("old", "new")]
    text = report(files)
    assert "| bare old - bare new | all | 1 |" in text


def test_a_result_that_was_done_again_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", result("a", False, cause="error"), result("a", True))
    assert "| bare | 1 | 1 | 100%" in report([path])


def test_a_torn_last_line_is_dropped_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", result("a", True))
    with path.open("ab") as file:
        file.write(b'{"task": "own/b", "cat')
    assert [r.task for r in read_results(path)] == ["own/a"]
    write(path, result("c", True))
    assert [r.task for r in read_results(path)] == ["own/a", "own/c"]
    path.write_text("nonsense\n" + json.dumps(asdict(result("a", True))) + "\n")
    with pytest.raises(BadInput, match=r"r\.jsonl:1"):
        read_results(path)


def test_the_command_prints_and_writes_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "r.jsonl", result("a", True))
    assert main(["eval", "report", str(path), "-o", str(tmp_path / "out.md")]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# Evals")
    assert (tmp_path / "out.md").read_text() == printed
    assert main(["eval", "report", str(tmp_path / "none.jsonl")]) == 2
