"""Foreign text on a terminal: from the model, from file names, from a replayed log; and a terminal of 20 columns."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

from smallcode.testing.program import COMMAND, MODEL, environment, events_of, last_session, model, smallcode
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

from .conftest import BUGGY, FIXED, GOOD, PROMPT, Desk

EVIL = (
    "\x1b]0;owned\x07\x1b[2J\x1b[H\x1b]8;;http://evil.invalid\x07link\x1b]8;;\x07\x1b[?1049h\x1bPq\x1b\\\x9b31m\r"
    "\u202egnihtyreve\u202c\x1b[8mhidden\x1b]52;c;ZXZpbA==\x07\x07\x08\x08"
)
HARMLESS = re.compile(r"\x1b\[[0-9;]*m")


def assert_clean(text: str, *, cursor: bool = False) -> None:
    """Nothing but colours is left; ``cursor``: our own spinner moves the cursor within its line, too."""
    rest = HARMLESS.sub("", text)
    if cursor:
        rest = re.sub(r"\x1b\[(?:\d*[AGK]|\?25[hl]|[12]K)", "", rest)
    for bad in ("\x1b", "\x07", "\x08", "\x9b", "\u202e", "\x9d"):
        assert bad not in rest, repr(rest[max(0, rest.index(bad) - 40) : rest.index(bad) + 40])


def test_what_a_model_says_reaches_no_terminal_raw(desk: Desk) -> None:
    said = f"{EVIL}\n{FIXED.replace('+ b', f'+ b  # {EVIL[-20:-1]}')}{EVIL}"
    done = desk.run(script=[Say(said, reasoning=EVIL)])
    assert done.code in (0, 1), done.text
    assert_clean(done.text)
    for arguments in (["replay"], ["sessions", "--all"]):
        assert_clean(smallcode(*arguments).text)


def test_half_characters_from_a_model(desk: Desk) -> None:
    """Lone surrogates come through JSON; no file, log or checkpoint can hold them."""
    done = desk.run(script=[Say(f"Half: \ud83d\n{FIXED}"), Say(FIXED)][:1])
    assert done.code == 0, done.text
    assert desk.read() == GOOD
    assert any(event.type == "model_replied" for event in events_of(last_session()))


def test_half_characters_inside_the_code(desk: Desk) -> None:
    done = desk.run(script=[Say(FIXED.replace("a + b", "a + b  # \ud83d"))])
    assert done.code == 0, done.text
    assert desk.read().startswith("def add(a, b):\n    return a + b")
    (desk.project / "calc.py").read_bytes().decode("utf-8")


def test_half_characters_inside_a_call(desk: Desk) -> None:
    """A weak model's JSON escapes half an emoji: it is ASCII on the wire, and half a character once it is read."""
    call = '{"name": "apply_edit", "arguments": {"kind": "whole", "path": "calc.py", "fields": {"text": "# \\ud83d"}}}'
    done = desk.run(script=[Say(f"<tool_call>{call}</tool_call>"), Say(FIXED)])
    assert "Traceback" not in done.text
    assert done.code == 0, done.text


def test_a_prompt_that_is_no_utf8(desk: Desk) -> None:
    done = desk.run(prompt=PROMPT + os.fsdecode(b" \xff\xfe"))
    assert done.code == 0, done.text
    assert desk.read() == GOOD


def test_a_folder_that_is_no_utf8(desk: Desk) -> None:
    folder = desk.folder / os.fsdecode(b"caf\xe9")
    desk.project.rename(folder)
    done = smallcode("run", "-p", PROMPT, "-C", folder)
    assert (done.code, "UTF-8" in done.err, "Traceback" in done.err) == (2, True, False)


def test_hostile_file_names(desk: Desk) -> None:
    name = "\x1b]0;owned\x07\x1b[2Jcalc.py"
    (desk.project / name).write_text(BUGGY)
    (desk.project / os.fsdecode(b"calc\xff.py")).write_text(BUGGY)
    done = desk.run("--set", "limits.samples=1", prompt="Fix every `add`.", script=[Say("1"), Say(FIXED)][1:])
    assert_clean(done.text)
    assert "Traceback" not in done.text
    for arguments in (["replay"], ["diff", "--stat"], ["undo"], ["sessions", "--all"]):
        shown = smallcode(*arguments)
        assert_clean(shown.text)
        assert "Traceback" not in shown.text


def test_a_hostile_title_and_folder(desk: Desk) -> None:
    folder = desk.folder / "\x1b[2Jproj\x07ect"
    desk.project.rename(folder)
    desk.project.symlink_to(folder)
    done = desk.run(prompt=f"{PROMPT} {EVIL}")
    assert done.code == 0, done.text
    assert_clean(done.text)
    assert_clean(smallcode("sessions", "--all").text)


def on_terminal(arguments: list[str], columns: int, cwd: Path) -> tuple[int, str]:
    """Run on a terminal of that width; returns exit code and what it was sent."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdin=follower, stdout=follower, stderr=follower, cwd=cwd, start_new_session=True,
        env=environment(extra={"TERM": "xterm-256color", "LANG": "C.UTF-8"}),
    )  # fmt: skip
    os.close(follower)
    shown = bytearray()
    while True:
        try:
            data = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(leader)
    return process.wait(timeout=60), shown.decode("utf-8", "replace")


def test_a_terminal_of_20_columns(desk: Desk) -> None:
    with ScriptedServer([Say(f"{EVIL[:-2]}\n{FIXED}", reasoning=EVIL)], kind="ollama", model=MODEL) as server:
        code, shown = on_terminal(["run", "-p", PROMPT, "-C", str(desk.project), *model(server)], 20, desk.folder)
    assert code == 0, shown
    assert desk.read() == GOOD
    assert_clean(shown, cursor=True)
    assert "unverified" in shown
    for arguments in (["sessions", "--all"], ["replay"], ["diff"], ["--help"]):
        code, shown = on_terminal(arguments, 20, desk.project)
        assert code == 0, shown
        assert_clean(shown, cursor=True)
