"""Hidden checks of compiled languages: build a program or tests, and count the tests that passed.

For checks in Python: ``rust_program()`` and ``go_program()`` build what the workspace holds and return the program's
path; ``run_program`` runs it.
"""

import json
import os
import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

SECONDS = 60


class Failed(Exception):
    """The code does not compile, or a test fails; the text says which."""


def run_program(argv, *, text="", seconds=10, cwd=None):
    """Run a program with ``text`` as its input; returns the finished process with its output as text."""
    return subprocess.run(
        [str(word) for word in argv], input=text, capture_output=True, text=True, timeout=seconds, cwd=cwd, check=False
    )


def rust_program(folder=".", source=""):
    """Build a Rust program (src/main.rs, or ``source``) with its library beside it.

    Raises:
        Failed: it does not compile.
    """
    place = tempfile.mkdtemp()
    program = os.path.join(place, "program")
    main = source or os.path.join(folder, "src/main.rs")
    _rustc([main, "--crate-name", "program", "-o", program, *_rust_library(folder, place)], folder)
    return program


def rust_tests(file, folder="."):
    """Build a file of Rust tests against the package's library and run it; all must pass.

    Raises:
        Failed: it does not compile, a test fails, or fewer tests ended than there are.
    """
    place = tempfile.mkdtemp()
    program = os.path.join(place, "tests")
    _rustc(["--test", file, "--crate-name", "hidden", "-o", program, *_rust_library(folder, place)], folder)
    wanted = len(re.findall(r"^\s*#\[test\]", Path(file).read_text(encoding="utf-8"), re.MULTILINE))
    done = _run([program, "--test-threads=2"])
    found = re.search(r"^test result: ok\. (\d+) passed; 0 failed; 0 ignored", done.stdout, re.MULTILINE)
    if done.returncode or not found or int(found[1]) < max(wanted, 1):
        raise Failed(_told(done))


def _rust_library(folder, place):
    """Arguments that make the package's library known, if it has one."""
    library = os.path.join(folder, "src/lib.rs")
    if not os.path.isfile(library):
        return []
    name = _package(folder).get("name", "library").replace("-", "_")
    output = os.path.join(place, f"lib{name}.rlib")
    _rustc([library, "--crate-type=lib", "--crate-name", name, "-o", output], folder)
    return ["--extern", f"{name}={output}"]


def _package(folder):
    manifest = Path(folder, "Cargo.toml")
    return tomllib.loads(manifest.read_text(encoding="utf-8")).get("package", {}) if manifest.is_file() else {}


def _rustc(arguments, folder):
    edition = str(_package(folder).get("edition", "2021"))
    done = _run(["rustc", "--edition", edition, "--cap-lints=allow", "-Cdebuginfo=0", *arguments])
    if done.returncode:
        raise Failed(done.stderr)


def go_program(package="."):
    """Build a Go program; ``package`` is a folder or a file.

    Raises:
        Failed: it does not compile.
    """
    program = os.path.join(tempfile.mkdtemp(), "program")
    target = package if package == "." or package.endswith(".go") else f"./{package}"
    done = _run(["go", "build", "-ldflags=-s -w", "-o", program, target])
    if done.returncode:
        raise Failed(done.stderr)
    return program


def go_tests(file):
    """Run the tests of one Go test file; each must pass.

    Raises:
        Failed: it does not compile, a test fails, or one did not end.
    """
    path = Path(file)
    names = re.findall(r"^func (Test\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    pattern = f"^({'|'.join(names)})$"
    done = _run(["go", "test", "-vet=off", "-count=1", "-json", "-run", pattern, "./" + path.parent.as_posix()])
    passed = set()
    for line in done.stdout.splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("Action") == "pass":
            passed.add(event.get("Test"))
    if done.returncode or not names or not passed.issuperset(names):
        text = "".join(json.loads(line).get("Output", "") for line in done.stdout.splitlines() if line.startswith("{"))
        raise Failed(text + done.stderr)


def _run(argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{argv[0]} did not end in {SECONDS} s") from error


def _told(done):
    return (done.stdout + done.stderr)[-3000:]
