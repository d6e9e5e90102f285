"""Nothing is lost: crashes, vanished terminals, signals, suspending."""

from __future__ import annotations

import os
import shlex
import signal
from pathlib import Path

from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import COMMAND, events_of, last_session
from smallcode.testing.pseudo import Terminal, ended, fresh
from tests.ui.tui.conftest import FIX, MENDED, Chat

ENDLESS = Say("It says one thing after the other. " * 300, delay=0.05)


def test_killed_in_the_middle_of_a_turn_and_resumed(chat: Chat, project: Path) -> None:
    slow = Say("calc.py\n```python\n# " + "slow " * 200, delay=0.05)
    with ScriptedServer([slow, FIX]) as server:
        with chat(server) as terminal:
            terminal.say("Fix add in calc.py")
            terminal.wait("slow slow")
            terminal.child.kill()
            assert terminal.child.wait() == -signal.SIGKILL
        with chat(None, "--continue") as terminal:
            terminal.wait("Turn 1 was interrupted: Fix add in calc.py")
            assert "▌ Fix add in calc.py" in terminal.text
            terminal.press("enter")
            terminal.wait("unverified: calc.py")
            terminal.idle()
    assert (project / "calc.py").read_text() == MENDED


def test_a_finished_conversation_is_shown_again(chat: Chat) -> None:
    with ScriptedServer([Say("It **adds**."), Say("Two.")]) as server:
        with chat(server) as terminal:
            terminal.say("What does add do?")
            terminal.wait("answered")
            terminal.idle()
            terminal.press("ctrl-d")
            assert terminal.child.wait() == 0
            assert "is kept" in terminal.text
        with chat(None, "--continue") as terminal:
            assert "▌ What does add do?" in terminal.text
            assert "It adds." in terminal.text
            terminal.say("How many arguments?")
            terminal.wait("Two.")


def test_a_vanished_terminal_ends_the_program_and_keeps_the_session(chat: Chat) -> None:
    with ScriptedServer([ENDLESS]) as server, chat(server) as terminal:
        terminal.say("What does add do?")
        terminal.wait("It says one thing")
        terminal.hang_up()
        terminal.child.wait()
    session = last_session()
    assert session.status in ("idle", "interrupted")
    assert events_of(session)[-1].type == "turn_ended"


def test_a_request_to_end_keeps_the_session(chat: Chat) -> None:
    with ScriptedServer([ENDLESS]) as server, chat(server) as terminal:
        terminal.say("What does add do?")
        terminal.wait("It says one thing")
        os.kill(terminal.child.pid, signal.SIGTERM)
        terminal.child.wait()
    assert events_of(last_session())[-1].outcome == "interrupted"


def test_ctrl_c_stops_then_empties_then_asks_then_ends(chat: Chat) -> None:
    with ScriptedServer([ENDLESS]) as server, chat(server) as terminal:
        terminal.say("What does add do?")
        terminal.wait("It says one thing")
        terminal.press("ctrl-c")
        terminal.wait("interrupted")
        terminal.idle()
        terminal.type("half a thought")
        terminal.wait("half a thought")
        terminal.press("ctrl-c")
        terminal.wait_gone("half a thought")
        assert terminal.child.running
        terminal.press("ctrl-c")
        terminal.wait("ctrl-c again ends")
        terminal.press("ctrl-c")
        assert terminal.child.wait() == 0


def test_suspended_and_continued_by_a_shell(project: Path) -> None:
    with ScriptedServer([Say("Yes.")]) as server:
        command = [*COMMAND, "chat", "--trust", "-m", "openai:scripted-1.5b", "--base-url", server.base_url]
        shell = lambda slave, env: fresh([], project, slave, env, ["bash", "--norc", "-i"])  # noqa: E731
        with ended(Terminal(shell, env={"PS1": "shell> "})) as terminal:
            terminal.wait("shell>")
            terminal.type(shlex.join(command) + "\r")
            terminal.idle()
            terminal.press("ctrl-z")
            terminal.wait("Stopped")
            terminal.resize(30, 90)
            terminal.type("fg\r")
            terminal.idle()
            terminal.say("Are you there?")
            terminal.wait("Yes.")
            terminal.idle()
            terminal.say("/quit")
            terminal.wait("is kept")
            terminal.type("exit\r")
            terminal.child.wait()
