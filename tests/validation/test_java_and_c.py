# ruff: noqa: E501 - small programs in one line
"""Java by javac, C and C++ by the compiler's front end: types are checked, nothing is built or run."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.validation.requirements import NamedSymbol
from tests.validation.compilers import needs
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

needs_java = needs("javac")
needs_c = needs("cc", "c++")
STACK = """package shop;

import java.util.ArrayList;
import java.util.List;

public class Stack {
    private final List<String> items = new ArrayList<>();

    public void push(String item) {
        items.add(item);
    }

    public int size() {
        return items.size();
    }
}
"""
USER = """package shop;

public class Main {
    public static void main(String[] args) {
        Stack stack = new Stack();
        stack.push("a");
        System.out.println(stack.size());
    }
}
"""


def files_of(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


@needs_java
async def test_java_errors_come_with_what_was_looked_for(judge: Judge) -> None:
    judge.only, judge.trusted = ("javac",), False
    judge.project({"src/shop/Stack.java": STACK})
    report = await judge.check({"src/shop/Main.java": USER.replace("push", "add")})
    problem = report.problems[0]
    assert (problem.path, problem.line, problem.code) == ("src/shop/Main.java", 6, "compile")
    assert problem.message == "cannot find symbol\nsymbol: method add(String)\nlocation: variable stack of type Stack"
    report = await judge.check({"src/shop/Main.java": USER})
    assert status_of(report, "javac") == "passed" and not report.ran
    assert files_of(judge.root) == {"src/shop/Main.java", "src/shop/Stack.java"}


@needs_java
async def test_java_callers_count_at_the_end_and_old_errors_are_known(judge: Judge) -> None:
    judge.only = ("javac",)
    judge.project(
        {
            "src/shop/Stack.java": STACK,
            "src/shop/Main.java": USER,
            "src/shop/Old.java": "package shop;\nclass Old extends Gone {}\n",
        }
    )
    renamed = STACK.replace("int size()", "int count()")
    assert (await judge.check({"src/shop/Stack.java": renamed})).ok
    judge.project({"src/shop/Stack.java": STACK})
    report = await judge.check({"src/shop/Stack.java": renamed}, purpose="final")
    assert [(p.path, p.line) for p in report.problems] == [("src/shop/Main.java", 7)]
    judge.project({"src/shop/Stack.java": STACK})
    report = await judge.check(
        {"src/shop/Stack.java": STACK.replace("package shop;", "package shop; // kept")}, purpose="final"
    )
    assert status_of(report, "javac") == "known"


@needs_java
async def test_a_java_library_that_is_not_here_is_not_blamed(judge: Judge) -> None:
    judge.only = ("javac",)
    code = (
        'import org.apache.commons.text.WordUtils;\n\npublic class A {\n    String a = WordUtils.capitalize("a");\n}\n'
    )
    report = await judge.check({"A.java": code})
    assert status_of(report, "javac") == "not_checked"
    assert "org.apache.commons.text" in result_of(report, "javac").message
    report = await judge.check({"B.java": code.replace("org.apache.commons.text", "java.utils").replace("A {", "B {")})
    assert "package java.utils does not exist" in messages(report)


@needs_java
async def test_annotation_processors_of_a_project_do_not_run(judge: Judge) -> None:
    judge.only = ("javac",)
    processor = 'package p;\npublic class P extends javax.annotation.processing.AbstractProcessor {\n    static { new java.io.File("ran").mkdir(); }\n    public boolean process(java.util.Set<? extends javax.lang.model.element.TypeElement> s, javax.annotation.processing.RoundEnvironment r) { return false; }\n}\n'
    judge.project({"META-INF/services/javax.annotation.processing.Processor": "p.P\n", "p/P.java": processor})
    report = await judge.check({"A.java": "class A {}\n"})
    assert status_of(report, "javac") == "passed" and not (judge.root / "ran").exists()


async def test_java_names_that_the_task_wants_are_looked_for(judge: Judge) -> None:
    judge.only = ("contract", "public-names")
    names = [NamedSymbol(name="pop", parent="Stack", file="Stack.java")]
    judge.project({"Stack.java": STACK})
    report = await judge.check(
        {"Stack.java": STACK.replace("items.add(item);", "items.add(item);\n        pop();")}, names=names
    )
    assert codes(report) == ["missing-name"]
    report = await judge.check({"Stack.java": STACK.replace("push(", "pop(")}, names=names)
    assert codes(report) == ["lost-name"] and "'Stack.push'" in messages(report)[0]


@needs_java
async def test_without_javac_nothing_is_claimed(judge: Judge) -> None:
    judge.only = ("javac",)
    report = await judge.without("javac").check({"A.java": "class A { int a = b; }\n"})
    assert status_of(report, "javac") == "not_checked"


@needs_c
@pytest.mark.parametrize("name", ["sum.c", "sum.cpp"])
async def test_c_errors_are_found_with_their_place_and_nothing_is_built(judge: Judge, name: str) -> None:
    judge.only, judge.trusted = ("c",), False
    judge.project({"include/sum.h": "#ifndef SUM_H\n#define SUM_H\nint sum(const int *v, int n);\n#endif\n"})
    code = '#include "sum.h"\n\nint sum(const int *v, int n) {\n    int s = 0;\n    for (int i = 0; i < n; i++) s += v[i];\n    return s;\n}\n'
    report = await judge.check({f"src/{name}": code.replace("return s;", "return total;")})
    assert [(p.path, p.line) for p in report.problems] == [(f"src/{name}", 6)] and "total" in messages(report)[0]
    report = await judge.check({f"src/{name}": code})
    assert status_of(report, "c") == "passed" and not report.ran
    assert files_of(judge.root) == {"include/sum.h", f"src/{name}"}


@needs_c
async def test_an_undeclared_c_function_is_an_error_in_any_compiler(judge: Judge) -> None:
    judge.only = ("c",)
    report = await judge.check({"a.c": "int main(void) {\n    return helper(1);\n}\n"})
    assert len(report.problems) == 1 and "helper" in messages(report)[0]
    judge.project({"b.c": "int b(void) {\n    return old(1);\n}\n"})
    report = await judge.check({"b.c": "/* kept */\nint b(void) {\n    return old(1);\n}\n"})
    assert status_of(report, "c") == "known"


@needs_c
async def test_a_header_is_held_against_what_includes_it(judge: Judge) -> None:
    judge.only = ("c",)
    judge.project(
        {"p.h": "struct point { int x, y; };\n", "p.c": '#include "p.h"\nint f(struct point p) { return p.y; }\n'}
    )
    report = await judge.check({"p.h": "struct point { int x, z; };\n"}, purpose="final")
    assert [p.path for p in report.problems] == ["p.c"]


@needs_c
async def test_a_missing_c_library_is_not_blamed_but_a_missing_file_of_ones_own_is(judge: Judge) -> None:
    judge.only = ("c",)
    report = await judge.check({"a.c": "#include <nothere/gtk.h>\nint x;\n"})
    assert status_of(report, "c") == "not_checked" and "nothere/gtk.h" in result_of(report, "c").message
    report = await judge.check({"b.c": '#include "forgotten.h"\nint x;\n'})
    assert "forgotten.h" in messages(report)[0]


@needs_c
async def test_flags_that_load_code_are_not_taken_from_a_project(judge: Judge) -> None:
    judge.only = ("c",)
    flags = '"-fplugin=./evil.so", "-B", ".", "-DWIDTH=8", "-std=c11"'
    judge.project(
        {"compile_commands.json": f'[{{"directory": ".", "file": "a.c", "arguments": ["cc", {flags}, "a.c"]}}]'}
    )
    report = await judge.check({"a.c": "int width[WIDTH];\n"})
    assert status_of(report, "c") == "passed", messages(report)


async def test_without_a_c_compiler_nothing_is_claimed(judge: Judge) -> None:
    judge.only = ("c",)
    report = await judge.without("cc").check({"a.c": "int main(void) { return x; }\n"})
    assert status_of(report, "c") == "not_checked" and result_of(report, "c").message == "missing: cc"
