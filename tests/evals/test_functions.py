"""HumanEval and MBPP in all their published forms, with records of our own."""

# ruff: noqa: E501 - whole files as one line each
from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import BadInput
from smallcode.evals.adapters.layouts import Extras, adapted, lend_helpers
from smallcode.evals.copies import contents
from smallcode.evals.judging import judge
from smallcode.evals.proof import prove
from smallcode.evals.task import SUITES, EvalTask

AREA = {
    "task_id": "HumanEval/900", "entry_point": "area",
    "prompt": 'import math\n\n\ndef square(x):\n    return x * x\n\n\ndef area(r: float) -> float:\n    """Area of a circle."""\n',
    "canonical_solution": "    return math.pi * square(r)\n",
    "test": "\n\nMETADATA = {'author': 'us'}\n\n\ndef check(candidate):\n    assert math.isclose(candidate(2.0), math.pi * square(2.0))\n",
}  # fmt: skip
AREA_PLUS = {
    **AREA, "task_id": "HumanEval/901", "contract": '\n    assert r >= 0, "invalid" # $_CONTRACT_$\n',
    "base_input": [[2.0]], "plus_input": [[0.5], [-1.0], [1e6]], "atol": 0,
}  # fmt: skip
COUNT = {
    "task_id": 700, "text": "Write a function to count items above a limit.", "code": "def above(items, n):\r\n  return sum(i > n for i in items)",
    "test_setup_code": "", "test_list": ["assert above([1, 5], 3) == 1", "assert above([9, 8], 3) == 2"], "challenge_test_list": [],
}  # fmt: skip
SANITIZED = {
    "source_file": "x.ipynb", "task_id": 701, "prompt": "Write a function to add up square roots.",
    "code": "import math\ndef roots(xs):\n    return sum(math.sqrt(x) for x in xs)", "test_imports": ["import math"],
    "test_list": ["assert math.isclose(roots([4, 9]), 5)"],
}  # fmt: skip
SHARED_PLUS = {
    "task_id": "Mbpp/702", "entry_point": "shared",
    "prompt": '"""\nWrite a function to find what two tuples share.\nassert set(shared((3, 4), (4, 5))) == set((4,))\n"""\n',
    "canonical_solution": "\ndef shared(a, b):\n    return tuple(set(a) & set(b))\n",
    "contract": '\n  assert isinstance(a, tuple), "invalid inputs" # $_CONTRACT_$\n',
    "base_input": [[[3, 4], [4, 5]]], "plus_input": [[[1, 2, 3], [3, 2]]], "atol": 0,
    "assertion": "\nassert set(shared((3, 4), (4, 5))) == set((4,))\n",
}  # fmt: skip
SCRIPTED_PLUS = {
    "task_id": 703, "code": "def twice(x):\n    return 2 * x\n", "prompt": "Write a function to double.", "test_imports": [],
    "test_list": ["assert twice(2) == 4"],
    "test": "inputs = [[2], [5]]\nresults = [4, 10]\nfor inp, exp in zip(inputs, results):\n    assert twice(*inp) == exp, (inp, exp)\n",
}  # fmt: skip

Adapt = Callable[..., EvalTask]


@pytest.fixture
def adapt(tmp_path: Path) -> Adapt:
    def one(kind: str, *records: dict[str, Any], form: str = "lines") -> EvalTask:
        path = tmp_path / "data"
        text = json.dumps(records) if form == "list" else "".join(json.dumps(record) + "\n" for record in records)
        path.write_bytes(gzip.compress(text.encode()) if form == "gzip" else text.encode())
        lend_helpers(SUITES / "lib", tmp_path / "suites")
        return adapted(f"{kind}:{path}", tmp_path / "suites", Extras())[-1]

    return one


def verdict(task: EvalTask, place: Path, code: str) -> str:
    place.mkdir(exist_ok=True)
    (place / "solution.py").write_text(code)
    return asyncio.run(judge(task, place)).detail


@pytest.mark.parametrize(
    ("kind", "record", "form"),
    [
        ("humaneval", AREA, "gzip"), ("humaneval", AREA_PLUS, "lines"), ("mbpp", COUNT, "lines"),
        ("mbpp", SANITIZED, "list"), ("mbpp", SHARED_PLUS, "lines"), ("mbpp", SCRIPTED_PLUS, "lines"),
    ],
)  # fmt: skip
def test_each_form_is_read_and_its_own_solution_passes(adapt: Adapt, kind: str, record: Any, form: str) -> None:
    task = adapt(kind, record, form=form)
    assert [(p.variant, p.holds) for p in asyncio.run(prove(task))] == [
        ("solution", True), ("unchanged", True), ("empty", True),
    ]  # fmt: skip
    assert task.spec.half == "closed" and task.spec.category == kind


def test_the_agent_sees_the_stub_or_one_example_and_no_more(adapt: Adapt) -> None:
    task = adapt("humaneval", AREA_PLUS)
    assert contents(task.files) == {"solution.py": AREA["prompt"].encode()}
    assert "math.pi *" not in task.spec.prompt and "area" in task.spec.prompt
    task = adapt("mbpp", COUNT)
    assert contents(task.files) == {}
    assert COUNT["test_list"][0] in task.spec.prompt and COUNT["test_list"][1] not in task.spec.prompt  # type: ignore[index]
    assert "`above`" in task.spec.prompt and "solution.py" in task.spec.prompt
    prompt = adapt("mbpp", SHARED_PLUS).spec.prompt
    assert prompt.count("assert") == 1 and '"""' not in prompt


def test_published_tests_find_wrong_answers(adapt: Adapt, tmp_path: Path) -> None:
    task = adapt("humaneval", AREA)
    assert "AssertionError" in verdict(task, tmp_path / "w", "def area(r):\n    return 3 * r * r\n")
    assert verdict(task, tmp_path / "w", "def area(r):\n    return 3.141592653589793 * r ** 2\n") == ""
    task = adapt("mbpp", COUNT)
    assert "AssertionError" in verdict(task, tmp_path / "w", "def above(items, n):\n    return 1\n")


def test_plus_inputs_find_what_the_published_tests_miss(adapt: Adapt, tmp_path: Path) -> None:
    task = adapt("humaneval", AREA_PLUS)
    lucky = "import math\n\n\ndef area(r):\n    return math.pi * 4 if r == 2 else 0\n"
    assert "area(0.5,) gave 0, expected 0.785" in verdict(task, tmp_path / "w", lucky)
    rounded = "import math\n\n\ndef area(r):\n    assert r >= 0\n    return math.pi * r * r * (1 + 1e-10)\n"
    assert verdict(task, tmp_path / "w", rounded) == "", (
        "rounding counts for nothing, and what is no input is not given"
    )


def test_types_that_json_lacks_and_ways_to_compare_come_from_the_assertions(adapt: Adapt, tmp_path: Path) -> None:
    task = adapt("mbpp", SHARED_PLUS)
    strict = "def shared(a, b):\n    assert type(a) is type(b) is tuple\n    return [x for x in b if x in a]\n"
    assert verdict(task, tmp_path / "w", strict) == "", "tuples are given, order and type of the result are free"
    missing = "def shared(a, b):\n    return tuple(x for x in a if x in b and x != 2)\n"
    assert "expected (2, 3)" in verdict(task, tmp_path / "w", missing)


def test_a_solution_that_borrows_or_leaves_early_does_not_pass(adapt: Adapt, tmp_path: Path) -> None:
    task = adapt("mbpp", COUNT)
    for code in ("import sys\nsys.exit(0)\n", "import os\nos._exit(0)\n", "above = 3\n"):
        assert verdict(task, tmp_path / "w", code) != ""


def test_classes_of_the_reference_are_lent_to_the_setup(adapt: Adapt, tmp_path: Path) -> None:
    code = "class Node:\n    def __init__(self, v):\n        self.v = v\n\n\ndef value(node):\n    return node.v\n"
    record = {**COUNT, "code": code, "test_setup_code": "root = Node(4)", "test_list": ["assert value(root) == 4"]}
    task = adapt("mbpp", record)
    assert verdict(task, tmp_path / "w", "def value(node):\n    return node.v\n") == ""
    assert "no function value" in verdict(task, tmp_path / "w", "class Value:\n    pass\n")


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("humaneval", '{"task_id": 1}\n', "data:1: there is no prompt"),
        ("humaneval", '\n{"prompt": \n', "data:2: this line is no JSON"),
        ("humaneval", "[3]", "record 1: this is no JSON object"),
        ("humaneval", json.dumps({**AREA, "test": ""}), "no tests and no inputs"),
        ("mbpp", json.dumps({**COUNT, "test_list": ["assert other(1)"]}), "no assertion calls a function"),
        ("mbpp", json.dumps(COUNT) + "\n" + json.dumps(COUNT), "two tasks '700'"),
        ("mbpp", "", ""),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path: Path, kind: str, text: str, says: str) -> None:
    (tmp_path / "data").write_text(text)
    if not says:
        assert adapted(f"{kind}:{tmp_path / 'data'}", tmp_path / "s", Extras()) == []
        return
    with pytest.raises(BadInput, match=says):
        adapted(f"{kind}:{tmp_path / 'data'}", tmp_path / "s", Extras())


def test_unknown_kinds_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no adapter 'nope'"):
        adapted("nope:x", tmp_path, Extras())
    with pytest.raises(BadInput, match="there is no"):
        adapted(f"mbpp:{tmp_path / 'x'}", tmp_path, Extras())
    with pytest.raises(BadInput, match=r"judge\.py"):
        lend_helpers(tmp_path / "lib", tmp_path / "suites")
