"""``smallcode eval run`` as people type it, on files of other benchmarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smallcode.cli.main import main
from smallcode.evals.results import read_results
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

MODEL = "openai:scripted-1.5b"


def humaneval(path: Path, *names: str) -> Path:
    """A file with one task for each name: the function returns its own name."""
    lines = []
    for number, name in enumerate(names):
        record = {
            "task_id": f"HumanEval/{number}", "entry_point": name, "canonical_solution": f"    return {name!r}\n",
            "prompt": f'def {name}():\n    """The name of this function."""\n',
            "test": f"def check(f):\n    assert f() == {name!r}\n",
        }  # fmt: skip
        lines.append(json.dumps(record))
    path.write_text("\n".join(lines) + "\n")
    return path


def says(name: str) -> Say:
    return Say(f"solution.py\n```python\ndef {name}():\n    return {name!r}\n```\n", expect=f"`{name}`")


def run(server: ScriptedServer, output: Path, *more: str) -> int:
    return main(
        ["eval", "run", *more, "--agent", "bare", "-m", MODEL, "--base-url", server.base_url, "-o", str(output)]
    )


def test_a_file_of_another_benchmark_is_run_in_its_order_limited_and_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = humaneval(tmp_path / "h.jsonl", "zeta", "beta", "alpha"), tmp_path / "r.jsonl"
    wrong = Say("solution.py\n```python\ndef alpha():\n    return 1\n```\n", expect="`alpha`")
    with ScriptedServer([says("zeta"), says("beta"), wrong]) as server:
        assert run(server, output, f"humaneval:{source}", "--limit", "2") == 0
        assert run(server, output, f"humaneval:{source}", "--resume", "--filter", "*-2") == 0
        texts = [asked.text for asked in server.asked[:1]]
    out = capsys.readouterr().out
    assert "[1/2] humaneval/HumanEval-0 bare seed 1: solved" in out and "2 of 2 solved" in out
    assert "[1/1] humaneval/HumanEval-2 bare seed 1: wrong_answer" in out
    assert [(r.task, r.success) for r in read_results(output)] == [
        ("humaneval/HumanEval-0", True), ("humaneval/HumanEval-1", True), ("humaneval/HumanEval-2", False),
    ]  # fmt: skip
    assert "assert" not in texts[0] and "return 'zeta'" not in texts[0]
    assert out.splitlines()[0].startswith(("Checks and tests run in ", "Commands run unconfined."))


def test_seeds_jobs_and_a_label_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output = humaneval(tmp_path / "h.jsonl", "one", "two"), tmp_path / "r.jsonl"
    with ScriptedServer([says("one"), says("two")] * 2, any_order=True) as server:
        assert run(server, output, f"humaneval:{source}", "--seeds", "2", "--jobs", "2", "--label", "v2") == 0
        assert sorted(request["seed"] for request in server.requests) == [1, 1, 2, 2]
    results = read_results(output)
    assert sorted((r.task[-1], r.seed, r.label, r.success) for r in results) == [
        ("0", 1, "v2", True), ("0", 2, "v2", True), ("1", 1, "v2", True), ("1", 2, "v2", True),
    ]  # fmt: skip
    assert all(r.requests == 1 and r.prompt_tokens > 0 and r.model_seconds >= 0 for r in results)
    assert "4 of 4 solved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["humaneval:missing.jsonl"], "there is no missing.jsonl"),
        (["nope:x"], "There is no adapter 'nope'"),
        (["small", "--agent", "nope"], "There is no agent 'nope'"),
        (["small", "--filter", "no-such-task"], "No task fits"),
        (["small", "--set", "x"], "a value is missing"),
        (["small", "--agent", "smallcode", "--agent", "bare", "--label", "x"], "--label names one variant"),
    ],
)
def test_mistakes_are_named_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["eval", "run", *words, "-m", MODEL, "-o", str(tmp_path / "r.jsonl")]) == 2
    assert says in capsys.readouterr().err
