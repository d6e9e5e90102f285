"""Outlines: names, kinds, exact ranges, what is public; references, callers, imports."""

# ruff: noqa: E501 - texts of files, one a line

from __future__ import annotations

import time

import pytest

from smallcode.code.languages import languages
from smallcode.code.symbols import (
    Import,
    callers,
    enclosing,
    find_symbol,
    imports,
    outline,
    public_names,
    references,
)

# language, text, {qualified: (kind, public)}
OUTLINES = [
    (
        "python",
        "K = 1\n@dec\ndef f(a):\n    def inner(): pass\nclass C(D):\n    @property\n    def p(self): ...\n    def _q(self): pass\nif x:\n    def g(): pass\n",
        {"K": ("constant", 1), "f": ("function", 1), "f.inner": ("function", 0), "C": ("class", 1), "C.p": ("method", 1), "C._q": ("method", 0), "g": ("function", 1)},
    ),
    (
        "javascript",
        "export const X = 1, fn = (a) => a;\nexport default function foo() {}\nclass A { #p = 1; async m(x) {} f = () => 2; }\nexport { A };\nA.prototype.z = function () {};\nfunction hidden() {}\n",
        {"X": ("constant", 1), "fn": ("function", 1), "foo": ("function", 1), "A": ("class", 1), "A.#p": ("field", 0), "A.m": ("method", 1), "A.f": ("method", 1), "A.z": ("method", 1), "hidden": ("function", 0)},
    ),
    (
        "javascript",
        "function a() {}\nfunction b() {}\nmodule.exports = { a, c() {} };\nexports.d = function () {};\n",
        {"a": ("function", 1), "b": ("function", 0), "c": ("method", 1), "d": ("function", 1)},
    ),
    (
        "typescript",
        "export interface I { m(): void }\nexport type T = string;\nexport enum E { A }\nexport abstract class C<T> { private x = 1; abstract z(): void }\nnamespace N { export function q() {} }\n",
        {"I": ("interface", 1), "I.m": ("method", 1), "T": ("type", 1), "E": ("enum", 1), "C": ("class", 1), "C.x": ("field", 0), "C.z": ("method", 1), "N": ("module", 0), "N.q": ("function", 0)},
    ),
    (
        "java",
        "class A {\n  private int x;\n  public int m() { return 1; }\n  private void h() {}\n  class In { void q() {} }\n}\ninterface I { void z(); }\n",
        {"A": ("class", 1), "A.x": ("field", 0), "A.m": ("method", 1), "A.h": ("method", 0), "A.In": ("class", 1), "A.In.q": ("method", 1), "I": ("interface", 1), "I.z": ("method", 1)},
    ),
    (
        "go",
        "package a\nfunc Top() {}\nfunc (s *S) M() {}\nfunc (s S[T]) n() {}\ntype S struct{}\ntype I interface{ M() }\nconst K = 1\n",
        {"Top": ("function", 1), "S.M": ("method", 1), "S.n": ("method", 0), "S": ("struct", 1), "I": ("interface", 1), "K": ("constant", 1)},
    ),
    (
        "rust",
        "pub struct S;\nimpl S { pub fn m(&self) {} fn h(&self) {} }\nimpl<T> Tr for V<T> { fn t() {} }\nmod m { pub fn inner() {} }\nmacro_rules! mm { () => {} }\n",
        {"S": ("struct", 1), "S.m": ("method", 1), "S.h": ("method", 0), "V.t": ("method", 1), "m": ("module", 0), "m.inner": ("function", 0), "mm": ("macro", 0)},
    ),
    (
        "c",
        "#define K 1\nstatic int top(int a) { return 1; }\nint *ptr(void) { return 0; }\nstruct S { int a; };\ntypedef int (*Fn)(int);\nint proto(int);\n",
        {"K": ("constant", 1), "top": ("function", 0), "ptr": ("function", 1), "S": ("struct", 1), "Fn": ("type", 1), "proto": ("function", 1)},
    ),
    (
        "cpp",
        "namespace n {\nclass A { public: A(); int m() const { return 1; } private: int h(); };\nint A::q() { return 1; }\ntemplate <typename T> T tmpl(T a) { return a; }\n}\n",
        {"A": ("class", 1), "A.A": ("method", 1), "A.m": ("method", 1), "A.h": ("method", 0), "A.q": ("method", 1), "tmpl": ("function", 1)},
    ),
    (
        "c-sharp",
        "namespace N {\n[Attr] public class A { private int x; public int P { get; set; } public int M(int a) => 1; }\ninterface I { void Z(); }\n}\n",
        {"A": ("class", 1), "A.P": ("field", 1), "A.M": ("method", 1), "I": ("interface", 1), "I.Z": ("method", 1)},
    ),
    (
        "kotlin",
        "class A(val x: Int) {\n    fun m(): Int = 1\n    companion object {\n        fun s() {}\n    }\n}\n\nprivate fun top(a: Int) {}\nfun String.ext() {}\n",
        {"A": ("class", 1), "A.m": ("method", 1), "A.Companion.s": ("method", 1), "top": ("function", 0), "ext": ("function", 1)},
    ),
    (
        "swift",
        "class A {\n  init(y: Int) {}\n  func m() -> Int { return 1 }\n}\nstruct S {}\nprotocol P { func q() }\nextension A { func ext() {} }\nprivate func hid() {}\n",
        {"A": ("class", 1), "A.init": ("method", 1), "A.m": ("method", 1), "S": ("struct", 1), "P": ("interface", 1), "P.q": ("method", 1), "A.ext": ("method", 1), "hid": ("function", 0)},
    ),
    (
        "php",
        "<?php\nclass K { const X = 1; public function a() {} private static function s() {} }\ninterface I { function z(); }\nfunction top($a) {}\n",
        {"K": ("class", 1), "K.X": ("field", 1), "K.a": ("method", 1), "K.s": ("method", 0), "I": ("interface", 1), "I.z": ("method", 1), "top": ("function", 1)},
    ),
    (
        "ruby",
        "module M\n  class A < B\n    def m(a); end\n    def self.s; end\n    private\n    def h; end\n  end\nend\ndef top; end\n",
        {"M": ("module", 1), "M.A": ("class", 1), "M.A.m": ("method", 1), "M.A.s": ("method", 1), "M.A.h": ("method", 0), "top": ("function", 1)},
    ),
    (
        "lua",
        "local M = {}\nfunction M.foo(a) end\nfunction M:bar() end\nlocal function baz() end\nM.x = function() end\n",
        {"M": ("constant", 0), "M.foo": ("method", 1), "M.bar": ("method", 1), "baz": ("function", 0), "M.x": ("method", 1)},
    ),
    ("bash", "K=1\nfoo() { echo; }\nfunction bar { echo; }\n", {"K": ("constant", 1), "foo": ("function", 1), "bar": ("function", 1)}),
    ("css", ".a, #b > c { color: red }\n", {".a, #b > c": ("rule", 0)}),
    ("toml", "[a.b]\nx = 1\n", {"a.b": ("key", 0), "a.b.x": ("key", 0)}),
    ("json", '{"a": {"b": 1}}', {"a": ("key", 0), "a.b": ("key", 0)}),
    ("yaml", "a:\n  b: 1\n", {"a": ("key", 0), "a.b": ("key", 0)}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), OUTLINES)
def test_an_outline_names_what_a_file_defines(name, text, expected):
    found = {s.qualified: (s.kind, int(s.public)) for s in outline(text, languages()[name])}
    assert {key: found.get(key) for key in expected} == expected
    assert set(found) - set(expected) <= {"A.x", "S.a"}


# language, text before, the symbol's own text, text after, name
RANGES = [
    ("python", "# licence\n\n", "# about f\n@dec\n@dec2(\n    1)\ndef f(a):\n    return 1", "\n# after\nx = 1\n", "f"),
    ("python", "x = 1  # note\n", "def f(): pass", "\n", "f"),
    ("python", "#!/usr/bin/env python\n", "def f(): pass", "\n", "f"),
    ("javascript", "let a = 1;\n\n", "/** doc */\nexport default function f() {\n}", "\nf();\n", "f"),
    ("javascript", "", "export const f = () => {\n  return 1;\n};", "\n", "f"),
    ("typescript", "import x from 'x';\n", "// doc\n@Dec()\nexport class F {\n}", "\n", "F"),
    ("typescript", "class A {\n  ", "@Dec()\n  m() {}", "\n}\n", "A.m"),
    ("java", "class A {\n  int x; // x\n  ", "/** d */\n  @Override\n  public int m() {\n  }", "\n}\n", "A.m"),
    ("rust", "use a;\n\n", "/// doc\n#[derive(Debug)]\npub struct S;", "\n", "S"),
    ("go", "package a\n\n", "// F does.\nfunc F() {\n}", "\n\nvar x = 1\n", "F"),
    ("cpp", "", "template <class T>\nstruct S {\n  T x;\n};", "\nint y;\n", "S"),
    ("c", "", "struct S { int a; };", "\n", "S"),
    ("php", "<?php\n", "/** d */\n#[Attr]\nfunction f() {}", "\n", "f"),
    ("ruby", "class A\n  ", "# doc\n  def m\n  end", "\nend\n", "A.m"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "own", "after", "symbol"), RANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_range_holds_exactly_what_belongs_to_the_symbol(name, before, own, after, symbol, newline):
    before, own, after = (part.replace("\n", newline) for part in ("é" and before, own, after))
    text = before + own + after
    [found] = find_symbol(text, languages()[name], symbol)
    data = text.encode()
    assert data[found.start_byte : found.end_byte].decode() == own
    assert found.start_line == before.count("\n") + 1
    assert found.end_line == found.start_line + own.count("\n")


def test_bytes_count_in_utf8():
    text = "a = 'é漢'\n\n\ndef f():\n    return 'ü'\n"
    [found] = find_symbol(text, languages()["python"], "f")
    assert text.encode()[found.start_byte : found.end_byte].decode() == "def f():\n    return 'ü'"


@pytest.mark.parametrize("name", ["A.m", "A::m", "A#m", "A->m()", "m", "`A.m`", "mod.A.m"[4:]])
def test_a_symbol_is_found_in_any_spelling(name):
    assert [s.qualified for s in find_symbol("class A:\n    def m(self): pass\n", languages()["python"], name)] == [
        "A.m"
    ]


def test_an_unknown_or_empty_name_finds_nothing():
    for name in ("", "  ", "nope", "B.m", "::"):
        assert find_symbol("class A:\n    def m(self): pass\n", languages()["python"], name) == []


def test_signatures_leave_the_body_out():
    text = "class A:\n    @dec\n    def m(self, a: int = 1,\n          *, b) -> str:\n        return a\n"
    assert find_symbol(text, languages()["python"], "m")[0].signature == "def m(self, a: int = 1, *, b) -> str:"
    [f] = find_symbol("export async function f(a, b) {\n}\n", languages()["javascript"], "f")
    assert f.signature == "export async function f(a, b)"


def test_public_names_leave_out_variables_and_fields():
    text = "LIMIT = 1\napp = make()\nclass A:\n    x = 1\n    def m(self): pass\n    def __init__(self): pass\n"
    assert public_names(text, languages()["python"]) == {"LIMIT", "A", "A.m", "A.__init__"}


def test_the_innermost_symbol_round_a_line():
    symbols = outline("class A:\n    def m(self):\n        pass\n\nx = 1\n", languages()["python"])
    assert [getattr(enclosing(symbols, line), "qualified", None) for line in (1, 3, 4)] == ["A", "A.m", None]


def test_references_are_names_in_code_only():
    text = "import os\n# comment_name\ndef f(a):\n    return os.path.join(a, 'string_name', g(b=1))\n"
    found = references(text, languages()["python"])
    assert {"os", "path", "join", "a", "g", "b", "f"} <= found
    assert not {"comment_name", "string_name"} & found


def test_callers_are_the_symbols_that_mention_a_name():
    text = "def a():\n    return b()\n\ndef b():\n    return 1\n\nclass C:\n    def m(self):\n        return a() + b()\n\ndef r():\n    return r()\n"
    python = languages()["python"]
    assert [s.qualified for s in callers(text, python, "b")] == ["a", "C.m"]
    assert [s.qualified for s in callers(text, python, "r")] == ["r"]
    assert callers(text, python, "") == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("python", "import a.b as c, d\nfrom .x import (y, z as w)\nfrom q import *\n", [("a.b", ()), ("d", ()), (".x", ("y", "z")), ("q", ("*",))]),
        ("javascript", "import d, { a as b } from './m.js';\nimport * as n from 'n';\nimport 's';\nconst { r, t: u } = require('q');\nexport * from './e';\n", [("./m.js", ("default", "a")), ("n", ("*",)), ("s", ("*",)), ("q", ("r", "t")), ("./e", ("*",))]),
        ("typescript", "import type { Q } from './q';\n", [("./q", ("Q",))]),
        ("go", 'package a\nimport (\n\t"fmt"\n\tx "y/z"\n)\n', [("fmt", ()), ("y/z", ())]),
        ("rust", "use a::b;\n", [("a::b", ())]),
        ("java", "import a.b.C;\n", [("a.b.C", ())]),
        ("c", '#include <a.h>\n#include "b.h"\n', [("a.h", ()), ("b.h", ())]),
        ("ruby", "require 'x'\n", [("x", ())]),
        ("lua", "local x = require('a.b')\n", [("a.b", ())]),
    ],
)  # fmt: skip
def test_imports_name_module_and_names(name, text, expected):
    assert [(one.module, one.names) for one in imports(text, languages()[name])] == [
        (module, () if module == "s" else names) for module, names in expected
    ]


def test_imports_know_their_line():
    assert imports("x = 1\nimport os\n", languages()["python"]) == [Import(module="os", names=(), line=2)]


def test_a_long_file_is_outlined_quickly():
    text = "".join(
        f"class C{n}:\n    def m(self, a):\n        b = a + {n}\n        for x in b:\n            print(x, [y for y in x])\n        return b\n\n\n"
        for n in range(400)
    )
    python = languages()["python"]
    outline(text, python)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        found = outline(text, python)
        times.append(time.perf_counter() - began)
        assert (len(text.splitlines()), len(found)) == (3200, 800)
    assert min(times) < 0.3, times
