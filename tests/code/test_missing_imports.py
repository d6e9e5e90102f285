"""Imports that new code lacks, and that can mean only one thing."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.code.missing_imports import with_missing_imports

PARCELS = {"parcels.py": "PRICES = {}\n\n\ndef price(grams):\n    return grams\n\n\nclass Parcel:\n    pass\n"}
PYTHON = [
    # what the text says, what is there besides, what is to be added
    ("def f(t):\n    return re.sub('a', 'b', t)\n", {}, ["import re"]),
    ("def f(t):\n    return re.sbu('a', 'b', t)\n", {}, []),
    ("def f(t):\n    return string.upper()\n", {}, []),
    ("def f():\n    return datetime.now() + timedelta(days=1)\n", {},
     ["from datetime import datetime", "from datetime import timedelta"]),
    ("def f():\n    return datetime.datetime.now()\n", {}, ["import datetime"]),
    ("def f(x: List[int]) -> Optional[int]:\n    return x[0]\n", {},
     ["from typing import List", "from typing import Optional"]),
    ("from a import *\n\n\ndef f():\n    return re.sub\n", {}, []),
    ("def f(re):\n    return re.sub\n", {}, []),
    ("def f(:\n    return re.sub\n", {}, []),
    ("def f():\n    return nothing_knows_this\n", PARCELS, []),
    ("def test_price():\n    assert price(5) == 5\n", PARCELS, ["from parcels import price"]),
    ("def test_price():\n    assert parcels.price(5) == 5\n", PARCELS, ["import parcels"]),
    ("def test_price():\n    assert price(5) == 5\n", {**PARCELS, "old.py": "def price(x):\n    return 1\n"}, []),
    ("def test_price():\n    assert price(5) == 5\n", {**PARCELS, "test_old.py": "def price(x):\n    return 1\n"},
     ["from parcels import price"]),
    ("def f():\n    return price(5)\n", {"parcels.py": "import test_it\n\n\ndef price(x):\n    return 1\n"}, []),
    ("def f():\n    return total(5)\n",
     {"src/shop/__init__.py": "", "src/shop/cart.py": "def total(x):\n    return 1\n"},
     ["from shop.cart import total"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "expected"), PYTHON)
def test_python(text: str, files: dict[str, str], expected: list[str]) -> None:
    after, added = with_missing_imports("test_it.py", text, {**files, "test_it.py": text})
    assert added == expected
    assert after.endswith(text) and [line for line in after.splitlines() if "import" in line][: len(added)] == added
    if added:
        ast.parse(after)
        assert with_missing_imports("test_it.py", after, files) == (after, [])


PLACES = [
    ("def f():\n    return os.getcwd()\n", "import os\n\n\ndef f():\n    return os.getcwd()\n"),
    ('"""Doc."""\n\nX = os.getcwd()\n', '"""Doc."""\n\nimport os\n\nX = os.getcwd()\n'),
    ('"""Doc."""\nfrom __future__ import annotations\n\nimport re\n\nX = os.getcwd(), re\n',
     '"""Doc."""\nfrom __future__ import annotations\n\nimport os\nimport re\n\nX = os.getcwd(), re\n'),
    ("#!/usr/bin/env python3\n# Mine.\nX = os.getcwd()\n",
     "#!/usr/bin/env python3\n# Mine.\n\nimport os\n\n\nX = os.getcwd()\n"),
    ("X = os.getcwd()\r\n", "import os\r\n\r\n\r\nX = os.getcwd()\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_the_place_is_where_imports_stand(text: str, expected: str) -> None:
    assert with_missing_imports("a.py", text, {})[0] == expected


GO = [
    ('package a\n\nfunc F(n int) string {\n\treturn strconv.Itoa(n)\n}\n', ['import "strconv"'],
     'package a\n\nimport "strconv"\n\nfunc'),
    ('package a\n\nimport (\n\t"fmt"\n)\n\nfunc F() string {\n\tfmt.Println()\n\treturn strings.Repeat("a", 1)\n}\n',
     ['import "strings"'], '"strings"\n\t"fmt"'),
    ('package a\n\nimport "fmt"\n\nfunc F(n int) int {\n\treturn n\n}\n', ['no import "fmt"'], "package a\n\n\nfunc"),
    ('package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc F() {\n\tos.Exit(1)\n}\n', ['no import "fmt"'],
     'import (\n\t"os"\n)'),
    ('package a\n\nfunc F(strings []string) int {\n\treturn strings.Len()\n}\n', [], "package a\n\nfunc"),
    ('package a\n\nfunc F() {\n\tunknown.Do()\n}\n', [], "package a\n\nfunc"),
    ('package a\n\nimport _ "fmt"\nimport x "os"\nimport "example.com/y"\n\nfunc F() {}\n', [], 'import _ "fmt"'),
    ('package a\n\nfunc F(b *strings.Builder) {}\n', ['import "strings"'], "strings"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "holds"), GO)
def test_go(text: str, expected: list[str], holds: str) -> None:
    after, notes = with_missing_imports("a.go", text, {})
    assert notes == expected and holds in after
    assert with_missing_imports("a.go", after, {}) == (after, [])


RUST = [
    ("pub fn f() -> HashMap<String, i32> {\n    HashMap::new()\n}\n", ["use std::collections::HashMap;"]),
    ("use std::collections::{BTreeMap, HashMap};\n\npub fn f(a: BTreeMap<i32, i32>) -> HashMap<i32, i32> {}\n", []),
    ("pub fn f() -> std::collections::HashMap<String, i32> {\n    std::collections::HashMap::new()\n}\n", []),
    ("struct HashMap;\n\npub fn f() -> HashMap {\n    HashMap\n}\n", []),
    ("//! Docs.\n#![allow(dead_code)]\n\nuse std::fmt;\n\nfn f(a: HashSet<i32>) {}\n",
     ["use std::collections::HashSet;"]),
    ("// HashMap\npub fn f() {}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RUST)
def test_rust(text: str, expected: list[str]) -> None:
    after, added = with_missing_imports("src/lib.rs", text, {})
    assert added == expected
    assert with_missing_imports("src/lib.rs", after, {}) == (after, [])
    if text.startswith("//!"):
        assert after.startswith("//! Docs.\n#![allow(dead_code)]\n\nuse std::collections::HashSet;\nuse std::fmt;")


MATH = {"sum.mjs": "export function sum(a, b) {\n  return a + b;\n}\nexport default function other() {}\n"}
COMMON = {
    "sum.js": "function sum(a) {\n  return a;\n}\nmodule.exports = { sum };\n",
    "one.js": "module.exports = one;\nfunction one() {}\n",
}
JAVASCRIPT = [
    ("sum.test.mjs", "assert.equal(sum(1, 2), 3);\n", MATH,
     ['import assert from "node:assert";', 'import { sum } from "./sum.mjs";']),
    ("test/sum.test.mjs",
     'import assert from "node:assert";\n\ntest("adds", () => {\n  assert.equal(sum(1, 2), 3);\n});\n', MATH,
     ['import { test } from "node:test";', 'import { sum } from "../sum.mjs";']),
    ("sum.test.js", '"use strict";\n\nassert.equal(sum(1), 1);\none();\n', COMMON,
     ['const assert = require("node:assert");', 'const { sum } = require("./sum.js");']),
    ("sum.test.js", 'test("adds", () => {\n  expect(sum(1)).toBe(1);\n});\n',
     {**COMMON, "package.json": '{"devDependencies": {"jest": "1"}}'},
     ['const { sum } = require("./sum.js");']),
    ("use.mjs", "other();\n", MATH, []),
    ("use.mjs", "const sum = (a) => a;\nsum(1);\n", MATH, []),
    ("use.mjs", "export function f(fs) {\n  return fs.readFileSync('a');\n}\n", MATH, []),
    ("use.mjs", "export function f( {\n  return fs.readFileSync('a');\n}\n", MATH, []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "files", "expected"), JAVASCRIPT)
def test_javascript(path: str, text: str, files: dict[str, str], expected: list[str]) -> None:
    after, added = with_missing_imports(path, text, files)
    assert added == expected
    assert with_missing_imports(path, after, files) == (after, [])


@pytest.mark.parametrize("path", ["a.go", "a.rs", "a.mjs", "a.py"])
def test_bytes_that_are_no_text_come_through(path: str) -> None:
    code = {
        "a.go": "package a\n\n// \udcff\nfunc F() {\n\tos.Exit(1)\n}\n",
        "a.rs": "// \udcff\nfn f(a: HashMap<i32, i32>) {}\n",
        "a.mjs": "// \udcff\nassert(1);\n", "a.py": "# \udcff\nos.getcwd()\n",
    }[path]  # fmt: skip
    after, added = with_missing_imports(path, code, {})
    assert "\udcff" in after and (added or path == "a.py")


@given(st.text(max_size=80), st.sampled_from(["a.py", "a.go", "a.rs", "a.mjs", "a.js", "a.txt", "Makefile"]))
def test_any_text_is_taken(text: str, path: str) -> None:
    after, added = with_missing_imports(path, text, PARCELS)
    assert added or after == text
