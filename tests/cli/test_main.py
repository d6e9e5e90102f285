"""The command table, exit codes, and what start-up may import. Every test runs the real program."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from smallcode import __version__
from smallcode.cli.main import COMMANDS
from smallcode.errors import ExitCode

LIGHT = {
    "smallcode", "smallcode.cli", "smallcode.cli.main", "smallcode.errors", "smallcode.__main__",
}  # fmt: skip


def smallcode(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "smallcode", *arguments],
        capture_output=True, text=True, timeout=60, check=False, cwd=cwd, env={**os.environ, **(env or {})},
    )  # fmt: skip


def test_version_is_one_line() -> None:
    for option in ("--version", "-V"):
        done = smallcode(option)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"smallcode {__version__}\n", "")


def test_start_up_imports_nothing_heavy() -> None:
    """This holds `smallcode --version` near a bare `python -c pass`; time itself is measured by the benchmark."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from smallcode.cli.main import main\n"
        "main(['--version']); print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))
    ours = {name for name in loaded if name.split(".")[0] == "smallcode"}
    assert ours <= LIGHT
    others = {name.split(".")[0] for name in loaded} - {"smallcode"}
    assert others <= set(sys.stdlib_module_names)
    assert not others & {"argparse", "asyncio", "json", "logging", "sqlite3", "subprocess", "traceback", "unittest"}


def test_help_lists_every_command() -> None:
    for arguments in (["--help"], ["-h"], ["help"]):
        done = smallcode(*arguments)
        assert done.returncode == 0
        for name, (_, text) in COMMANDS.items():
            assert f"  {name}" in done.stdout
            assert text in done.stdout


def test_without_a_command_the_help_is_shown_and_nothing_was_done() -> None:
    done = smallcode()
    assert done.returncode == ExitCode.BAD_INPUT
    assert "usage: smallcode COMMAND" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists_and_explains_itself(name: str) -> None:
    assert importlib.util.find_spec(COMMANDS[name][0]) is not None
    done = smallcode(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: smallcode {name}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sesions"], "There is no command 'sesions'.\nDid you mean `smallcode sessions`?"),
        (["xyzzy"], "There is no command 'xyzzy'.\n`smallcode --help` lists"),
        (["--verson"], "There is no option '--verson'"),
        (["task.yaml"], "To run a task file: `smallcode run task.yaml`."),
        (["help", "nope"], "There is no command 'nope'"),
        (["sessions", "--jsn"], "smallcode sessions does not take '--jsn'.\nDid you mean --json?"),
        (["config", "show", "a", "b"], "smallcode config does not take 'b'"),
    ],
)
def test_mistyped_words_are_guessed(arguments: list[str], message: str) -> None:
    done = smallcode(*arguments)
    assert done.returncode == ExitCode.BAD_INPUT
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_usage_errors_of_a_command_have_the_code_of_bad_input() -> None:
    done = smallcode("sessions", "wrong-action")
    assert done.returncode == ExitCode.BAD_INPUT
    assert "invalid choice" in done.stderr


def test_messages_carry_no_escape_sequences() -> None:
    done = smallcode("\x1b]0;title\x07\x1b[2Jevil")
    assert done.returncode == ExitCode.BAD_INPUT
    assert "\x1b" not in done.stderr
    assert "\x07" not in done.stderr


def test_a_name_that_is_not_unicode_does_not_end_in_a_traceback() -> None:
    command = [sys.executable.encode(), b"-m", b"smallcode", b"config", b"check", b"\xff\xfe.yaml"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == ExitCode.BAD_INPUT
    assert b"Traceback" not in done.stderr
    assert b"no such task file" in done.stderr


def test_an_ascii_terminal_shows_something_for_every_character(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("prompt: x\nwörkspace: ü\n", encoding="utf-8")
    done = smallcode("config", "check", "t.yaml", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == ExitCode.BAD_INPUT
    assert "unknown key 'w\\xf6rkspace'. Did you mean 'workspace'?" in done.stderr


OUTCOMES = {
    "raise KeyboardInterrupt": ExitCode.INTERRUPTED,
    "from smallcode.errors import NoModel; raise NoModel('none', hint='get one')": ExitCode.NO_MODEL,
    "from smallcode.errors import Denied; raise Denied('no')": ExitCode.FAILED,
    "raise RuntimeError('a bug')": ExitCode.INTERNAL,
    "raise RecursionError": ExitCode.INTERNAL,
    "return 1": ExitCode.FAILED,
}


@pytest.mark.parametrize("body", OUTCOMES)
def test_endings_become_exit_codes(tmp_path: Path, body: str) -> None:
    """A real command module that ends in each way, put into the table."""
    lines = "\n".join(f"    {line.strip()}" for line in body.split(";"))
    (tmp_path / "ending.py").write_text(f"def add_arguments(parser): pass\n\ndef run(args):\n{lines}\n")
    code = (
        "import sys; from smallcode.cli import main\n"
        "main.COMMANDS['ending'] = ('ending', 'for this test'); sys.exit(main.main(['ending']))"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False, timeout=60
    )
    assert done.returncode == OUTCOMES[body]
    assert ("Traceback" in done.stderr) == (OUTCOMES[body] == ExitCode.INTERNAL)
    if OUTCOMES[body] == ExitCode.INTERNAL:
        assert "mistake in SmallCode itself" in done.stderr
        assert "smallcode doctor" in done.stderr
    if OUTCOMES[body] == ExitCode.NO_MODEL:
        assert done.stderr == "smallcode: none\nget one\n"


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m smallcode config schema --task | head -c 5 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_a_closed_output_is_told_from_a_bug(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "smallcode", "config", "schema"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (ExitCode.BROKEN_PIPE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="platform: no /dev/full")
def test_a_full_disk_is_told_from_a_bug() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "smallcode", "config", "schema"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == ExitCode.BAD_INPUT
    assert done.stderr.startswith("smallcode: There is no space left on the disk.")
    assert "Traceback" not in done.stderr


def test_output_that_was_closed_by_the_caller_is_no_bug() -> None:
    command = f"{sys.executable} -m smallcode sessions >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], check=False, timeout=60).returncode == 0


def test_a_folder_that_was_removed_under_us_is_named(tmp_path: Path) -> None:
    command = f"mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir ../gone && {sys.executable} -m smallcode sessions"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "current folder does not exist" in done.stderr


def test_the_documented_exit_codes_are_the_real_ones() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    rows = {int(line.split("|")[1]) for line in page.splitlines() if line.startswith("|") and line[2].isdigit()}
    assert rows == {code.value for code in ExitCode}
