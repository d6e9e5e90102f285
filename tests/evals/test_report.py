from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.figures import difference_interval, mcnemar_exact, paired, wilson
from smallcode.evals.report import report
from smallcode.evals.results import Result, ResultsFile, read_results


def result(task: str, success: bool, **more: Any) -> Result:
    facts: dict[str, Any] = {
        "task": f"own/{task}", "category": "python", "half": "tuning", "agent": "bare", "model": "m", "seed": 1,
        "outcome": "unverified", "delivered": True, "success": success, "false_success": not success,
        "cause": "" if success else "wrong_answer", "prompt_tokens": 100, "completion_tokens": 50, "seconds": 10.0,
        "requests": 1,
    }  # fmt: skip
    return Result(**{**facts, **more})


def write(path: Path, *results: Result) -> Path:
    file = ResultsFile(path)
    for one in results:
        file.append(one)
    file.close()
    return path


def test_wilson_has_the_known_values() -> None:
    # Newcombe 1998 (Statistics in Medicine 17, 857-872), table I: 81/263, 15/148, 0/20, 1/29.
    for counts, low, high in (((81, 263), 0.2553, 0.3662), ((15, 148), 0.0624, 0.1605), ((0, 20), 0, 0.1611),
                              ((1, 29), 0.0061, 0.1718)):  # fmt: skip
        assert wilson(*counts) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_mcnemar_has_the_known_values() -> None:
    assert mcnemar_exact(0, 5) == 0.0625
    assert mcnemar_exact(8, 1) == mcnemar_exact(1, 8) == 20 / 512
    assert mcnemar_exact(0, 0) == 1.0
    assert mcnemar_exact(3, 3) == 1.0


def test_the_paired_interval_has_the_known_values() -> None:
    # Newcombe 1998 (Statistics in Medicine 17, 2635-2650), method 10: 36, 12, 2, 0.
    first = [True] * 36 + [True] * 12 + [False] * 2
    second = [True] * 36 + [False] * 12 + [True] * 2
    assert paired(first, second) == (36, 12, 2, 0)
    assert difference_interval(first, second) == pytest.approx((0.0569, 0.3404), abs=1e-4)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_intervals_hold_their_estimate_and_turn_round_with_the_pair(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    low, high = difference_interval(first, second)
    assert -1 - 1e-9 <= low <= (sum(first) - sum(second)) / len(pairs) + 1e-9
    assert (sum(first) - sum(second)) / len(pairs) - 1e-9 <= high <= 1 + 1e-9
    assert difference_interval(second, first) == pytest.approx((-high, -low))
    share = sum(first) / len(first)
    assert wilson(sum(first), len(first))[0] - 1e-12 <= share <= wilson(sum(first), len(first))[1] + 1e-12
    assert math.isclose(sum(paired(first, second)), len(pairs))


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
    assert "| bare | 3 | 1 | 33% (6-79) | 1 of 2 delivered | 0 | 450 | 300 / 0 / 150 | 30 | 1.0 |" in text
    assert "| smallcode | 3 | 2 | 67% (21-94) | 0 of 2 delivered | 1 | 125 |" in text
    assert "| bare - smallcode | 3 | 1 / 0 / 1 / 1 | -33 (" in text
    assert "| 1.000 | not resolved |" in text
    assert "| timeout | 1 | 0 |" in text
    assert "| own/c | **timeout**; 10 s, 100+50 tokens, 1 req. | **limit** (false alarm);" in text
    assert "- own/d: not on this machine: go" in text


def test_the_same_agent_in_two_files_is_told_apart_by_the_files(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.jsonl", result("a", name == "new")) for name in ("old", "new")]
    text = report(files)
    assert "| bare old - bare new | 1 |" in text


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
