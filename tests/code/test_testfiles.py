"""Which paths are those of tests."""

from __future__ import annotations

import pytest

from smallcode.code.testfiles import is_test_file

TESTS = [
    "test_calc.py", "a/b/calc_test.py", "tests.py", "app/tests.py", "tests/helpers.py", "test/data/x.json",
    "__tests__/a.js", "calc.test.ts", "calc.spec.mjs", "calc-test.js", "test-calc.cjs", "calc_test.js", "calc_test.go",
    "CalcTest.java", "CalcTests.java", "calc_spec.rb", "Tests/a.py", "src/tests.rs",
]  # fmt: skip
OTHERS = [
    "calc.py", "testing.py", "contest.py", "latest.js", "protest.java", "attest_all.py", "spec/openapi.yaml",
    "test.md", "my_tests_notes.txt", "src/testlib/run.py", "specs.py", "greatest.go",
]  # fmt: skip


@pytest.mark.parametrize("path", TESTS)
def test_tests_are_known_by_their_names_and_folders(path: str) -> None:
    assert is_test_file(path)


@pytest.mark.parametrize("path", OTHERS)
def test_a_name_that_only_looks_alike_is_none(path: str) -> None:
    assert not is_test_file(path)
