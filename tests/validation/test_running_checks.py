# ruff: noqa: E501 - tables of small programs
"""Checks that run code: imports, examples, doctests, Node's tests, the user's commands."""

from __future__ import annotations

import shutil

import pytest

from smallcode.validation.reading import requirements_from
from smallcode.validation.requirements import Example, Requirements
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")


async def test_a_module_that_fails_when_imported_is_found(judge: Judge) -> None:
    judge.only = ("importable",)
    report = await judge.check({"a.py": "LIMIT = int('x')\n"})
    assert "ValueError" in messages(report)[0] and report.problems[0].line == 1


async def test_a_script_is_not_imported(judge: Judge) -> None:
    judge.only = ("importable",)
    report = await judge.check({"a.py": "open('ran', 'w').close()\n"})
    assert report.checks == [] and not (judge.root / "ran").exists()


async def test_a_module_that_hangs_when_imported_is_a_timeout(judge: Judge) -> None:
    judge.extra = [{"name": "importable", "class": "runs", "files": ["*.py"], "builtin": "importable", "seconds": 2}]
    judge.only = ("importable",)
    report = await judge.check({"a.py": "X = [i for i in iter(int, 1)]\n"})
    assert codes(report) == ["timeout"] or status_of(report, "importable") == "not_checked"


@needs_node
async def test_an_export_that_is_not_there_when_loaded_is_found(judge: Judge) -> None:
    judge.only = ("importable",)
    asked = requirements_from("Create m.js with a function add(a, b) and export it")
    report = await judge.check(
        {"m.js": "function add(a, b) { return a + b; }\nmodule.exports = { sum: add };\n"}, asked=asked
    )
    assert codes(report) == ["missing-name"]
    report = await judge.check({"m.js": "const x = undefined_name;\nmodule.exports = { add: x };\n"}, asked=asked)
    assert "ReferenceError" in messages(report)[0] and report.problems[0].line == 1
    report = await judge.check({"m.js": "module.exports = { add: (a, b) => a + b };\n"}, asked=asked)
    assert report.ok, messages(report)


async def test_examples_of_the_task_decide(judge: Judge) -> None:
    judge.only = ("examples",)
    asked = requirements_from(
        "Write `slug(text)` in slug.py. slug('A b') == 'a-b', slug('') should return ''. slug(None) raises TypeError"
    )
    assert len(asked.examples) == 3
    good = "def slug(text):\n    return '-'.join(text.lower().split()) if text is not None else int(None)\n"
    report = await judge.check({"slug.py": good}, asked=asked)
    assert report.ok and report.ran, messages(report)
    report = await judge.check({"slug.py": "def slug(text):\n    return text.lower()\n"}, asked=asked)
    assert messages(report)[0] == "slug('A b') returns 'a b', but the task says 'a-b'."
    assert any("raises AttributeError, but the task says TypeError" in m for m in messages(report))
    report = await judge.check({"slug.py": "def slug(text):\n    while True: pass\n"}, asked=asked)
    assert codes(report)[0] == "timeout"


@needs_node
async def test_examples_in_javascript(judge: Judge) -> None:
    judge.only = ("examples",)
    asked = Requirements(
        examples=[Example(call="pad('7', 3)", expected="'007'"), Example(call="pad([], 1)", expected="{a: [1, null]}")]
    )
    report = await judge.check(
        {"p.mjs": "export function pad(s, n) {\n  return Array.isArray(s) ? {a: [1, null]} : s.padStart(n, '0');\n}\n"},
        asked=asked,
    )
    assert report.ok and report.ran, messages(report)
    report = await judge.check({"p.mjs": "export function pad(s, n) {\n  return s.pad(n);\n}\n"}, asked=asked)
    assert "TypeError" in messages(report)[0] and report.problems[0].line == 2


async def test_doctests_that_fail_are_found_and_old_ones_known(judge: Judge) -> None:
    judge.only = ("doctest",)
    text = 'def f(x):\n    """Add.\n\n    >>> f(1)\n    2\n    >>> f(9)\n    11\n    """\n    return x + 1\n'
    judge.project({"a.py": text})
    report = await judge.check({"a.py": text.replace("x + 1", "x + 1 + 0")})
    assert status_of(report, "doctest") == "known"
    assert not report.ran
    report = await judge.check({"a.py": text.replace("x + 1", "x + 2")})
    assert "f(1) gives 3, the docstring says 2" in messages(report)[0]


@needs_node
async def test_node_tests_are_judged_one_by_one(judge: Judge) -> None:
    judge.only = ("node-tests",)
    code = "exports.add = (a, b) => a + b;\nexports.neg = (a) => -a;\n"
    tests = """const test = require('node:test');
const assert = require('node:assert');
const { add, neg } = require('../m.js');
console.log('# pass 99');
test('adds', () => assert.strictEqual(add(1, 2), 3));
test('negates', () => assert.strictEqual(neg(1), -1));
test('old failure', () => assert.strictEqual(1, 2));
"""
    judge.project(
        {
            "m.js": code,
            "test/m.test.js": tests,
            "test/other.test.js": tests.replace("../m.js", "./x.js"),
            "test/x.js": code,
        }
    )
    baseline = await judge.take_baseline()
    assert "test/m.test.js::adds" in baseline.passed and "test/m.test.js::old failure" in baseline.failed
    report = await judge.check({"m.js": code.replace("-a", "a")})
    result = result_of(report, "node-tests")
    assert result.failed_tests == ["test/m.test.js::negates"]
    assert "1 !== -1" in messages(report)[0] and report.problems[0].code == "assertion"
    report = await judge.check({"m.js": code.replace("a + b", "b + a")})
    assert report.ok and status_of(report, "node-tests") == "known"


@needs_node
async def test_a_plain_script_that_fails_says_what_was_wrong_and_where(judge: Judge) -> None:
    judge.only = ("node-tests",)
    script = "import assert from 'node:assert';\nimport { f } from './m.mjs';\nconsole.error('begin');\n{}\n"
    judge.project({
        "m.mjs": "export function f(x) {\n  return x + 1;\n}\n",
        "m.test.mjs": script.replace("{}", "assert.deepStrictEqual([f(1)], [2]);"),
    })  # fmt: skip
    await judge.take_baseline()
    report = await judge.check({"m.mjs": "export function f(x) {\n  return x + 2;\n}\n"})
    [wrong] = result_of(report, "node-tests").diagnostics
    assert wrong.code == "assertion" and "+   3" in wrong.message and "-   2" in wrong.message, wrong
    assert (wrong.path, wrong.line) == ("m.test.mjs", 4)
    report = await judge.check({"m.mjs": "export function f(x) {\n  return x.y.z;\n}\n"})
    [wrong] = result_of(report, "node-tests").diagnostics
    assert "Cannot read properties of undefined" in wrong.message and (wrong.path, wrong.line) == ("m.mjs", 2), wrong


@needs_node
async def test_a_node_test_that_never_ends_is_a_timeout(judge: Judge) -> None:
    judge.only = ("node-tests",)
    judge.limits = {"test_seconds": 1}
    code = "exports.f = async () => 1;\n"
    tests = "const test = require('node:test');\nconst { f } = require('./m.js');\ntest('ends', async () => { await f(); });\n"
    judge.project({"m.js": code, "m.test.js": tests})
    await judge.take_baseline()
    report = await judge.check({"m.js": "exports.f = () => new Promise((r) => setTimeout(r, 60000));\n"})
    assert not report.ok and report.problems[0].code == "timeout", report


@needs_npm
async def test_a_test_script_of_another_runner_is_judged_as_a_whole(judge: Judge) -> None:
    judge.only = ("npm-test",)
    judge.project({
        "package.json": '{"scripts": {"test": "node run.js"}}', "m.js": "module.exports = 1;\n",
        "run.js": "require('assert').strictEqual(require('./m.js'), 1);\n",
    })  # fmt: skip
    await judge.take_baseline()
    report = await judge.check({"m.js": "module.exports = 2;\n"})
    assert status_of(report, "npm-test") == "failed"
    report = await judge.check({"m.js": "module.exports = 1; // one\n"})
    assert status_of(report, "npm-test") == "passed"


async def test_the_user_s_commands_decide(judge: Judge) -> None:
    judge.only = ("commands",)
    judge.project({"a.py": "X = 1\n"})
    command = "python3 -c 'import a; assert a.X == 2, a.X'"
    baseline = await judge.take_baseline(commands=[command])
    assert baseline.commands == {command: "failed"}
    report = await judge.check({"a.py": "X = 3\n"}, commands=[command])
    assert "AssertionError: 3" in messages(report)[0]
    report = await judge.check({"a.py": "X = 2\n"}, commands=[command])
    assert report.ok and report.ran
    report = await judge.check({"a.py": "X = 4\n"}, commands=["no_such_program_here"])
    assert "could not be run" in messages(report)[0] and not report.ok


async def test_a_command_s_control_sequences_do_not_get_through(judge: Judge) -> None:
    judge.only = ("commands",)
    report = await judge.check({"a.txt": "x\n"}, commands=["printf '\\033[31mError: bad\\033[0m\\007'; exit 3"])
    assert "\x1b" not in messages(report)[0] and "Error: bad" in messages(report)[0]


async def test_a_doctest_proves_only_what_it_calls(judge: Judge) -> None:
    judge.only = ("doctest",)
    text = 'def f(x):\n    """Add.\n\n    >>> f(1)\n    2\n    """\n    return x + 1\n\n\ndef g(x):\n    return x\n'
    judge.project({"a.py": text})
    report = await judge.check({"a.py": text.replace("return x\n", "return x or 0\n")})
    assert report.ok and not report.ran
    report = await judge.check({"a.py": text.replace("x + 1", "1 + x")})
    assert report.ran
