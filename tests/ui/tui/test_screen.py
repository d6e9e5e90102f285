"""The screen itself: sizes, colours, strange characters, scrolling."""

from __future__ import annotations

import re

import pytest

from smallcode.paths import config_dir
from smallcode.testing import Say, ScriptedServer
from tests.ui.tui.conftest import FIX, Chat
from tests.ui.tui.golden import check, settled

WIDE = "Größe 漢字かな 한국어 e\u0301\u0301 👩‍👩‍👧 🇩🇪 العربية"
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b]52;c;aGk=\x07 \u202eevil\u200b \x9b2J done"
LONG = "\n\n".join(f"Paragraph {number} of the answer." for number in range(60))


def test_the_side_panel_comes_with_the_room_and_goes_by_a_key(chat: Chat) -> None:
    with ScriptedServer() as server, chat(server) as terminal:
        assert "Changed files" not in terminal.text
        terminal.resize(40, 140)
        terminal.wait("Changed files")
        terminal.press("f3")
        terminal.wait_gone("Changed files")


def test_twenty_columns_and_back(chat: Chat) -> None:
    with ScriptedServer([Say("It adds two numbers, `a` and `b`.")]) as server, chat(server) as terminal:
        terminal.say("What does add do?")
        terminal.wait("answered")
        before = terminal.idle()
        terminal.resize(30, 20)
        terminal.wait("lists the\n")
        check("narrow_20x30", terminal.idle())
        terminal.resize(3, 10)
        terminal.resize(24, 80)
        terminal.wait(lambda text: settled(text) == settled(before))


def test_wide_combining_and_hostile_characters(chat: Chat) -> None:
    with ScriptedServer([Say(f"{WIDE}\n\n{HOSTILE}\n\n```\n{HOSTILE}\n```\n")]) as server, chat(server) as terminal:
        terminal.say("What is Größe 漢字?")
        terminal.wait("answered")
        screen = terminal.idle()
        assert "漢字かな한국어" in "".join(screen.split())
        assert b"owned" not in terminal.raw
        assert b"\x1b]52" not in terminal.raw
        assert b"\x1b[2J" not in terminal.raw.split(b"What")[-1]
        assert "\u202e".encode() not in terminal.raw
        assert "done" in screen
        assert "👩👩👧" in "".join(screen.split())


@pytest.mark.parametrize(
    ("env", "wanted", "unwanted"),
    [
        ({"COLORTERM": "truecolor"}, rb"\x1b\[[0-9;]*38;2;", None),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, rb"\x1b\[[0-9;]*38;5;", rb"38;2;"),
        ({"COLORTERM": "", "TERM": "linux"}, rb"\x1b\[[0-9;]*(3|9)[0-7]m", rb"38;[25];"),
        ({"NO_COLOR": "1"}, rb"\x1b\[0;1m", rb"\x1b\[[0-9;]*((3|9|4)[0-9]|38;[25];[0-9;]+)m"),
    ],
)
def test_colours_are_those_that_the_terminal_has(
    chat: Chat, env: dict[str, str], wanted: bytes, unwanted: bytes | None
) -> None:
    with ScriptedServer() as server, chat(server, env=env) as terminal:
        assert re.search(wanted, terminal.raw)
        assert unwanted is None or not re.search(unwanted, terminal.raw)


@pytest.mark.parametrize(
    ("background", "colour"), [("1010/1010/1010", b"154;154;154"), ("ffff/ffff/ffff", b"96;96;96")]
)
def test_the_theme_follows_the_background(chat: Chat, background: str, colour: bytes) -> None:
    with ScriptedServer() as server, chat(server, background=background) as terminal:
        assert b"38;2;" + colour in terminal.raw


def test_a_terminal_that_tells_no_background_is_dark_and_none_of_its_keys_is_lost(chat: Chat) -> None:
    with ScriptedServer() as server, chat(server, background=None, wait=False) as terminal:
        terminal.type("typed early")
        terminal.idle()
        terminal.wait("❯ typed early")
        assert b"38;2;154;154;154" in terminal.raw


def test_themes_of_ones_own_and_bad_ones(chat: Chat) -> None:
    folder = config_dir() / "themes"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text('background: "#000000"\nstyles:\n  dim: "#123456"\n')
    (folder / "broken.yaml").write_text("styles: [\n")
    with ScriptedServer() as server, chat(server, "--theme", "mine", rows=40) as terminal:
        screen = "".join(terminal.idle().split())  # long paths are wrapped anywhere
        assert b"38;2;18;52;86" in terminal.raw
        assert "broken.yaml" in screen
        assert re.search(r"dim.*ishardtoread", screen)
        terminal.say("/theme light")
        terminal.wait(lambda text: b"38;2;96;96;96" in terminal.raw)
        terminal.say("/theme lihgt")
        terminal.wait("Did you mean light?")


def test_scrolling_by_keys_and_wheel_and_following_again(chat: Chat) -> None:
    with ScriptedServer([Say(LONG)]) as server, chat(server) as terminal:
        terminal.say("What is long?")
        terminal.wait("answered")
        terminal.idle()
        assert "Paragraph 59" in terminal.text
        terminal.press("pageup")
        terminal.wait("more below")
        assert "Paragraph 59" not in terminal.text
        terminal.press("ctrl-home")
        terminal.wait("SmallCode")
        for _ in range(4):
            terminal.wheel(up=False)
        terminal.wait_gone("/help lists")
        terminal.press("ctrl-end")
        terminal.wait("Paragraph 59")
        assert "more below" not in terminal.text


def test_the_place_stays_while_a_reply_grows_below(chat: Chat) -> None:
    with ScriptedServer([Say(LONG, delay=0.005)]) as server, chat(server) as terminal:
        terminal.say("What is long?")
        terminal.wait("Paragraph 30")
        terminal.press("ctrl-home")
        before = terminal.wait(lambda text: "SmallCode" in text and "more below" in text).split("\n")[:18]
        terminal.idle()
        assert terminal.lines[:18] == before


def test_tool_calls_and_diffs_open_and_close(chat: Chat) -> None:
    with ScriptedServer([FIX]) as server, chat(server, rows=40) as terminal:
        terminal.say("Fix add in calc.py")
        terminal.wait("unverified: calc.py")
        terminal.idle()
        terminal.press("alt-up", "alt-up")
        terminal.press("ctrl-o")
        terminal.wait("▸ modified calc.py")
        row = next(at for at, line in enumerate(terminal.lines, 1) if "▸ modified" in line)
        terminal.click(row, 3)
        terminal.wait("▾ modified calc.py")
        terminal.press("alt-o")
        terminal.wait("▸ modified calc.py")
        terminal.press("alt-o")
        terminal.wait("▾ reply")
        assert "```" not in terminal.wait("✓ python-syntax")
