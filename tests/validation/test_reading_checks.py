# ruff: noqa: E501 - tables of small programs
"""Checks that read: whole files, syntax of every language, names, the task's contract, imports, lint."""

from __future__ import annotations

import shutil

import pytest

from smallcode.validation.reading import requirements_from
from smallcode.validation.requirements import NamedSymbol, Requirements
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

BROKEN = [
    ("a.py", "def f(:\n    pass\n", 1),
    ("a.py", "def f():\n    return 1\n  return 2\n", 3),
    ("a.py", "def f():\n    x = [1,\n", 2),
    ("a.py", "return 1\n", 1),
    ("a.ts", "function f(: number { return 1 }\n", 1),
    ("a.tsx", "const a = <div>{</div>;\n", 1),
    ("a.json", '{"a": 1,}\n', 1),
    ("a.json", '{"a": NaN}\n', 0),
    ("a.json", '{"a": 1, "a": 2}\n', 0),
    ("a.yaml", "a: [1, 2\nb: 3\n", 2),
    ("a.yml", "a: 1\na: 2\n", 2),
    ("a.yaml", "a:\n\t- b\n", 2),
    ("a.toml", "a = \n", 1),
    ("a.toml", "[x]\na = 1\n[x]\n", 0),
    ("a.html", "<div><p>hi</div></div>\n", 1),
    ("a.html", "<main><section>hi</main>\n", 1),
    ("a.html", '<p id="x">a</p><p id="x">b</p>\n', 1),
    ("a.html", '<img src="no.png">\n', 1),
    ("a.html", '<label for="no">a</label>\n', 1),
    ("a.html", '<p class="a\n', 1),
    ("a.html", "just words\n", 1),
    ("a.css", "a { color: red;\nb { color: blue; }\n", 1),
    ("a.css", "a { color: red; }\n}\n", 2),
    ("a.css", "/* never closed\na { }\n", 1),
    ("a.sh", "if true; then\n  echo hi\n", 0),
    ("a.sh", 'echo "unclosed\n', 0),
    ("a.go", "package main\nfunc main( {\n}\n", 0),
    ("a.rs", "fn main( {\n}\n", 0),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "line"), BROKEN, ids=[f"{p}:{t[:18]!r}" for p, t, _ in BROKEN])
async def test_broken_text_fails_at_its_line(judge: Judge, path: str, text: str, line: int) -> None:
    report = await judge.check({path: text})
    assert not report.ok, report
    if line:
        assert line in [d.line for d in report.problems]


GOOD = {
    "a.py": "async def f(x: int | None = None) -> list[int]:\n    match x:\n        case None:\n            return []\n    return [x]\n",
    "b.py": "",
    "__init__.py": "",
    "a.js": "const a = require('fs');\nmodule.exports = { a };\n",
    "b.mjs": "import fs from 'node:fs';\nexport const a = await Promise.resolve(fs);\n",
    "web.js": "import { a } from './b.mjs';\nexport default function f() { return a; }\n",
    "tool.js": "#!/usr/bin/env node\nconsole.log(1);\n",
    "App.jsx": "export default function App() { return <div className=\"x\">{1}</div>; }\n",
    "a.ts": "interface A { b: number }\nexport function f<T extends A>(a: T): number { return a.b!; }\n",
    "a.json": '{"a": [1, null, "x"]}\n',
    "tsconfig.json": '{\n  // comment, with a "quote\n  "compilerOptions": {"outDir": "//x",},\n}\n',
    "a.yaml": "a: &x {b: 1}\nc: *x\n---\nd: !custom [1]\n",
    "a.toml": "[a]\nb = 1979-05-27\n",
    "a.html": '<!doctype html><html><head><title>x</title><link rel="stylesheet" href="a.css"></head><body><ul><li>a<li>b</ul>'
              '<p>one<p>two<br><img src="https://x.example/y.png"><a href="#top">t</a><script>if (1 < 2) {}</script></body></html>',
    "a.css": "@media (min-width: 1px) { a:hover > b::before { content: \"}\"; } }\n:root { --x: 1px; }\n",
    "a.sh": "#!/bin/bash\nfor f in *; do echo \"$f\"; done\ncat <<EOF\nx\nEOF\n",
    "go.go": "package main\n\nfunc main() {}\n",
    "README.md": "# Hi\n\n```\n...\n```\n",
}  # fmt: skip


async def test_good_text_of_every_language_passes(judge: Judge) -> None:
    files = {k: v for k, v in GOOD.items() if k != "b.py"}
    report = await judge.check(files)
    assert messages(report) == []
    assert report.ok


@needs_node
@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.js", "const a = 1;\nconst a = 2;\n", 2),
        ("a.js", "function f() {\n  return (1;\n}\n", 2),
        ("a.mjs", "import a from 'b'\nexport const x = ;\n", 2),
        ("a.cjs", "let x = ;\n", 1),
    ],
)
async def test_node_finds_what_a_grammar_lets_pass(judge: Judge, path: str, text: str, line: int) -> None:
    judge.only = ("javascript-syntax",)
    report = await judge.check({path: text})
    assert status_of(report, "javascript-syntax") == "failed"
    assert report.problems[0].line == line and "SyntaxError" in report.problems[0].message


async def test_javascript_without_node_is_checked_by_its_grammar(judge: Judge) -> None:
    report = await judge.without("node").check({"a.js": "function f( {\n", "b.js": "const a = 1;\n"})
    assert status_of(report, "javascript-syntax") == "failed,passed"


async def test_a_missing_toolchain_is_not_checked_and_never_passed(judge: Judge) -> None:
    report = await judge.without("bash", "shellcheck").check({"a.sh": "if true; then\n"})
    assert status_of(report, "shell-syntax") == "not_checked"
    assert result_of(report, "shell-syntax").message == "missing: bash"
    assert report.ok and not report.ran


async def test_what_was_broken_before_is_known_and_not_blamed(judge: Judge) -> None:
    judge.project({"a.json": '{"a": 1, "a": 2}', "a.sh": "if true; then\n", "a.html": '<img src="no.png">'})
    report = await judge.check(
        {"a.json": '{"a": 1, "a": 3}', "a.sh": "if true; then\necho\n", "a.html": '<img src="no.png"><p>x</p>'}
    )
    assert status_of(report, "json-syntax") == "known"
    assert status_of(report, "html") == "known"
    assert report.ok, messages(report)


WHOLE = [
    ({"a.py": "x = 1\n"}, {"a.py": ""}, "empty"),
    ({"a.py": "x = 1\n"}, {"a.py": " \n\n"}, "empty"),
    ({}, {"new.py": ""}, "empty"),
    ({"a.py": "x = 1\n"}, {"a.py": "x = 1  \n\n"}, "unchanged"),
    ({"a.py": "x = 1\n"}, {"a.py": "x = 2\n# ... rest of the code ...\n"}, "elided"),
    ({"a.js": "x = 1\n"}, {"a.js": "x = 2\n// ... existing code ...\n"}, "elided"),
    ({"a.js": "x = 1\n"}, {"a.js": "x = 2\n// rest of the file remains unchanged\n"}, "elided"),
    ({"a.html": "<p>a</p>"}, {"a.html": "<p>b</p>\n<!-- rest of the page -->\n"}, "elided"),
    ({}, {"a.py": "def f():\n    # your code here\n    return 1\n"}, "elided"),
    ({"a.py": "def f():\n    return 1\n"}, {"a.py": "def f():\n    pass\n"}, "elided"),
    ({"a.py": "def f():\n    return 1\n"}, {"a.py": "def f():\n    '''Doc.'''\n    raise NotImplementedError\n"}, "elided"),
    ({"a.md": "\n".join(map(str, range(100)))}, {"a.md": "1\n"}, "truncated"),
    ({}, {"a.py": "```python\nx = 1\n```\n"}, "marker"),
    ({}, {"a.js": "```js\nlet x = 1\n```\n"}, "marker"),
    ({}, {"a.py": "<<<<<<< SEARCH\nx = 1\n"}, "marker"),
    ({"a.py": "x = 1\n"}, {"a.py": None}, "deleted"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code"), WHOLE, ids=[f"{w[2]}-{i}" for i, w in enumerate(WHOLE)])
async def test_what_was_not_sent_whole_is_refused(
    judge: Judge, before: dict[str, str], after: dict[str, str | None], code: str
) -> None:
    judge.only = ("whole",)
    report = await judge.project(before).check(after)
    assert codes(report) == [code]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "x = ...\n"),
        ("x = 1\n", "x = 1\n# The rest of the world\n"),
        ("x = 1\n", "x = 1\n# see the existing code of conduct\n"),
        ("class A:\n    def f(self):\n        pass\n", "class A:\n    def f(self):\n        pass\n\n    y = 2\n"),
        ("x = 1\n", "from typing import Protocol\nclass P(Protocol):\n    def f(self): ...\n"),
        ("x = 1\n", "x = 1\nDOC = '''\n```python\ncode\n```\n'''\n"),
        (
            "x = 1\n",
            "# ... rest of the code ...\nx = 1\n".replace(
                "# ... rest of the code ...", "# The remaining items are kept"
            ),
        ),
    ],
)
async def test_harmless_text_counts_as_whole(judge: Judge, before: str, after: str) -> None:
    judge.only = ("whole",)
    report = await judge.project({"a.py": before}).check({"a.py": after})
    assert report.ok, messages(report)


async def test_tests_that_judge_can_not_be_changed(judge: Judge) -> None:
    judge.project({"a.py": "x = 1\n", "test_a.py": "def test(): assert 0\n"})
    asked = requirements_from("Fix the bug in a.py", ["a.py", "test_a.py"])
    report = await judge.check({"test_a.py": "def test(): pass\n"}, asked=asked)
    assert codes(report)[0] == "protected"
    assert "edit refused: test_a.py" in messages(report)[0]
    assert status_of(report, "python-tests") == "absent"


async def test_a_lost_public_name_is_found_with_its_user(judge: Judge) -> None:
    judge.project({"a.py": "def f():\n    return 1\n\ndef g():\n    return 2\n", "main.py": "from a import g\n"})
    report = await judge.check({"a.py": "def f():\n    return 3\n"})
    assert "a.py lost the public name 'g'. main.py may use it. Keep it." in messages(report)


async def test_a_name_that_the_task_removes_or_moves_may_go(judge: Judge) -> None:
    judge.only = ("public-names",)
    judge.project({"a.py": "def f():\n    return 1\n\ndef g():\n    return 2\n"})
    report = await judge.check({"a.py": "def f():\n    return 1\n"}, removed=["g"])
    assert report.ok
    judge.project({"c.py": "def f():\n    return 1\n\ndef g():\n    return 2\n"})
    report = await judge.check({"c.py": "def f():\n    return 1\n", "d.py": "def g():\n    return 2\n"})
    assert report.ok


@needs_node
async def test_a_lost_export_of_javascript_is_found(judge: Judge) -> None:
    judge.project({"a.js": "exports.f = () => 1;\nexports.g = () => 2;\n"})
    report = await judge.check({"a.js": "exports.f = () => 1;\n"})
    assert codes(report) == ["lost-name"]


CONTRACT = [
    ("Write a function `slugify(text)` in slug.py", {"slug.py": "def slug(text):\n    return text\n"}, ["missing-name"]),
    ("Write a function `slugify(text)` in slug.py", {"slug.py": "def slugify(text):\n    return text\n"}, []),
    ("Write a function `slugify(text)` in slug.py", {"slug.py": "def slugify():\n    return 1\n"}, ["wrong-parameters"]),
    ("Write a function `slugify(text)` in slug.py", {"slug.py": "slugify = str.lower\n"}, []),
    ("Write a function `slugify(text)` in slug.py", {"other.py": "def slugify(text):\n    return text\n"}, ["missing-file"]),
    ("Create class Stack with methods push and pop in s.py", {"s.py": "class Stack:\n    def push(self, x): return x\n"}, ["missing-name"]),
    ("Create class Stack with methods push(item) and pop() in s.py",
     {"s.py": "class Stack:\n    def push(self, item): return 1\n    def pop(self): return 1\n"}, []),
    ("Create m.js with functions add(a, b) and sub(a, b) and export them",
     {"m.js": "function add(a, b) { return a + b; }\nfunction sub(a, b) { return a - b; }\n"}, ["missing-export", "missing-export"]),
    ("Create m.js with functions add(a, b) and sub(a, b) and export them",
     {"m.js": "const add = (a, b) => a + b;\nfunction sub(a, b) { return a - b; }\nmodule.exports = { add, sub };\n"}, []),
    ("Create m.mjs with a function add(a, b) and export it", {"m.mjs": "export function add(a, b) { return a + b; }\n"}, []),
    ("Create m.js with a class Shape with a method area, exported", {"m.js": "class Shape { area() { return 1; } }\nexports.Shape = Shape;\n"}, []),
    ("Make f.html with fields name and email", {"f.html": '<form><input name="name"><input id="email"></form>'}, ["missing-field"]),
    ("Delete old.py", {"x.py": "y = 1\n"}, ["extra-file"]),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "files", "expected"), CONTRACT, ids=[str(i) for i in range(len(CONTRACT))])
async def test_the_task_s_contract_is_ticked_off(
    judge: Judge, prompt: str, files: dict[str, str], expected: list[str]
) -> None:
    judge.project({"old.py": "z = 1\n"})
    judge.only = ("contract",)
    report = await judge.check(dict(files), asked=requirements_from(prompt, ["old.py"]))
    assert codes(report) == expected, messages(report)


async def test_a_named_function_without_a_body_is_refused(judge: Judge) -> None:
    asked = requirements_from("Write `f(a)` in a.py")
    report = await judge.check({"a.py": "def f(a):\n    pass\n"}, asked=asked)
    assert "f has no body" in messages(report)[0]


IMPORTS = [
    ("a.py", "import requests\n", "requests is neither"),
    ("a.py", "import json, os.path\nfrom collections import abc\n", ""),
    ("a.py", "from shop import totl\n", "shop.py has no 'totl'. There is: total"),
    ("a.py", "from shop import total, TAX\n", ""),
    ("a.py", "import shop.cart\n", "no module shop.cart"),
    ("a.py", "from pkg import inner\nfrom pkg.inner import deep\n", ""),
    ("pkg/b.py", "from .inner import deep\nfrom . import inner\nfrom ..shop import total\n", ""),
    ("pkg/b.py", "from .outer import x\n", "no module"),
    ("a.py", "try:\n    import numpy\nexcept ImportError:\n    numpy = None\n", ""),
    ("a.py", "import yaml\n", ""),
    ("a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n", ""),
    ("test_a.py", "import pytest\n", ""),
    ("a.js", "const x = require('lodash');\n", "Use plain array"),
    ("a.js", "const fs = require('fs'); const p = require('node:path');\n", ""),
    ("a.js", "const e = require('express');\n", ""),
    ("a.js", "const { add } = require('./lib/math');\n", ""),
    ("a.js", "const { ad } = require('./lib/math');\n", "does not export 'ad'. It exports: add"),
    ("a.mjs", "import { add } from './lib/maths.js';\n", "no file ./lib/maths.js. Near names: ./lib/math.js"),
    ("a.ts", "import { add } from './lib/math.js';\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "message"), IMPORTS, ids=[f"{p}-{i}" for i, (p, _, _) in enumerate(IMPORTS)])
async def test_imports_lead_somewhere(judge: Judge, path: str, text: str, message: str) -> None:
    judge.only = ("imports",)
    judge.project({
        "shop.py": "TAX = 1\n\ndef total(): return TAX\n", "pkg/__init__.py": "", "pkg/inner.py": "deep = 1\n",
        "requirements.txt": "PyYAML>=6\n# comment\n", "package.json": '{"dependencies": {"express": "1"}}',
        "lib/math.js": "exports.add = (a, b) => a + b;\n",
    })  # fmt: skip
    report = await judge.check({path: text})
    assert report.ok == (not message), messages(report)
    assert not message or message in messages(report)[0]


async def test_modules_are_found_where_python_finds_them(judge: Judge) -> None:
    judge.only = ("imports",)
    judge.project({
        "pyproject.toml": '[tool.setuptools.package-dir]\n"app" = "app"\n"app.parts" = "parts"\n',
        "app/__init__.py": "", "app/types.py": "X = 1\n", "parts/__init__.py": "", "parts/one.py": "Y = 1\n",
        "case/lib.py": "Z = 1\n",
    })  # fmt: skip
    report = await judge.check({
        "app/a.py": "from types import MappingProxyType\nfrom app.types import X\nfrom app.parts.one import Y\n",
        "case/use.py": "from lib import Z\n",
    })  # fmt: skip
    assert report.ok, messages(report)
    report = await judge.check(
        {"app/b.py": "from app.parts.one import Nothing\n", "case/use.py": "from lib import Q\n"}
    )
    assert len(messages(report)) == 2


async def test_an_untrusted_folder_runs_nothing(judge: Judge) -> None:
    judge.trusted = False
    judge.project({"a.py": "x = 1\n", "test_a.py": "import a\n\ndef test(): assert a.x\n"})
    baseline = await judge.take_baseline()
    assert baseline.passed == []
    report = await judge.check(
        {"a.py": "open('ran', 'w').close()\nx = 2\n"}, asked=Requirements(commands=["touch ran"])
    )
    assert not (judge.root / "ran").exists()
    assert {c.status for c in report.checks if c.kind == "runs"} == {"not_checked"}
    assert not report.ran and report.ok


async def test_the_first_unparsable_file_ends_the_round(judge: Judge) -> None:
    judge.project({"a.py": "x = 1\n", "test_a.py": "import a\n\ndef test(): assert a.x\n"})
    report = await judge.check({"a.py": "x = (\n", "b.json": "{"})
    assert [c.check for c in report.checks if c.status == "failed"] == ["python-syntax", "json-syntax"]
    assert status_of(report, "python-tests") == "absent"


async def test_a_validator_of_the_task_runs_its_command_and_reads_its_output(judge: Judge) -> None:
    judge.extra = [{
        "name": "no-todo", "class": "reads", "files": ["*.txt"], "command": ["grep", "-n", "-H", "TODO", "{file}"],
        "pattern": r"^(?P<file>[^:]+):(?P<line>\d+):(?P<message>.*)$",
    }]  # fmt: skip
    judge.only = ("no-todo",)
    report = await judge.check({"a.txt": "fine\n"})
    assert status_of(report, "no-todo") == "failed"


def test_a_wrong_validator_is_named() -> None:
    from smallcode.errors import BadInput
    from smallcode.validation.spec import load_validators

    with pytest.raises(BadInput, match=r"Validator 'x': entry: .*either"):
        load_validators([{"name": "x", "class": "reads"}])
    with pytest.raises(BadInput, match="'y': class"):
        load_validators([{"name": "y", "class": "runs?", "command": ["x"]}])


def test_named_symbol_is_qualified() -> None:
    assert NamedSymbol(name="a", parent="B").qualified == "B.a"
