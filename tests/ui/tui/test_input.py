"""What is typed and pasted: several lines, history, completion, commands."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from smallcode.paths import config_dir, state_dir
from smallcode.testing import Say, ScriptedServer
from tests.ui.tui.conftest import Chat


def last_line(text: str) -> str:
    return text.split("\n")[-1]


def test_a_pasted_text_of_5000_lines_is_folded_and_sent_whole(chat: Chat) -> None:
    pasted = "\n".join(f"line {number}" for number in range(5000))
    with ScriptedServer([Say("That is long.")], context_tokens=200_000) as server, chat(server) as terminal:
        terminal.type("What is this? ")
        terminal.paste(pasted)
        terminal.wait("[pasted text 1: 5,000 lines]")
        terminal.press("enter")
        terminal.wait("That is long.")
        asked = server.asked[0].text
        assert pasted in asked
        assert "pasted text 1" not in asked
        assert "more lines" in terminal.text


def test_a_short_paste_stays_as_it_is_and_is_not_sent_by_itself(chat: Chat) -> None:
    with ScriptedServer([Say("Two lines.")]) as server, chat(server) as terminal:
        terminal.paste("What is\n\tthis?  \n")
        terminal.wait("this?")
        terminal.press("enter")
        terminal.wait("Two lines.")
        assert "What is\n\tthis?" in server.asked[0].text


def test_a_placeholder_is_deleted_as_one(chat: Chat) -> None:
    with ScriptedServer() as server, chat(server) as terminal:
        terminal.type("look ")
        terminal.paste("x\n" * 100)
        terminal.wait("[pasted text 1: 100 lines]")
        terminal.press("backspace")
        terminal.wait_gone("pasted text")
        assert "❯ look" in terminal.text


def test_lines_are_written_and_the_history_brings_them_back(chat: Chat, project: Path) -> None:
    with ScriptedServer([Say("Yes.")]) as server:
        with chat(server) as terminal:
            terminal.type("What is a?")
            terminal.press("alt-enter")
            terminal.type("And b?")
            terminal.wait("  And b?")
            terminal.press("enter")
            terminal.wait("Yes.")
            terminal.idle()
            assert "What is a?\nAnd b?" in server.asked[0].text
            terminal.press("ctrl-d")
            terminal.child.wait()
        files = list((state_dir() / "history").iterdir())
        assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600]
        files[0].write_bytes(b"broken\n" + files[0].read_bytes() + b'{"no": "text"}\n\xff\n')
        with chat(server) as terminal:
            terminal.press("up")
            terminal.wait("❯ What is a?")
            terminal.press("ctrl-c")
            terminal.wait_gone("What is a?")
            terminal.press("ctrl-r")
            terminal.wait("What was sent before")
            terminal.type("whatis")
            terminal.press("enter")
            terminal.wait("❯ What is a?")


def test_commands_are_completed_with_their_descriptions(chat: Chat) -> None:
    with ScriptedServer() as server, chat(server) as terminal:
        terminal.type("/he")
        terminal.wait("list the commands, or explain one")
        terminal.press("enter")
        terminal.wait("end; the session stays")
        terminal.say("/hlep")
        terminal.wait("Did you mean /help?")
        terminal.say("/quit")
        assert terminal.child.wait() == 0


def test_references_are_completed_while_they_are_typed(chat: Chat, project: Path) -> None:
    with ScriptedServer() as server, chat(server) as terminal:
        terminal.type("look at @clc")
        terminal.wait(lambda text: "calc.py" in text.split("look at @clc")[0])
        terminal.press("tab")
        terminal.wait("❯ look at @calc.py")
        terminal.press("enter")
        terminal.wait(lambda text: "calc.py" not in text.split("❯ look at @calc.py")[0])


def test_keys_can_be_changed_and_a_broken_file_is_reported(chat: Chat) -> None:
    path = config_dir() / "keys.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("mode: vi\nkeys:\n  send: ctrl-t\n  newline: enter\n")
    with ScriptedServer([Say("Yes.")]) as server:
        with chat(server) as terminal:
            terminal.type("abc")
            terminal.press("enter")
            terminal.type("What is thia?")
            terminal.wait("  What is thia?")
            terminal.press("escape")
            terminal.type("hrs")
            terminal.wait("  What is this?")
            terminal.press("ctrl-t")
            terminal.wait("Yes.")
            assert "abc\nWhat is this?" in server.asked[0].text
        path.write_text("keys:\n  sned: enter\n")
        with chat(server) as terminal:
            screen = " ".join(terminal.text.split())
            assert "there is no action 'sned'. Your keys are left out. Did you mean 'send'?" in screen


def test_history_entries_are_one_json_string_a_line(chat: Chat) -> None:
    with ScriptedServer([Say("Yes.")]) as server, chat(server) as terminal:
        terminal.say("What is ä?")
        terminal.wait("Yes.")
        terminal.idle()
    (file,) = (state_dir() / "history").iterdir()
    assert [json.loads(line) for line in file.read_text().splitlines()] == ["What is ä?"]
