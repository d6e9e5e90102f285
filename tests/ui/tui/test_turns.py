"""Turns on the whole screen: what is streamed, stopped, queued, planned and approved."""

from __future__ import annotations

from pathlib import Path

from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import events_of, last_session
from tests.ui.tui.conftest import BROKEN, FIX, MENDED, TEST, Chat
from tests.ui.tui.golden import check


def test_a_fix_is_shown_as_a_diff_with_its_checks(chat: Chat, project: Path) -> None:
    (project / "test_calc.py").write_text(TEST)
    with ScriptedServer([FIX]) as server, chat(server) as terminal:
        terminal.say("Fix add in calc.py")
        terminal.wait("solved: calc.py")
        check("solved_80x24", terminal.idle())
        terminal.resize(40, 140)
        terminal.wait("Changed files")
        check("solved_140x40", terminal.idle())
        terminal.press("ctrl-d")
        assert terminal.child.wait() == 0
    assert (project / "calc.py").read_text() == MENDED


def test_sizes_change_while_a_reply_streams_and_escape_stops_it_at_once(chat: Chat) -> None:
    endless = Say("It says one thing after the other. " * 200, delay=0.05)
    with ScriptedServer([endless, Say("It adds.")]) as server, chat(server) as terminal:
        terminal.say("What does add do?")
        terminal.wait("It says one thing")
        for rows, columns in ((30, 20), (40, 140), (24, 80)):
            terminal.resize(rows, columns)
            terminal.wait(lambda text, rule="─" * columns: rule in text.split("\n") and "says" in text)  # type: ignore[misc]
        assert "interrupted" not in terminal.text
        terminal.press("escape")
        terminal.wait("interrupted", seconds=5)
        terminal.idle()
        terminal.say("What does add do?")
        terminal.wait("It adds.")


def test_enter_while_a_turn_runs_queues_a_message_for_the_next_step(chat: Chat, project: Path) -> None:
    (project / "test_calc.py").write_text(TEST)
    bad = Say("calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n", delay=0.1)
    with ScriptedServer([bad, lambda body: FIX]) as server, chat(server) as terminal:
        terminal.say("Fix add in calc.py")
        terminal.wait("def add")
        terminal.say("It has to add, not to multiply")
        terminal.wait("waits for the next step")
        terminal.wait("solved: calc.py")
        assert "not to multiply" in server.asked[1].text
        terminal.wait_gone("waits for the next step")


def test_a_plan_is_edited_reordered_and_carried_out(chat: Chat, project: Path) -> None:
    listed = Say("1. Create util.py with a function one() that returns 1\n2. Fix add in calc.py\n3. Write a poem")
    created = Say("util.py\n```python\ndef one():\n    return 1\n```")
    with ScriptedServer([listed, FIX, created]) as server, chat(server, rows=30) as terminal:
        terminal.press("tab")
        terminal.wait("plan mode: nothing is changed")
        terminal.say("Fix add and add util.py")
        terminal.wait("Nothing is changed before you approve")
        terminal.wait("Write a poem")
        assert (project / "calc.py").read_text() == BROKEN
        terminal.press("down", "down", "d")
        terminal.wait(lambda text: "  3. Write a poem" not in text)
        terminal.press("alt-up")
        terminal.wait(lambda text: text.rfind("Fix add in calc.py") < text.rfind("Create util.py"))
        terminal.press("ctrl-s")
        terminal.wait(": calc.py, util.py")
    made = [event for event in events_of(last_session()) if event.type == "plan_made"][-1]
    assert [part["title"][:7] for part in made.parts] == ["Fix add", "Create "]


def test_a_command_is_approved_always_and_never_asked_again(chat: Chat, project: Path) -> None:
    command = "git init fresh"
    run = {"name": "run", "arguments": {"command": command}}
    script = [Say(calls=[run]), Say("Done it."), Say(calls=[run]), Say("Done it again.")]
    with ScriptedServer(script) as server, chat(server, model="scripted-30b", rows=30) as terminal:
        terminal.say("Change the folder: make a git repository in fresh")
        terminal.wait("always in this project")
        terminal.press("a")
        terminal.wait("allowed")
        terminal.idle()
        terminal.say("Change it again, please")
        terminal.wait("again.")
        terminal.idle()
    assert (project / "fresh" / ".git").is_dir()


def test_a_no_goes_back_to_the_model_with_its_reason(chat: Chat, project: Path) -> None:
    run = {"name": "run", "arguments": {"command": "git init fresh"}}
    with ScriptedServer([Say(calls=[run]), Say("Then not.")]) as server, chat(server, model="scripted-30b") as terminal:
        terminal.say("Change the folder: make a git repository in fresh")
        terminal.wait("yes, this time")
        terminal.press("n")
        terminal.wait("Why not?")
        terminal.say("not in this folder")
        terminal.idle()
        assert "not in this folder" in server.asked[1].text
    assert not (project / "fresh").exists()
