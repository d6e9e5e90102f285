# ruff: noqa: E501 - tables of small programs
"""Differential probing finds crashes that the change brought in, and only those."""

from __future__ import annotations

import ast
import shutil

import pytest

from smallcode.validation.checks.inputs import calls_for
from smallcode.validation.checks.purity import is_pure
from smallcode.validation.checks.shape_reader import shapes_of
from smallcode.validation.project import Project
from tests.validation.conftest import Judge, codes, messages, result_of

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

ORDER = """def price(order):
    total = 0
    for item in order["items"]:
        total += item["price"] * item["qty"]
    if order["coupon"]:
        total *= 0.9
    return total
"""
VIP = ORDER.replace("    return total", '    if order["vip"]:\n        total *= 0.8\n    return total')
SEARCH = """def search(items, wanted):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1
"""


@pytest.fixture(autouse=True)
def only_probing(judge: Judge) -> None:
    judge.only = ("probing",)


async def test_a_key_that_old_callers_do_not_send_is_found(judge: Judge) -> None:
    judge.project({"shop.py": ORDER})
    report = await judge.check({"shop.py": VIP})
    [problem] = report.problems
    assert "raises KeyError: 'vip'" in problem.message and "Before the change it returned 0" in problem.message
    assert problem.code == "regression" and problem.path == "shop.py"
    assert problem.snippet == 'if order["vip"]:'
    report = await judge.check({"shop.py": VIP.replace('["vip"]', '.get("vip")')})
    assert report.ok


async def test_a_search_that_crashes_on_the_empty_list_is_found(judge: Judge) -> None:
    judge.project({"search.py": SEARCH})
    new = SEARCH.replace("    low, high", "    if wanted < items[0]:\n        return -1\n    low, high")
    report = await judge.check({"search.py": new})
    assert any("search([], " in m and "raises IndexError" in m for m in messages(report))


async def test_a_loop_that_never_ends_is_a_regression(judge: Judge) -> None:
    judge.limits = {"call_seconds": 0.3}
    judge.project({"search.py": SEARCH})
    report = await judge.check({"search.py": SEARCH.replace("low = middle + 1", "low = middle")})
    assert any("does not end" in m for m in messages(report))


PAIRS = [
    ("def f(x: int) -> int:\n    return x\n", "def f(x: int) -> int:\n    return 10 // x\n", True),
    ("def f(x):\n    return x + 1\n", "def f(x):\n    return x * 2\n", False),
    ("def f(x):\n    return x\n", "def f(x):\n    return x + 1\n", False),
    ("def f(x):\n    return str(x)\n", "def f(x):\n    return x.strip()\n", False),
    ("def f(x: int):\n    return x\n", "def f(x: int):\n    if x < 0:\n        raise ValueError('negative')\n    return x\n", False),
    ("def f(a, b=2):\n    return a * b\n", "def f(a, b=2, c=3):\n    return a * b * c\n", False),
    ("def f(a):\n    return a * 2\n", "def f(a, b):\n    return a * b\n", False),
    ("def f(s: str):\n    return s[:1]\n", "def f(s: str):\n    return s[0]\n", True),
    ("def f(d: dict[str, int]):\n    return d.get('a', 0)\n", "def f(d: dict[str, int]):\n    return d['a']\n", True),
    ("def f(xs: list[float]):\n    return sum(xs) / len(xs) if xs else 0\n", "def f(xs: list[float]):\n    return sum(xs) / len(xs)\n", True),
    ("def f(xs):\n    out = []\n    for x in xs:\n        out.append(x.upper())\n    return out\n",
     "def f(xs):\n    out = [x.upper() for x in xs]\n    return out[0] and out\n", True),
    ("def f(user):\n    return user.name\n", "def f(user):\n    return user.nick\n", False),
    ("class A:\n    def f(self, n: int):\n        return n\n", "class A:\n    def f(self, n: int):\n        return 1 / n\n", True),
    ("from dataclasses import dataclass\n\n@dataclass\nclass P:\n    x: int\n\ndef f(p: P):\n    return p.x\n",
     "from dataclasses import dataclass\n\n@dataclass\nclass P:\n    x: int\n\ndef f(p: P):\n    return 1 / p.x\n", True),
    ("def f(x: int | None):\n    return 0 if x is None else x\n", "def f(x: int | None):\n    return x + 1\n", True),
    ("import os\n\ndef f(x: int):\n    return os.getpid() + x\n", "import os\n\ndef f(x: int):\n    return os.getpid() // x\n", False),
    ("def f(x: int):\n    return open('x').read()\n", "def f(x: int):\n    return 1 // x\n", False),
    ("def f(n: int):\n    yield n\n", "def f(n: int):\n    yield 1 // n\n", True),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "regresses"), PAIRS, ids=[str(i) for i in range(len(PAIRS))])
async def test_pairs_of_versions(judge: Judge, old: str, new: str, regresses: bool) -> None:
    report = await judge.project({"m.py": old}).check({"m.py": new})
    assert (codes(report) != []) == regresses, [*messages(report), [c.message for c in report.checks]]


async def test_other_values_are_told_and_judge_nothing(judge: Judge) -> None:
    report = await judge.project({"m.py": "def f(x: int):\n    return x\n"}).check(
        {"m.py": "def f(x: int):\n    return x + 1\n"}
    )
    assert report.ok and not report.ran
    assert "give another value, for instance f(0): 0 -> 1" in result_of(report, "probing").message


async def test_the_old_version_uses_the_old_helpers(judge: Judge) -> None:
    judge.project(
        {"h.py": "def g(x: int):\n    return x\n", "m.py": "from h import g\n\ndef f(x: int):\n    return g(x)\n"}
    )
    report = await judge.check({
        "h.py": "def g(x: int):\n    return 1 // x\n", "m.py": "from h import g\n\ndef f(x: int):\n    return g(x) + 0\n",
    })  # fmt: skip
    assert any(m.startswith("f(0) raises ZeroDivisionError") for m in messages(report))


async def test_probing_is_the_same_every_time(judge: Judge) -> None:
    judge.project({"shop.py": ORDER})
    first = await judge.check({"shop.py": VIP})
    judge.project({"shop.py": ORDER})
    second = await judge.check({"shop.py": VIP})
    assert messages(first) == messages(second)


async def test_a_probed_call_can_not_write_into_the_project(judge: Judge) -> None:
    sly = "def f(x: int):\n    import pathlib\n    p = getattr(pathlib, 'Path')('owned')\n    getattr(p, 'write_' + 'text')('x')\n    return x\n"
    judge.project({"m.py": sly})
    await judge.check({"m.py": sly.replace("return x", "return x + 1")})
    assert not (judge.root / "owned").exists()


@needs_node
@pytest.mark.parametrize(
    ("old", "new", "regresses"),
    [
        ("function f(items) { return items.map((x) => x.name); }\nmodule.exports = { f };\n",
         "function f(items) { return items[0].name + items.map((x) => x.name); }\nmodule.exports = { f };\n", True),
        ("export function f(order) { return order.total * 2; }\n", "export function f(order) { return order.customer.name && order.total * 2; }\n", True),
        ("export const f = (s) => s.trim();\n", "export const f = (s) => s.trim().toLowerCase();\n", False),
        ("export const f = (n) => n - 1;\n", "export const f = (n) => {\n  if (n < 0) throw new Error('negative');\n  return n - 1;\n};\n", False),
        ("export const f = (n) => n - 1;\n", "export const f = (n) => { while (n > 5) { n = n + 0; } return n - 1; };\n", True),
        ("const fs = require('fs');\nexports.f = (n) => n - 1;\n", "const fs = require('fs');\nexports.f = (n) => n.x.y;\n", False),
    ],
)  # fmt: skip
async def test_pairs_of_javascript_versions(judge: Judge, old: str, new: str, regresses: bool) -> None:
    judge.limits = {"call_seconds": 0.3}
    name = "m.mjs" if "export " in old else "m.js"
    report = await judge.project({name: old}).check({name: new})
    assert (codes(report) != []) == regresses, [*messages(report), [c.message for c in report.checks]]


def test_shapes_are_read_from_use() -> None:
    function = ast.parse(ORDER).body[0]
    assert isinstance(function, ast.FunctionDef)
    shape = shapes_of(function)["order"]
    assert shape.kinds == {"dict"} and set(shape.keys) == {"items", "coupon"}
    item = shape.keys["items"].element
    assert item is not None and set(item.keys) == {"price", "qty"}
    calls = calls_for("price", {"order": shape}, 50, {})
    assert calls == calls_for("price", {"order": shape}, 50, {}) and len(set(calls)) == len(calls) > 20
    for call in calls:
        ast.parse(call)


@pytest.mark.parametrize(
    ("body", "pure"),
    [
        ("return x + 1", True),
        ("print(x)\n    return x", True),
        ("return open(x).read()", False),
        ("global Y\n    Y = x", False),
        ("CACHE[x] = 1\n    return x", False),
        ("CACHE.append(x)", False),
        ("import subprocess\n    subprocess.run(x)", False),
        ("return input()", False),
        ("return helper(x)", True),
        ("return bad(x)", False),
        ("return math.sqrt(x)", True),
        ("return random.random()", False),
        ("return eval(x)", False),
    ],
)
async def test_purity(judge: Judge, body: str, pure: bool) -> None:
    text = (
        "import math\nimport random\nCACHE = []\n\ndef helper(x):\n    return x\n\ndef bad(x):\n    return open(x)\n\n"
        f"def f(x):\n    {body}\n"
    )
    judge.project({"m.py": text})
    assert is_pure(Project(judge.workspace()), "m.py", text, "f") == pure
