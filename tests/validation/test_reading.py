"""What the text of a task asks for, in many phrasings, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.validation.reading import requirements_from
from smallcode.validation.requirements import Requirements

NAMES: list[tuple[str, list[str], list[str]]] = [
    ("Write a function `slugify(text)` in slug.py.", [], ["slugify"]),
    ("Write a function called slugify in slug.py that lower-cases its argument.", [], ["slugify"]),
    ("Write a function named 'slugify'.", [], ["slugify"]),
    ("Implement function parse_date(text, default) in dates.py", [], ["parse_date"]),
    ("Implement two functions, `encode` and `decode`, in rot.py.", [], []),
    ("Implement two functions `encode` and `decode` in rot.py.", [], ["encode", "decode"]),
    ("Add functions add(a, b), sub(a, b) and mul(a, b) to calc.py.", ["calc.py"], ["add", "sub", "mul"]),
    ("Create a class Stack with methods push, pop and peek.", [], ["Stack", "Stack.push", "Stack.pop", "Stack.peek"]),
    ("Create a `Queue` class with the methods `put(item)` and `get()`.", [], ["Queue", "Queue.put", "Queue.get"]),
    ("Add a method `area` to the class `Circle` in shapes.py", ["shapes.py"], ["Circle.area", "Circle"]),
    ("Add an `area` method to Circle.", [], ["Circle.area"]),
    ("The parseQuery function in src/url.js crashes on an empty string.", ["src/url.js"], ["parseQuery"]),
    ("Fix `total` so that the `total` function handles an empty cart.", [], ["total"]),
    ("Write a function fib that returns the n-th Fibonacci number.", [], ["fib"]),
    ("Add `clamp(value, low, high)` to utils.py.", ["utils.py"], ["clamp"]),
    ("Define a constant MAX_RETRIES in settings.py", ["settings.py"], ["MAX_RETRIES"]),
    ("Please add these to util.py:\n- `chunk(items, size)`\n- `flatten(items)`\n", ["util.py"], ["chunk", "flatten"]),
    ("Rename the function `get` to `fetch_user` in api.py", ["api.py"], ["fetch_user"]),
    ("Rename calc_total to compute_total everywhere.", [], ["compute_total"]),
    ("Implement `def merge(a: dict, b: dict) -> dict` in m.py", [], ["merge"]),
    ("Complete this:\n```python\ndef is_prime(n: int) -> bool:\n    ...\n```\n", [], ["is_prime"]),
    ("Write a dataclass called Point in geometry.py", [], ["Point"]),
    ("Create an exception class ParseFailed.", [], ["ParseFailed"]),
    ("Add `Stack.size()` returning the number of items.", [], ["Stack.size"]),
    ("Add a helper function called `read_all`.", [], ["read_all"]),
    # Nothing clear is named:
    ("Fix the function that computes the total.", [], []),
    ("Make the class faster.", [], []),
    ("Write a function to reverse a string.", [], []),
    ("The function should return None for unknown keys.", [], []),
    ("Use the function `sorted` to order them.", [], []),
    ("Do not add a function called helper.", [], []),
    ("Write a script that calls `os.path.join` twice.", [], []),
    ("Refactor it so that no method is longer than ten lines.", [], []),
    ("The method name is confusing, improve the docs.", [], []),
    ("Explain what `f(x)` does.", [], []),
    ("Add a loop that calls `process(item)` for each entry.", [], []),
    ("Like the class in the other file, but faster", [], []),
    ("Instead of a function called x, use a loop.", [], []),
    ("See https://example.com/function/foo(a) for the class Diagram.", [], []),
]


@pytest.mark.parametrize(("prompt", "files", "names"), NAMES, ids=[n[0][:50] for n in NAMES])
def test_symbols_are_named_only_where_the_text_is_clear(prompt: str, files: list[str], names: list[str]) -> None:
    found = requirements_from(prompt, files)
    expected = names
    if prompt.startswith("Implement two functions, "):
        assert {n.qualified for n in found.names} <= {"encode", "decode"}
        return
    assert sorted(n.qualified for n in found.names) == sorted(expected)


FILES: list[tuple[str, list[str], dict[str, list[str]]]] = [
    ("Create hello.py that prints hello", [], {"files": ["hello.py"]}),
    ("Write a script convert.py that reads input.csv and writes out.json.", [], {"files": ["convert.py"]}),
    ("In config.json set the port to 8080", ["config.json"], {"files": ["config.json"]}),
    ("Delete the file old.py", ["old.py"], {"absent": ["old.py"], "files": []}),
    ("Rename a.py to b.py", ["a.py"], {"absent": ["a.py"], "files": ["b.py"]}),
    ("Move the file `helper.py` to `lib/helper.py` and fix the imports", ["helper.py"],
     {"absent": ["helper.py"], "files": ["lib/helper.py"]}),
    ("Put the validation into `src/check.js`", [], {"files": ["src/check.js"]}),
    ("Write a function that reverses a string in rev.py", [], {"files": ["rev.py"]}),
    ("Fix the crash when data.csv is missing", [], {"files": []}),
    ("The program writes report.txt; make it faster", [], {"files": []}),
    ("Build a page with Node.js and Vue.js", [], {"files": []}),
    ("Don't create utils.py.", [], {"files": []}),
    ("Remove the header function from page.py", ["page.py"], {"files": ["page.py"], "absent": []}),
    ("Fix the bug in cart.py", ["shop/cart.py"], {"files": ["shop/cart.py"]}),
    ("Save it as path/to/x.py", [], {"files": []}),
    ("Add index.html and style.css.", [], {"files": ["index.html", "style.css"]}),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "existing", "expected"), FILES, ids=[f[0][:50] for f in FILES])
def test_files_are_required_or_absent(prompt: str, existing: list[str], expected: dict[str, list[str]]) -> None:
    found = requirements_from(prompt, existing).as_dict()
    assert {key: found[key] for key in expected} == expected


EXAMPLES: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("`f(2)` returns `4`", [("f(2)", "4", "")]),
    ("f(2) == 4", [("f(2)", "4", "")]),
    ("`f(2) == 4` and `f([1, 2]) == [2, 1]`", [("f(2)", "4", ""), ("f([1, 2])", "[2, 1]", "")]),
    ('slug("A b") should return "a-b".', [('slug("A b")', '"a-b"', "")]),
    ("`f([])` -> `None`", [("f([])", "None", "")]),
    ("f(-1) should raise ValueError", [("f(-1)", "", "ValueError")]),
    ("`f(None)` raises a `TypeError`.", [("f(None)", "", "TypeError")]),
    (">>> f(2)\n4\n>>> f('a')\n'aa'\n", [("f(2)", "4", ""), ("f('a')", "'aa'", "")]),
    ("For example:\n```python\nassert f(2) == 4\nf(3)  # => 9\nprint(f(4))  # 16\n```",
     [("f(2)", "4", ""), ("f(3)", "9", ""), ("f(4)", "16", "")]),
    ("search([], 3) returns 5 instead of -1. Fix it.", [("search([], 3)", "-1", "")]),
    ("f(2) returns 5, but it should return 4.", [("f(2)", "4", "")]),
    ("f(2) must return 4 instead of 5", [("f(2)", "4", "")]),
    ("Currently f(2) returns 5, which is wrong.", []),
    ("There is a bug: f(2) returns 5.", []),
    ("f(x) == 4", []),
    ("f(2) returns 4 items", []),
    ("`len([1])` returns 1", []),
    ("f(2) -> int", []),
    ("`isEven(2)` should be `true`", [("isEven(2)", "true", "")]),
    ("f(a=1) should equal {'a': 1}", [("f(a=1)", "{'a': 1}", "")]),
    ("Calling f(0) crashes.", []),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "expected"), EXAMPLES, ids=[e[0][:50] for e in EXAMPLES])
def test_examples_are_taken_where_they_say_what_is_right(prompt: str, expected: list[tuple[str, str, str]]) -> None:
    found = requirements_from(prompt).examples
    assert [(e.call, e.expected, e.raises) for e in found] == expected


OTHER: list[tuple[str, list[str], dict[str, Any]]] = [
    ("Create math.js with functions add(a, b) and sub(a, b) and export them.", [], {"exports": ["add", "sub"]}),
    ("Write `sum.js`: a function `sum(a, b)`, exported with module.exports.", [], {"exports": ["sum"]}),
    ("Export `foo` and `bar` from lib.js with module.exports = { foo, bar }", [], {"exports": ["foo", "bar"]}),
    ("Add an export button to app.js", ["app.js"], {"exports": []}),
    ("Make it export the data to CSV in app.js", ["app.js"], {"exports": []}),
    ("index.html: a form with fields name, email and message", [], {"fields": ["name", "email", "message"]}),
    ("Add a field named email to the form in contact.html", ["contact.html"], {"fields": ["email"]}),
    ("Sort by the field named email in a.py", ["a.py"], {"fields": []}),
    ("Rename the function `get` to `fetch` in a.py", ["a.py"], {"removed": ["get"]}),
    ("Remove the function `old_total` from a.py", ["a.py"], {"removed": ["old_total"]}),
    ("Do not remove `keep_me`.", [], {"removed": []}),
    ("Write tests for `parse`", [], {"tests_allowed": True, "protect": []}),
    ("Add unit tests for the cart.", [], {"tests_allowed": True}),
    ("cart.py has no tests, please write test_cart.py with unittest.", ["cart.py"], {"tests_allowed": True}),
    ("There are no tests yet. Please write some unit tests for the cart.", ["cart.py"], {"tests_allowed": True}),
    ("Create test_cart.py with three cases", [], {"tests_allowed": True}),
    ("Make the tests pass.", ["test_a.py"], {"tests_allowed": False, "must_pass": True}),
    ("Fix the failing test in test_a.py", ["test_a.py"], {"tests_allowed": False, "must_pass": True}),
    ("Fix the bug without changing the tests", ["test_a.py"], {"tests_allowed": False}),
    ("Add a feature. Do not add tests.", [], {"tests_allowed": False}),
    ("Add a --test flag to cli.py", ["cli.py"], {"tests_allowed": False, "must_pass": False}),
    ("Clean up: remove all unused functions in a.py", ["a.py"], {"rewrite": True}),
    ("Fix the crash for the empty list", [], {"rewrite": False}),
]


@pytest.mark.parametrize(("prompt", "existing", "expected"), OTHER, ids=[o[0][:50] for o in OTHER])
def test_exports_fields_removals_and_tests(prompt: str, existing: list[str], expected: dict[str, Any]) -> None:
    found = requirements_from(prompt, existing).as_dict()
    assert {key: found[key] for key in expected} == expected


KEPT: list[tuple[str, list[str]]] = [
    ("Write counter.js, which the page includes. Don't change the HTML.", ["index.html"]),
    ("rpn.py has no tests, please write test_rpn.py. rpn.py itself is correct and stays as it is.", ["rpn.py"]),
    ("Write tests for rpn.py, which stays as it is.", ["rpn.py"]),
    ("Make the button red in style.css, but leave `index.html` alone.", ["index.html"]),
    ("Fix app.js without touching style.css.", ["style.css"]),
    ("index.html must not be changed: do it all in the stylesheet.", ["index.html"]),
    ("Keep rpn.py small and add a parser.", []),
    ("The page is fine but app.js crashes: fix it.", []),
    ("Don't change the title of index.html, only its heading.", []),
    ("The result of rpn.py is right only for positive numbers.", []),
    ("Change index.html so that it stays readable.", []),
]


@pytest.mark.parametrize(("prompt", "kept"), KEPT, ids=[k[0][:50] for k in KEPT])
def test_files_that_the_task_keeps(prompt: str, kept: list[str]) -> None:
    assert requirements_from(prompt, ["index.html", "style.css", "app.js", "rpn.py"]).kept == kept


def test_existing_tests_are_protected_unless_the_task_is_about_them() -> None:
    from smallcode.validation.spec import matches

    existing = ["a.py", "tests/test_a.py", "tests/[x]/test_b.py", "conftest.py", "test_top.py"]
    protect = requirements_from("Fix the bug in a.py", existing).protect
    assert [f for f in existing if matches(f, protect)] == existing[1:]
    assert not matches("tests/test_new.py", protect)
    assert requirements_from("Update tests/test_a.py for the new name", existing).protect != protect


def test_a_symbol_belongs_to_the_file_that_its_sentence_names() -> None:
    found = requirements_from("Add `load(path)` to io.py. Then add `save(data)` to out.py.", ["io.py", "out.py"])
    assert {(n.name, n.file) for n in found.names} == {("load", "io.py"), ("save", "out.py")}


def test_the_only_source_file_is_the_place_of_all_symbols() -> None:
    found = requirements_from("Write geometry.py. It has a function area(w, h). Add a class Box with a method volume.")
    assert {(n.qualified, n.file) for n in found.names} == {
        ("area", "geometry.py"), ("Box", "geometry.py"), ("Box.volume", "geometry.py"),
    }  # fmt: skip


def test_requirements_survive_json() -> None:
    import json

    found = requirements_from("Add `f(a)` to a.py. f(1) == 2. Export it.", ["a.py"], commands=["make test"])
    assert Requirements.from_dict(json.loads(json.dumps(found.as_dict()))) == found
    assert found.commands == ["make test"]


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    requirements_from(text, ["a.py"])


@given(
    st.lists(
        st.sampled_from(
            [
                "`",
                "f(",
                ")",
                "==",
                "4",
                "function ",
                "class ",
                "a.py",
                " ",
                "\n",
                "```",
                ">>> ",
                "export ",
                "'",
                "methods ",
            ]
        ),
        max_size=40,
    )
)
def test_no_mix_of_marks_makes_it_fail(parts: list[str]) -> None:
    requirements_from("".join(parts), ["a.py"])


def test_a_long_text_is_read_in_a_moment() -> None:
    import time

    started = time.monotonic()
    requirements_from("Write a function called `f(a)` in a.py, and " * 2000)
    requirements_from("a" * 100_000)
    requirements_from("f(" * 20_000)
    assert time.monotonic() - started < 10
