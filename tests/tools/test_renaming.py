"""rename_symbol: every place that is meant, no place that is not, all files or none."""

# ruff: noqa: E501 - texts of files, one a line

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from smallcode.code.languages import language_of
from smallcode.code.occurrences import occurrences
from tests.tools.conftest import write_files


def rename(bench, symbol, new, **more):
    return bench("rename_symbol", symbol=symbol, new_name=new, **more)


def test_a_function_is_renamed_where_it_is_defined_imported_and_called(bench):
    result = rename(bench, "total", "sum_of")
    assert result.content.splitlines() == [
        "renamed total to sum_of: 5 places in 3 files", "app.py: 1, 5", "shop/cart.py: 6", "tests/test_cart.py: 1, 5",
    ]  # fmt: skip
    assert "total" not in bench.read("app.py")
    assert sorted(change["path"] for change in result.details["changes"]) == [
        "app.py", "shop/cart.py", "tests/test_cart.py",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-Bc", "import app; app.main()"], cwd=bench.root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "3\n"


def test_one_undo_takes_all_of_it_back(bench):
    before = {path: bench.read(path) for path in ("app.py", "shop/cart.py", "tests/test_cart.py")}
    rename(bench, "total", "sum_of", call_id="c:1")
    bench.workspace.revert("c:1:rename", op="back")
    assert {path: bench.read(path) for path in before} == before


def test_tests_that_judge_the_task_are_left_and_named(bench):
    bench.services["requirements"] = {"protect": []}
    result = rename(bench, "total", "sum_of")
    assert "Left alone, as they judge this task: tests/test_cart.py" in result.content
    assert "total" in bench.read("tests/test_cart.py")


def test_a_name_that_is_taken_in_a_touched_file_is_refused(bench):
    result = rename(bench, "total", "main")
    assert result.error == "refused"
    assert "app.py (line 4)" in result.content
    assert bench.workspace.changes() == []


@pytest.mark.parametrize("name", ["two words", "1st", "class", "a-b", "a.b", "print"])
def test_what_can_be_no_name_is_refused(bench, name):
    assert rename(bench, "total", name).error == "bad_arguments"


def test_strings_comments_and_locals_of_the_name_stay(bench):
    write_files(bench.root, {
        "lib.py": '"""total of all."""\n__all__ = ["total"]\n\n\ndef total(xs):\n    return sum(xs)  # total\n\n\n'
                  'def other(total):\n    return total + 1\n\n\ndef user():\n    print("total")\n    return total([1])\n',
        "use.py": "import lib\nimport math\n\n\ndef f(total=0):\n    return lib.total([total]) + math.total\n\n\nf(total=3)\n",
    })  # fmt: skip
    bench.workspace.delete("shop/cart.py", op="d")
    result = rename(bench, "total", "add_up")
    assert bench.read("lib.py") == (
        '"""total of all."""\n__all__ = ["add_up"]\n\n\ndef add_up(xs):\n    return sum(xs)  # total\n\n\n'
        'def other(total):\n    return total + 1\n\n\ndef user():\n    print("total")\n    return add_up([1])\n'
    )
    assert "lib.add_up([total]) + math.total" in bench.read("use.py")
    assert "f(total=3)" in bench.read("use.py")
    assert "use.py: 6" in result.content.split("Left alone")[1]


def test_a_method_is_renamed_at_its_accesses(bench):
    write_files(bench.root, {"use.py": "from shop.cart import Cart\n\nc = Cart()\nc.add_item(1)\nadd_item = 3\n"})
    rename(bench, "Cart.add_item", "put_item")
    assert "def put_item(self, item):" in bench.read("shop/cart.py")
    assert "c.put_item(1)\nadd_item = 3\n" in bench.read("use.py")


def test_a_method_that_built_in_types_have_too_is_renamed_only_where_it_is_sure(bench):
    write_files(bench.root, {
        "bag.py": "class Bag:\n    def __init__(self):\n        self.s = set()\n\n    def add(self, x):\n"
                  "        self.s.add(x)\n\n    def twice(self, x):\n        self.add(x)\n        Bag.add(self, x)\n",
    })  # fmt: skip
    result = rename(bench, "Bag.add", "insert_one")
    text = bench.read("bag.py")
    assert "def insert_one(self, x):\n        self.s.add(x)" in text
    assert "self.insert_one(x)\n        Bag.insert_one(self, x)" in text
    assert "bag.py: 6" in result.content.split("Left alone")[1]


def test_a_method_that_another_class_has_too_is_refused(bench):
    write_files(bench.root, {"other.py": "class Box:\n    def size_of(self):\n        return 0\n"})
    result = rename(bench, "Cart.size_of", "count")
    assert result.error == "ambiguous"
    assert "other.py (Box.size_of, line 2)" in result.content
    assert rename(bench, "size_of", "count").error == "ambiguous"


def test_another_function_of_the_name_in_another_module_is_not_touched(bench):
    write_files(bench.root, {
        "a.py": "def load():\n    return 1\n", "b.py": "def load():\n    return 2\n\n\nprint(load())\n",
        "use_a.py": "from a import load\n\nprint(load())\n", "use_b.py": "import b\n\nprint(b.load())\n",
    })  # fmt: skip
    assert rename(bench, "load", "load_one").error == "ambiguous"
    rename(bench, "load", "load_one", path="a.py")
    assert bench.read("use_a.py") == "from a import load_one\n\nprint(load_one())\n"
    assert bench.read("b.py").count("load()") == 2
    assert bench.read("use_b.py") == "import b\n\nprint(b.load())\n"


def test_imports_through_a_package_are_followed(bench):
    write_files(bench.root, {
        "pkg/__init__.py": "from .core import work\n\n__all__ = ['work']\n", "pkg/core.py": "def work():\n    return 1\n",
        "main.py": "from pkg import work\nimport pkg\n\nwork()\npkg.work()\n",
    })  # fmt: skip
    rename(bench, "work", "do_work")
    assert bench.read("pkg/__init__.py") == "from .core import do_work\n\n__all__ = ['do_work']\n"
    assert bench.read("main.py") == "from pkg import do_work\nimport pkg\n\ndo_work()\npkg.do_work()\n"


def test_javascript_and_typescript_are_renamed_together(bench):
    write_files(bench.root, {
        "web/a.ts": "import { double } from './util';\nexport const y = double(2);\n",
        "web/b.js": "import * as util from './util.js';\nconst double = 3;\nutil.double(double);\n",
        "web/c.js": "const { double } = require('./util');\nmodule.exports = { double, run: () => ({ double }) };\n",
        "web/d.js": "function f(double) { return double; }\n",
    })  # fmt: skip
    assert rename(bench, "double", "twice").error == "ambiguous"
    assert not rename(bench, "double", "twice", path="web/util.js").error
    assert bench.read("web/util.js").startswith("export function twice(x)")
    assert bench.read("web/a.ts") == "import { twice } from './util';\nexport const y = twice(2);\n"
    assert bench.read("web/b.js").endswith("const double = 3;\nutil.twice(double);\n")
    assert bench.read("web/c.js") == (
        "const { twice } = require('./util');\nmodule.exports = { twice, run: () => ({ double: twice }) };\n"
    )
    assert bench.read("web/d.js") == "function f(double) { return double; }\n"


@pytest.mark.parametrize(
    ("files", "old", "expected"),
    [
        ({"a.go": "package a\n\nfunc Work() int { return 1 }\n\nfunc Use() int { return Work() }\n"}, "Work", 2),
        ({"a.rs": "fn work() -> i32 { 1 }\n\nfn main() { work(); crate::work(); other.work(); }\n"}, "work", 3),
        ({"a.c": "int work(int a) { return a; }\nint main() { return work(1); }\n", "a.h": "int work(int a);\n"}, "work", 3),
        ({"A.java": "class A {\n  int work() { return 1; }\n  int use() { return work() + this.work(); }\n}\n"}, "A.work", 3),
    ],
)  # fmt: skip
def test_other_languages(bench, files, old, expected):
    write_files(bench.root, files)
    result = rename(bench, old, "rework", path=next(iter(files)) if "a.h" in files else None)
    assert not result.error, result.content
    assert sum(bench.read(path).count("rework") for path in files) == expected


def test_a_local_function_and_a_key_are_not_renamed(bench):
    write_files(bench.root, {"n.py": "def outer():\n    def inner_one():\n        return 1\n    return inner_one()\n"})
    assert rename(bench, "inner_one", "x").error == "refused"
    assert rename(bench, "no_such_name", "x").error == "not_found"


NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta"])


@st.composite
def modules(draw):
    """Python whose names mix functions, parameters, locals, attributes and keyword arguments."""
    lines = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        parameter, local = draw(NAMES), draw(NAMES)
        lines += [f"def {name}({parameter}=1):", f"    {local} = {parameter}", f"    return ({local}, obj.{local})", ""]
        lines += [f"{name}({parameter}=2)", ""]
    return "\n".join(["class obj:", "    alpha = beta = gamma = delta = 5", "", *lines])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(modules(), NAMES)
def test_a_renamed_module_does_what_it_did(text, name):
    from smallcode.code.renaming import plan_renaming
    from smallcode.code.symbols import find_symbol

    language = language_of("m.py")
    hits = [symbol for symbol in find_symbol(text, language, name) if symbol.kind == "function" and not symbol.nested]
    assume(hits)
    plan = plan_renaming("m.py", hits[0], "renamed", {"m.py": text})
    after = plan.texts["m.py"]
    results = []
    for source, wanted in ((text, name), (after, "renamed")):
        scope: dict[str, object] = {}
        exec(compile(source, "m.py", "exec"), scope)
        results.append(scope[wanted]())
    assert results[0] == results[1]
    assert "renamed" not in {one.object for one in occurrences(after, language, "renamed")}
