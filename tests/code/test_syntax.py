"""Syntax problems: found with their line, compared before and after, never an exception."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.code.languages import Language, languages
from smallcode.code.symbols import callers, imports, outline, references
from smallcode.code.syntax import new_syntax_errors, syntax_errors

PYTHON, JAVASCRIPT = languages()["python"], languages()["javascript"]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("python", "x = 1\ndef f(:\n    pass\n", 2),
        ("python", "def f():\n    x = 1\n   y = 2\n", 3),
        ("python", "def f():\nreturn 1\n", 2),
        ("javascript", "let a = 1;\nfunction f( {\n}\n", 2),
        ("typescript", "let a: number = ;\n", 1),
        ("json", '{"a": 1,\n "b": }\n', 2),
        ("go", "package a\n\nfunc f() {\n", 3),
        ("rust", "fn f() { let x = ; }\n", 1),
        ("java", "class A {\n  void f( {}\n}\n", 2),
        ("css", ".a { color: red\n", 1),
        ("toml", "a = 1\nb = \n", 2),
        ("bash", "if true; then\n  echo\n", 1),
    ],
)  # fmt: skip
def test_a_problem_is_found_near_its_line(name, text, line):
    problems = syntax_errors(text, languages()[name])
    assert problems
    assert abs(problems[0].line - line) <= 2, problems


VALID = {
    "python": "def f(x: int) -> int:\n    match x:\n        case 1:\n            return 2\n    return f'{x!r}'\n",
    "javascript": "const A = () => <p>{x?.y ?? 1}</p>;\nclass B { #p = 1; static { } }\n",
    "typescript": "export type A<T> = { [K in keyof T]?: T[K] };\nlet x = y as const satisfies Z;\n",
    "json": '{"a": [1, 2, {"b": null}]}\n',
    "yaml": "a:\n  - b: 1\n  - c\n",
    "toml": "[a.b]\nx = [1, 2]\n",
    "html": "<!doctype html><p>hi<br></p>\n",
    "rust": "fn f<T: Into<u8>>(x: T) -> Option<u8> { Some(x.into()) }\n",
}


@pytest.mark.parametrize("name", VALID)
def test_valid_text_has_no_problem(name):
    assert syntax_errors(VALID[name], languages()[name]) == []


def test_a_byte_order_mark_is_no_problem():
    assert syntax_errors("\ufeffx = 1\n", PYTHON) == []


def test_only_problems_that_a_change_brought_in_count():
    broken = "let a = ;\nlet c = 1;\n"
    assert new_syntax_errors(broken, broken + "let d = 1;\n", JAVASCRIPT) == []
    assert new_syntax_errors(broken, broken + "let b = ;\n", JAVASCRIPT)
    assert new_syntax_errors("let a = 1;\n", "let a = ;\n", JAVASCRIPT)[0].line == 1
    assert new_syntax_errors("", "let a = ;\n", JAVASCRIPT)


def test_newer_python_than_ours_is_judged_by_the_grammar_alone():
    assert syntax_errors("type X = int\n", PYTHON) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text() | st.text(alphabet="(){}[]<>\"'`;:= \n\tabdefclassfunction", max_size=300),
    st.sampled_from(list(languages().values())),
)
def test_no_text_makes_the_readers_raise(text, language: Language):
    syntax_errors(text, language)
    outline(text, language)
    references(text, language)
    imports(text, language)
    callers(text, language, "a")


@pytest.mark.parametrize(
    "text", ["(" * 200_000, "[" * 200_000, "x = '" * 10_000, "def f():\n " * 5_000], ids=["(", "[", "'", "def"]
)
def test_deep_and_endless_text_ends_soon(text):
    began = time.perf_counter()
    syntax_errors(text, PYTHON)
    outline(text, PYTHON)
    assert time.perf_counter() - began < 6


def test_parsers_can_be_used_by_many_threads():
    found: list[int] = []

    def work() -> None:
        found.extend(len(outline("def f():\n    pass\n" * 50, PYTHON)) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [50] * 120
