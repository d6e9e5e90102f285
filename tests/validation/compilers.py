"""The compilers of this machine, as the tests find them: behind version managers, whose homes the tests don't share."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@functools.cache
def rust_folder() -> str:
    """Folder of the real cargo and rustc, empty if there is none."""
    program = shutil.which("rustc")
    if program is None:
        return ""
    home = dict(os.environ, HOME=os.environ.get("SMALLCODE_TEST_HOME", str(Path("~").expanduser())))
    done = subprocess.run([program, "--print", "sysroot"], capture_output=True, text=True, check=False, env=home)
    folder = Path(done.stdout.strip() or "/nowhere") / "bin"
    return str(folder) if (folder / "cargo").is_file() else ""


BUILT = Path(__file__).resolve().parents[2] / "build" / "test-cache"
"""Kept from run to run: Go compiles its own library once for all tests."""
FOLDERS = [str(Path(sys.executable).parent), *([rust_folder()] if rust_folder() else [])]
PATH = os.pathsep.join([*FOLDERS, os.environ.get("PATH", os.defpath)])


@functools.cache
def warm_go() -> None:
    """Compile Go's own library and ``vet`` before any validator's time limit begins."""
    from smallcode.validation.checks.golang import go_environment

    go = shutil.which("go", path=PATH)
    (BUILT / "go").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PATH": PATH, **go_environment(BUILT / "go")}
    for words in (["build", "testing", "testing/internal/testdeps", "fmt", "os"], ["vet", "errors"]):
        if go is not None:
            subprocess.run([go, *words], env=environment, cwd=BUILT, capture_output=True, check=False)


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip where one of the programs is missing."""
    missing = [name for name in programs if shutil.which(name, path=PATH) is None]
    return pytest.mark.skipif(bool(missing), reason=f"platform: {', '.join(missing)} is not installed")
