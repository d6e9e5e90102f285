"""Exercism's layout, and Aider's polyglot checkout, with exercises of our own."""

# ruff: noqa: E501 - whole files as one line each
from __future__ import annotations

import asyncio
import json
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.adapters.exercism import load_tracks
from smallcode.evals.adapters.layouts import Extras, adapted, lend_helpers
from smallcode.evals.copies import contents
from smallcode.evals.judging import judge
from smallcode.evals.proof import prove
from smallcode.evals.task import SUITES, EvalTask

INSTRUCTIONS = "# Instructions\n\nAdd two numbers.\n"
PYTHON = {
    "sum_up.py": "def sum_up(a, b):\n    pass\n",
    "sum_up_test.py": "import unittest\n\nfrom sum_up import sum_up\n\n\nclass SumUpTest(unittest.TestCase):\n    def test_small(self):\n        self.assertEqual(sum_up(1, 2), 3)\n",
    ".meta/example.py": "def sum_up(a, b):\n    return a + b\n",
}  # fmt: skip
RUST = {
    "src/lib.rs": 'pub fn sum_up(a: i32, b: i32) -> i32 {\n    todo!("{a} {b}")\n}\n',
    "Cargo.toml": '[package]\nname = "sum-up"\nversion = "0.1.0"\nedition = "2021"\n',
    "tests/sum-up.rs": "use sum_up::sum_up;\n\n#[test]\nfn small() {\n    assert_eq!(sum_up(1, 2), 3);\n}\n\n#[test]\n#[ignore]\nfn large() {\n    assert_eq!(sum_up(900, 2), 902);\n}\n",
    ".meta/example.rs": "pub fn sum_up(a: i32, b: i32) -> i32 {\n    a + b\n}\n",
}  # fmt: skip
CPP = {
    "sum_up.cpp": '#include "sum_up.h"\n', "sum_up.h": "#pragma once\n",
    "sum_up_test.cpp": '#include "sum_up.h"\n#include <iostream>\nint main() {\n  if (sum_up::add(1, 2) != 3) return 1;\n#ifdef EXERCISM_RUN_ALL_TESTS\n  if (sum_up::add(5, 5) != 10) return 1;\n#endif\n  std::cout << "All tests passed (2 assertions)\\n";\n}\n',
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.5.1)\nget_filename_component(exercise ${CMAKE_CURRENT_SOURCE_DIR} NAME)\nproject(${exercise} CXX)\nadd_executable(${exercise} sum_up_test.cpp sum_up.cpp)\nif(EXERCISM_RUN_ALL_TESTS)\n  target_compile_definitions(${exercise} PRIVATE EXERCISM_RUN_ALL_TESTS)\nendif()\nadd_custom_target(test_${exercise} ALL DEPENDS ${exercise} COMMAND ${exercise})\nif(NOT ${exercise} STREQUAL sum-up)\n  message(FATAL_ERROR name)\nendif()\n",
    ".meta/example.cpp": '#include "sum_up.h"\nnamespace sum_up { int add(int a, int b) { return a + b; } }\n',
    ".meta/example.h": "#pragma once\nnamespace sum_up { int add(int a, int b); }\n",
}  # fmt: skip
JAVASCRIPT = {
    "sum-up.js": "export const sumUp = () => {};\n",
    "sum-up.spec.js": "describe('sum up', () => {\n  test('a', () => {});\n  xtest('b', () => {});\n  xit('c', () => {});\n  test.skip('d', () => {});\n});\n",
    "package.json": "{}", ".meta/proof.ci.js": "export const sumUp = (a, b) => a + b;\n",
}  # fmt: skip
JAVA = {
    "src/main/java/SumUp.java": "class SumUp {}\n",
    "src/test/java/SumUpTest.java": "class SumUpTest {\n    @Disabled(\"Remove to run test\")\n    @Test\n    void a() {}\n}\n",
    ".meta/src/reference/java/SumUp.java": "class SumUp { int add; }\n", "gradlew": "#!/bin/sh\n",
}  # fmt: skip


def exercise(folder: Path, files: dict[str, str], **kinds: list[str]) -> Path:
    for name, text in {**files, ".docs/instructions.md": INSTRUCTIONS}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / ".meta").mkdir(exist_ok=True)
    (folder / ".meta" / "config.json").write_text(json.dumps({"authors": [], "files": kinds, "blurb": "Add."}))
    return folder


@pytest.fixture
def polyglot(tmp_path: Path) -> Path:
    root = tmp_path / "polyglot"
    kinds: dict[str, tuple[dict[str, str], list[str], list[str], list[str]]] = {
        "python": (PYTHON, ["sum_up.py"], ["sum_up_test.py"], [".meta/example.py"]),
        "rust": (RUST, ["src/lib.rs", "Cargo.toml"], ["tests/sum-up.rs"], [".meta/example.rs"]),
        "cpp": (CPP, ["sum_up.cpp", "sum_up.h"], ["sum_up_test.cpp"], [".meta/example.cpp", ".meta/example.h"]),
        "javascript": (JAVASCRIPT, ["sum-up.js"], ["sum-up.spec.js"], [".meta/proof.ci.js"]),
        "java": (JAVA, ["src/main/java/SumUp.java"], ["src/test/java/SumUpTest.java"],
                 [".meta/src/reference/java/SumUp.java"]),
    }  # fmt: skip
    for track, (files, solution, test, example) in kinds.items():
        place = root / track / "exercises" / "practice" / "sum-up"
        exercise(place, files, solution=solution, test=test, example=example)
    (root / "java/exercises/practice/sum-up/gradlew").chmod(0o755)
    (root / ".git").mkdir()
    return root


def tasks(reference: str, place: Path, **extras: Any) -> dict[str, EvalTask]:
    lend_helpers(SUITES / "lib", place)
    return {task.name: task for task in adapted(reference, place, Extras(**extras))}


def test_every_language_of_the_polyglot_checkout_is_read(polyglot: Path, tmp_path: Path) -> None:
    found = tasks(f"polyglot:{polyglot}", tmp_path / "s")
    assert {name: task.spec.category for name, task in found.items()} == {
        f"{track}-sum-up": track for track in ("cpp", "java", "javascript", "python", "rust")
    }
    task = found["python-sum-up"]
    assert "Add two numbers." in task.spec.prompt and "sum_up.py" in task.spec.prompt
    assert set(contents(task.files)) == {"sum_up.py"}
    assert set(contents(task.folder / "hidden")) == {"sum_up_test.py"}


def test_tests_that_learners_switch_on_are_all_on_and_build_files_laid_over(polyglot: Path, tmp_path: Path) -> None:
    found = tasks(f"polyglot:{polyglot}", tmp_path / "s")
    hidden = contents(found["javascript-sum-up"].folder / "hidden")
    assert set(hidden) == {"sum-up.spec.js", "package.json"}
    assert b"xtest" not in hidden["sum-up.spec.js"] and b"skip" not in hidden["sum-up.spec.js"]
    assert hidden["sum-up.spec.js"].count(b"test('") == 3 and hidden["sum-up.spec.js"].count(b" it('") == 1
    java = found["java-sum-up"].folder
    assert b"@Disabled" not in contents(java / "hidden")["src/test/java/SumUpTest.java"]
    assert contents(java / "solution") == {"src/main/java/SumUp.java": b"class SumUp { int add; }\n"}
    assert (java / "files" / "gradlew").stat().st_mode & 0o111
    rust = found["rust-sum-up"].folder
    assert "Cargo.toml" not in contents(rust / "hidden"), "it is the agent's to write"
    cpp = contents(found["cpp-sum-up"].folder / "solution")
    assert b"int add(int a, int b);" in cpp["sum_up.h"] and b"return a + b" in cpp["sum_up.cpp"]


def test_what_a_track_needs_and_is_not_here_is_named(polyglot: Path, tmp_path: Path) -> None:
    found = tasks(f"polyglot:{polyglot}", tmp_path / "s")
    [missing] = [tool for tool in found["javascript-sum-up"].missing_tools() if tool != "node"]
    assert "node_modules/jest/bin/jest.js in" in missing


@pytest.mark.parametrize("track", ["python", "rust", "cpp"])
def test_the_examples_pass_and_the_stubs_fail(
    polyglot: Path, tmp_path: Path, track: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rust = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".rustup"  # rustup looks below HOME, which is the test's own
    if rust.is_dir():
        monkeypatch.setenv("RUSTUP_HOME", os.environ.get("RUSTUP_HOME", str(rust)))
    task = tasks(f"polyglot:{polyglot}", tmp_path / "s")[f"{track}-sum-up"]
    if not all(works(tool) for tool in task.spec.toolchain):
        pytest.skip(f"platform: {' or '.join(task.spec.toolchain)} does not run here")
    assert [(p.variant, p.passed, p.detail) for p in asyncio.run(prove(task)) if not p.holds] == []


def works(tool: str) -> bool:
    """Whether it runs: being on the PATH is not enough (version managers leave stubs)."""
    try:
        return subprocess.run([tool, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def test_a_program_that_ends_its_tests_early_does_not_pass(polyglot: Path, tmp_path: Path) -> None:
    task = tasks(f"polyglot:{polyglot}", tmp_path / "s")["cpp-sum-up"]
    if not all(works(tool) for tool in task.spec.toolchain):
        pytest.skip("platform: cmake or g++ does not run here")
    for body in ("std::exit(0);", "return a == 1 ? 3 : 0;"):
        place = tmp_path / "w"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(task.folder / "solution", place)
        code = f"#include <cstdlib>\nnamespace sum_up {{ int add(int a, int) {{ {body} }} }}\n"
        (place / "sum_up.cpp").write_text(code)
        assert not asyncio.run(judge(task, place)).passed, body


def test_a_checkout_of_a_track_a_folder_and_one_exercise_are_read_alike(tmp_path: Path) -> None:
    track = tmp_path / "some-checkout"
    place = track / "exercises" / "practice" / "sum-up"
    exercise(place, PYTHON, solution=["sum_up.py"], test=["sum_up_test.py"], example=[".meta/example.py"])
    (track / "config.json").write_text(json.dumps({"slug": "python", "files": {}}))
    for number, path in enumerate((track, place.parent, place)):
        found = tasks(f"exercism:{path}", tmp_path / str(number))
        assert [(t.id, t.spec.category) for t in found.values()] == [("exercism/sum-up", "python")]


def test_names_come_from_the_tracks_patterns_where_an_exercise_says_nothing(tmp_path: Path) -> None:
    track = tmp_path / "python"
    exercise(track / "exercises" / "practice" / "sum-up", PYTHON)
    files = {"solution": ["%{snake_slug}.py"], "test": ["%{snake_slug}_test.py"], "example": [".meta/example.py"]}
    (track / "config.json").write_text(json.dumps({"slug": "python", "files": files}))
    [task] = tasks(f"exercism:{track}", tmp_path / "s").values()
    assert set(contents(task.folder / "solution")) == {"sum_up.py"}


def test_any_track_can_be_added(tmp_path: Path) -> None:
    place = exercise(tmp_path / "cobol" / "add", {"a.cob": "x\n", "t.sh": "grep y a.cob\n", ".meta/e.cob": "y\n"},
                     solution=["a.cob"], test=["t.sh"], example=[".meta/e.cob"])  # fmt: skip
    with pytest.raises(BadInput, match="how are exercises of the track") as caught:
        tasks(f"exercism:{place.parent}", tmp_path / "s")
    assert "--tracks" in caught.value.hint
    more = tmp_path / "tracks.yaml"
    more.write_text("cobol: {run: 'sh {tests} && test {slug} = add', toolchain: [sh]}\n")
    [task] = tasks(f"exercism:{place.parent}", tmp_path / "s", tracks=more).values()
    assert all(proof.holds for proof in asyncio.run(prove(task)))
    assert "python" in load_tracks(more)


def test_folders_without_exercises_are_named(tmp_path: Path) -> None:
    for kind in ("exercism", "polyglot"):
        with pytest.raises(BadInput, match="there is no"):
            tasks(f"{kind}:{tmp_path}", tmp_path / kind)
    place = exercise(tmp_path / "python" / "x", PYTHON)
    with pytest.raises(BadInput, match=r"names no files\.solution"):
        tasks(f"exercism:{place}", tmp_path / "s")


def test_the_commands_take_references(polyglot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "list", f"polyglot:{polyglot}", "--filter", "python*"]) == 0
    assert capsys.readouterr().out.split()[:3] == ["polyglot/python-sum-up", "python", "closed"]
    assert main(["eval", "check", f"polyglot:{polyglot}", "--filter", "python*", "--quiet"]) == 0
    assert "3 proofs of 1 tasks" in capsys.readouterr().out
    assert main(["eval", "list", f"polyglot:{polyglot}", "small", "--limit", "2"]) == 0
    assert capsys.readouterr().out.count("small/") == 2
