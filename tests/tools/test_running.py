"""run, run_tests, create_and_run: how they end, what they change, and that they happen once."""

from __future__ import annotations

import sys

from tests.tools.conftest import write_files

PYTHON = sys.executable


def test_the_exit_code_comes_first_then_the_output(bench):
    result = bench("run", command="echo out; echo err >&2; exit 3")
    assert result.content == "exit code 3\nout\nerr"
    assert result.error == "", "a command that fails is a result, not a wrong call"
    assert result.details["exit_code"] == 3


def test_files_that_a_command_changed_are_named_and_are_events(bench):
    result = bench("run", command="echo four >> notes.txt; echo new > made.txt")
    assert "changed files: made.txt, notes.txt" in result.content
    assert {change["path"]: change["kind"] for change in result.details["changes"]} == {
        "made.txt": "created", "notes.txt": "modified",
    }  # fmt: skip


def test_long_output_keeps_head_and_tail_and_says_what_is_missing(bench):
    result = bench("run", command="seq 100000", limits={"characters": 500})
    assert result.content.startswith("exit code 0\n1\n2\n")
    assert result.content.endswith("99999\n100000")
    assert "left out" in result.content
    assert len(result.content) < 700


def test_colours_and_escapes_don_t_cost_tokens(bench):
    assert bench("run", command=r"printf '\033[31mred\033[0m \033]0;title\007end'").content == "exit code 0\nred end"


def test_a_command_that_hangs_is_stopped_by_the_limit(bench):
    result = bench("run", command="echo begun; sleep 60", limits={"seconds": 1})
    assert result.error == "timeout"
    assert result.content.splitlines()[:2] == ["stopped by the limit of 1 s; its output until then:", "begun"]


def test_what_the_policy_denies_is_not_run(open_bench):
    bench = open_bench(deny=["touch *"])
    result = bench("run", command="sudo touch made")
    assert result.error == "refused"
    assert not (bench.root / "made").exists()


def test_a_command_that_was_cut_off_is_not_run_again(bench):
    bench.journal.begin("c:1:run", "run", command="echo once >> log", before="")
    bench.reopen()
    result = bench("run", call_id="c:1", command="echo once >> log")
    assert result.error == "interrupted"
    assert "was not run again" in result.content
    assert not (bench.root / "log").exists()


def test_an_empty_command_is_explained(bench):
    assert bench("run", command="  ").error == "bad_arguments"
    assert bench("create_and_run", path="a.py", content="x = 1\n", command="").error == "bad_arguments"
    assert not (bench.root / "a.py").exists()


def test_create_and_run_writes_then_runs(bench):
    result = bench("create_and_run", path="hi.py", content="print(6 * 7)\n", command=f"{PYTHON} -B hi.py")
    assert result.content == "created hi.py (+1 -0)\nexit code 0\n42"
    assert [change["path"] for change in result.details["changes"]] == ["hi.py"]


def test_create_and_run_reports_the_file_when_the_command_is_denied(open_bench):
    bench = open_bench(deny=["curl *"])
    result = bench("create_and_run", path="hi.py", content="print(1)\n", command="curl http://203.0.113.1")
    assert result.error == "refused"
    assert "created hi.py (+1 -0), but the command was not run" in result.content
    assert result.details["changes"][0]["path"] == "hi.py"


def test_create_and_run_of_a_refused_file_runs_nothing(bench):
    result = bench("create_and_run", path="a.py", content="def broken(:\n", command="touch made")
    assert result.error == "syntax"
    assert not (bench.root / "made").exists()


def test_tests_are_not_run_in_a_folder_that_is_not_trusted(bench):
    assert bench("run_tests").error == "refused"
    bench.validate(trusted=False)
    result = bench("run_tests")
    assert result.error == "refused"
    assert "not trusted" in result.content


def test_affected_tests_run_and_a_failure_comes_short(bench):
    bench.validate(only=("python-tests",))
    bench("edit", path="shop/cart.py", old="return sum(prices)", new="return sum(prices) + 1")
    result = bench("run_tests")
    assert "0 passed, 1 failed" in result.content
    assert "test_total" in result.content
    assert len(result.content) < 1000
    bench("edit", path="shop/cart.py", old="return sum(prices) + 1", new="return sum(prices) + 0")
    assert "1 passed" in bench("run_tests").content


def test_all_tests_run_when_nothing_was_changed_and_those_of_a_file_when_named(bench):
    bench.validate(only=("python-tests",))
    write_files(bench.root, {"tests/test_other.py": "def test_other():\n    assert True\n"})
    assert "2 passed" in bench("run_tests").content
    assert "1 passed" in bench("run_tests", path="tests/test_other.py").content
    assert bench("run_tests", path="tests/nope.py").error == "not_found"


def test_other_projects_are_tested_by_their_own_command(open_bench):
    bench = open_bench({"Makefile": "test:\n\t@echo all good\n", "main.c": "int main() { return 0; }\n"})
    bench.validate(only=("python-tests",))
    result = bench("run_tests")
    assert result.content == "make test: exit code 0\nall good"


def test_a_project_without_tests_says_so(open_bench):
    bench = open_bench({"main.c": "int main() { return 0; }\n", "Makefile": "test_flags := -x\nall:\n\ttrue\n"})
    bench.validate(only=("python-tests",))
    assert bench("run_tests").error == "not_found"
