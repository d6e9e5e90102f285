"""Edits of one symbol in many languages: the exact result, and what may come along."""

# ruff: noqa: E501 - texts of files, one a line

from __future__ import annotations

import pytest

from smallcode.edits.apply import apply_edit
from smallcode.edits.types import SymbolEdit

from .cases import CALC, MENDED, refusal

SHOP = '''"""doc"""
import os


class Cart:
    """A cart."""

    def __init__(self):
        self.items = []

    @property
    def total(self):
        return sum(self.items)

    def add(self, x):
        self.items.append(x)


if __name__ == "__main__":
    Cart()
'''


def symbol(name: str, text: str, path: str = "shop.py") -> SymbolEdit:
    return SymbolEdit(path=path, symbol=name, text=text)


# path, symbol, what stands there, what the model sends, what becomes of it
REPLACED = [
    ("a.py", "add", "def add(a):\n    return a\n", "def add(a):\n    return -a\n", "def add(a):\n    return -a\n"),
    (
        "a.ts",
        "Cart.total",
        "export class Cart {\n  a = 1;\n\n  /** sum */\n  @Memo()\n  total(): number {\n    return 1;\n  }\n}\n",
        "total(): number {\n    return this.a;\n}",
        "export class Cart {\n  a = 1;\n\n  /** sum */\n  @Memo()\n  total(): number {\n    return this.a;\n  }\n}\n",
    ),
    (
        "a.tsx",
        "App",
        "export const App = () => {\n  return <div>hi</div>;\n};\n",
        "const App = () => {\n  return <p>ho</p>;\n};",
        "export const App = () => {\n  return <p>ho</p>;\n};\n",
    ),
    (
        "A.java",
        "A.m",
        "class A {\n    /** d */\n    @Override\n    int m(int a) {\n        return 1;\n    }\n\n    int m(int a, int b) {\n        return 2;\n    }\n}\n",
        "int m(int a, int b) {\n    return 3;\n}",
        "class A {\n    /** d */\n    @Override\n    int m(int a) {\n        return 1;\n    }\n\n    int m(int a, int b) {\n        return 3;\n    }\n}\n",
    ),
    (
        "a.go",
        "S.M",
        "package a\n\n// M does.\nfunc (s *S) M() int {\n\treturn 1\n}\n",
        "func (s *S) M() int {\n    if s != nil {\n        return 2\n    }\n    return 1\n}",
        "package a\n\n// M does.\nfunc (s *S) M() int {\n\tif s != nil {\n\t\treturn 2\n\t}\n\treturn 1\n}\n",
    ),
    (
        "a.rs",
        "S::m",
        "use a::b;\n\nimpl S {\n    /// m\n    #[inline]\n    pub fn m(&self) -> i32 {\n        1\n    }\n}\n",
        "use std::fmt;\n\npub fn m(&self) -> i32 {\n    2\n}",
        "use a::b;\nuse std::fmt;\n\nimpl S {\n    /// m\n    #[inline]\n    pub fn m(&self) -> i32 {\n        2\n    }\n}\n",
    ),
    ("a.c", "m", "int m(int a)\n{\n\treturn 1;\n}\n", "int m(int a)\n{\n    return 2;\n}", "int m(int a)\n{\n\treturn 2;\n}\n"),
    ("a.cpp", "A::m", "int A::m() {\n  return 1;\n}\n", "int A::m() {\n  return 2;\n}", "int A::m() {\n  return 2;\n}\n"),
    (
        "a.cs",
        "A.H",
        "namespace N\n{\n    class A\n    {\n        int H() { return 2; }\n    }\n}\n",
        "int H()\n{\n    return 3;\n}",
        "namespace N\n{\n    class A\n    {\n        int H()\n        {\n            return 3;\n        }\n    }\n}\n",
    ),
    ("a.kt", "A.m", "class A {\n    fun m(): Int {\n        return 1\n    }\n}\n", "fun m(): Int {\n    return 2\n}", "class A {\n    fun m(): Int {\n        return 2\n    }\n}\n"),
    ("a.php", "K::m", "<?php\nclass K\n{\n    public function m($a)\n    {\n        return 1;\n    }\n}\n", "public function m($a)\n{\n    return 2;\n}", "<?php\nclass K\n{\n    public function m($a)\n    {\n        return 2;\n    }\n}\n"),
    ("a.rb", "A#m", "class A\n  # doc\n  def m(a)\n    1\n  end\nend\n", "def m(a)\n  2\nend", "class A\n  # doc\n  def m(a)\n    2\n  end\nend\n"),
    ("a.lua", "M.foo", "local M = {}\n\nfunction M.foo(a)\n  return 1\nend\n\nreturn M\n", "function M.foo(a)\n  return 2\nend", "local M = {}\n\nfunction M.foo(a)\n  return 2\nend\n\nreturn M\n"),
    ("a.sh", "foo", "# doc\nfoo() {\n  echo 1\n}\n\nfoo\n", "foo() {\n  echo 2\n}", "# doc\nfoo() {\n  echo 2\n}\n\nfoo\n"),
    ("a.swift", "A.m", "class A {\n    func m() -> Int {\n        return 1\n    }\n}\n", "func m() -> Int {\n    return 2\n}", "class A {\n    func m() -> Int {\n        return 2\n    }\n}\n"),
    ("a.css", ".a", ".a { color: red }\n.b { color: blue }\n", ".a { color: green }", ".a { color: green }\n.b { color: blue }\n"),
    ("a.js", "A.m", "class A { m() { return 1; } n() { return 2; } }\n", "m() { return 3; }", "class A { m() { return 3; } n() { return 2; } }\n"),
    ("a.py", "LIMIT", "LIMIT = 3\n\n\ndef f():\n    return LIMIT\n", "LIMIT = 4", "LIMIT = 4\n\n\ndef f():\n    return LIMIT\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name", "before", "sent", "after"), REPLACED, ids=[case[0] for case in REPLACED])
def test_a_symbol_is_replaced_in_place(path, name, before, sent, after):
    assert apply_edit(before, symbol(name, sent, path)).text == after


@pytest.mark.parametrize(("path", "name", "before", "sent", "after"), REPLACED, ids=[case[0] for case in REPLACED])
def test_line_ends_of_the_file_are_kept(path, name, before, sent, after):
    given, wanted = before.replace("\n", "\r\n"), after.replace("\n", "\r\n")
    assert apply_edit(given, symbol(name, sent, path)).text == wanted


ADDED = [
    ("a.py", "A.m", "class A:\n    x = 1\n", "def m(self):\n    return 1\n", "class A:\n    x = 1\n\n    def m(self):\n        return 1\n"),
    ("a.py", "A.m", "class A:\n    pass\n", "def m(self):\n    return 1\n", "class A:\n    pass\n\n    def m(self):\n        return 1\n"),
    ("a.js", "A.m", "class A {}\n", "m() {\n  return 1;\n}\n", "class A {\n  m() {\n    return 1;\n  }\n}\n"),
    ("a.js", "A.n", "class A {\n  m() {}\n}\nmodule.exports = { A };\n", "async n() {\n  return 1;\n}", "class A {\n  m() {}\n\n  async n() {\n    return 1;\n  }\n}\nmodule.exports = { A };\n"),
    ("a.go", "S.M", "package a\n\ntype S struct{}\n", "func (s S) M() int {\n\treturn 2\n}", "package a\n\ntype S struct{}\n\nfunc (s S) M() int {\n\treturn 2\n}\n"),
    ("a.rs", "S::k", "pub struct S;\n\nimpl S {\n    fn m(&self) {}\n}\n", "fn k(&self) -> i32 {\n    2\n}", "pub struct S;\n\nimpl S {\n    fn m(&self) {}\n\n    fn k(&self) -> i32 {\n        2\n    }\n}\n"),
    ("a.rs", "top", "struct S;\n\nimpl S {\n    fn m(&self) {}\n}\n", "fn top() {}", "struct S;\n\nimpl S {\n    fn m(&self) {}\n}\n\nfn top() {}\n"),
    ("a.cs", "B", "namespace N\n{\n    class A\n    {\n        int H() { return 2; }\n    }\n}\n", "class B\n{\n}", "namespace N\n{\n    class A\n    {\n        int H() { return 2; }\n    }\n\n    class B\n    {\n    }\n}\n"),
    ("a.lua", "M.b", "local M = {}\n\nfunction M.a()\n  return 1\nend\n\nreturn M\n", "function M.b()\n  return 2\nend", "local M = {}\n\nfunction M.a()\n  return 1\nend\n\nfunction M.b()\n  return 2\nend\n\nreturn M\n"),
    ("a.rb", "A.n", "class A\n  def m\n    1\n  end\nend\n", "def n\n  2\nend", "class A\n  def m\n    1\n  end\n\n  def n\n    2\n  end\nend\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name", "before", "sent", "after"), ADDED)
def test_a_missing_symbol_is_added_where_it_belongs(path, name, before, sent, after):
    applied = apply_edit(before, symbol(name, sent, path))
    assert applied.text == after
    assert "added_symbol" in applied.how


def test_a_new_function_goes_before_the_main_guard_with_its_import():
    after = apply_edit(SHOP, symbol("fresh", "import sys\n\ndef fresh():\n    return sys.argv\n")).text
    assert after == SHOP.replace("import os\n", "import os\nimport sys\n").replace(
        "\n\n\nif __name__", "\n\n\ndef fresh():\n    return sys.argv\n\n\nif __name__"
    )


def test_imports_and_helpers_come_along_and_examples_do_not():
    sent = "import math\nfrom calc import sub\n\ndef helper(x):\n    return x\n\ndef add(a, b):\n    return math.fsum([a, b])\n\nprint(add(1, 2))\n"
    applied = apply_edit(CALC, symbol("add", sent, "calc.py"))
    assert applied.text == (
        "import math\n\n\ndef helper(x):\n    return x\n\n\n"
        + CALC.replace("return a - b", "return math.fsum([a, b])", 1)
    )


def test_an_import_that_is_there_is_not_added_again():
    applied = apply_edit(
        SHOP, symbol("Cart.add", "import os\n\ndef add(self, x):\n    self.items.append(os.path.join(x))\n")
    )
    assert applied.text.count("import os") == 1


def test_other_functions_of_the_file_are_not_touched_by_the_way():
    sent = "def add(a, b):\n    return a + b\n\n\ndef helper():\n    pass\n"
    original = CALC + "\n\ndef mul(a, b):\n    return a * b\n"
    applied = apply_edit(original, symbol("add", sent + "\n\ndef sub(a, b):\n    return 0\n", "calc.py"))
    assert "return 0" not in applied.text
    assert "ignored_others" in applied.how


def test_a_text_with_all_symbols_counts_as_the_whole_file():
    applied = apply_edit(CALC, symbol("add", MENDED, "calc.py"))
    assert (applied.text, applied.how) == (MENDED, ["whole_file"])


def test_a_method_may_come_in_its_class_with_a_new_helper_method():
    sent = "class Cart:\n    def add(self, x):\n        self._check(x)\n        self.items.append(x)\n\n    def _check(self, x):\n        assert x\n"
    after = apply_edit(SHOP, symbol("Cart.add", sent)).text
    assert after == SHOP.replace(
        "    def add(self, x):\n        self.items.append(x)\n",
        "    def add(self, x):\n        self._check(x)\n        self.items.append(x)\n\n    def _check(self, x):\n        assert x\n",
    )


def test_decorators_that_were_left_out_are_kept_unless_leaving_them_out_is_the_change():
    kept = apply_edit(SHOP, symbol("Cart.total", "def total(self):\n    return len(self.items)\n"))
    assert "    @property\n    def total(self):\n        return len(self.items)\n" in kept.text
    gone = apply_edit(SHOP, symbol("Cart.total", "def total(self):\n    return sum(self.items)\n"))
    assert "@property" not in gone.text


def test_a_property_and_its_setter_are_told_apart():
    original = "class A:\n    @property\n    def x(self):\n        return 1\n\n    @x.setter\n    def x(self, v):\n        self.v = v\n"
    after = apply_edit(original, symbol("A.x", "@x.setter\ndef x(self, v):\n    self.v = v + 1\n")).text
    assert after == original.replace("self.v = v", "self.v = v + 1")


def test_a_class_of_which_only_one_method_was_written_out_keeps_the_others():
    sent = '\nclass Cart:\n    """A cart."""\n\n    # ... existing code ...\n\n    def add(self, x):\n        self.items += [x]\n'
    applied = apply_edit(SHOP, symbol("Cart", sent))
    assert applied.text == SHOP.replace("self.items.append(x)", "self.items += [x]")
    assert "elision_filled" in applied.how


@pytest.mark.parametrize(
    ("name", "sent", "kind"),
    [
        ("Cart", "class Cart:\n    def add(self, x):\n        pass\n", "destructive"),
        ("Cart.add", "def plus(self):\n    pass\n", "malformed"),
        ("Cart.add", "self.items.append(x)\n", "malformed"),
        ("Carp.add", "def add(self):\n    pass\n", "not_found"),
        ("Cart.add", "  \n", "empty"),
        ("Cart.add", "def add(self, x):\n    self.items.append(x)\n", "unchanged"),
        ("Cart.add", "def add(self, x):\n    self.items.append(x\n", "syntax"),
        ("Cart.add", "def add(self, x):\n    y = 1\n    # ... rest of the method\n    z = 2\n", "elided"),
    ],
)  # fmt: skip
def test_what_does_not_give_the_symbol_is_refused(name, sent, kind):
    if kind == "elided":
        original = SHOP.replace(
            "        self.items.append(x)\n", "        a = 1\n        b = 2\n        c = 3\n        d = 4\n"
        )
    else:
        original = SHOP
    assert refusal(original, symbol(name, sent)).kind == kind


def test_a_name_that_two_classes_have_is_refused_with_the_places():
    original = "class A:\n    def m(self):\n        return 1\n\n\nclass B:\n    def m(self):\n        return 2\n"
    refused = refusal(original, symbol("m", "def m(self):\n    return 3\n"))
    assert refused.kind == "ambiguous"
    assert [number for number, _ in refused.nearest] == [2, 7]


def test_a_file_without_a_grammar_asks_for_another_format():
    assert refusal("x\n", symbol("f", "f", "notes.txt")).kind == "malformed"


def test_nearly_the_whole_method_in_bare_javascript_functions_is_wrapped_to_parse():
    original = "class Q {\n  get size() {\n    return 1;\n  }\n\n  static of() {\n    return new Q();\n  }\n}\n"
    after = apply_edit(original, symbol("Q.of", "static of() {\n  return null;\n}\n", "q.js")).text
    assert after == original.replace("new Q()", "null")
