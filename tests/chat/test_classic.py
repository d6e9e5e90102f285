"""The classic mode: through pipes, with -p, and in a real terminal."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from smallcode.chat.types import Step
from smallcode.testing import Fault, Say, ScriptedServer
from smallcode.testing.program import events_of, last_session, sessions, smallcode
from smallcode.ui.classic_steps import edited
from tests.chat.conftest import BROKEN, MENDED, Open, named, repl

FIX = Say("calc.py\n```python\n" + MENDED + "```\n")
LONG = Say("word " * 400, delay=0.05, pieces=5)


def test_minus_p_prints_only_the_answer(project: Path) -> None:
    with ScriptedServer([Say("It **subtracts**.")]) as server:
        done = smallcode("chat", *named(server), "-p", "What does add do?", cwd=project)
    assert (done.code, done.out) == (0, "It **subtracts**.\n")
    assert "not trusted" in done.err


def test_minus_p_changes_files_and_takes_its_message_from_standard_input(project: Path) -> None:
    with ScriptedServer([FIX]) as server:
        done = smallcode("chat", *named(server), "--trust", "-p", "-", cwd=project, stdin="Fix add in calc.py\n")
    assert done.code == 0
    assert done.out.startswith("calc.py\n")
    assert (project / "calc.py").read_text() == MENDED


def test_minus_p_ends_with_the_documented_codes(project: Path) -> None:
    missing = smallcode("chat", "-p", "hello", cwd=project)
    assert missing.code == 3
    assert missing.out == ""
    assert "are not on this machine" in missing.err
    assert "--model ollama:NAME" in missing.err
    assert smallcode("chat", "-p", "  ", cwd=project).code == 2
    assert smallcode("chat", "-p", "x", "--theme", "nope", cwd=project).code == 2
    assert smallcode("chat", "--continue", cwd=project).code == 2
    assert smallcode("chat", "--resume", "x", "--worktree", cwd=project).code == 2
    with ScriptedServer([Fault(kind="status", status=400)]) as server:
        failed = smallcode("chat", *named(server), "-p", "What does add do?", cwd=project)
    assert failed.code == 3
    assert failed.out == ""
    gone = smallcode("chat", "-m", "openai:x", "--base-url", "http://127.0.0.1:9/v1", "-p", "Why?", cwd=project)
    assert gone.code == 3
    assert [s.record.title for s in sessions()] == ["What does add do?"]


def test_lines_of_a_pipe_are_messages_and_commands(project: Path) -> None:
    with ScriptedServer([FIX, Say("It adds.", expect=("Is it a sum?",))]) as server:
        done = repl(
            project, server, "Fix add in calc.py", "/diff", "/undo", "/undo", "/redo", "/hlep",
            "What does add do now?\\", "Is it a sum?", "!echo 'a  b'; exit 3", "!!echo secret", "/todo",
            "/graph", "/copy x", "", "/plan", "/plan", "/quit", "never read",
        )  # fmt: skip
    assert done.code == 0
    assert done.err == ""
    for wanted in (
        "+    return a + b", "Turn 1 taken back: calc.py", "There is no turn to take back.", "secret", "act",
        "Turn 1 brought back: calc.py", "Did you mean /help?", "It adds.", "a  b", "exit code 3",
        "The model sees this with your next message.", "/copy takes no 'x'",
        "Plan mode: nothing is changed", "Plan mode is off.",
    ):  # fmt: skip
        assert wanted in done.out, f"{wanted!r} is missing:\n{done.out}"
    assert "never read" not in done.out
    assert (project / "calc.py").read_text() == MENDED


def test_a_pipe_without_colours_or_escape_sequences(project: Path) -> None:
    with ScriptedServer([Say("Clear \x1b[2J\x1b]0;x\x07 this.")]) as server:
        done = repl(project, server, "What does add do?", "!printf '\\033[31mred\\033[2J'")
    assert "\x1b" not in done.out
    assert "red" in done.out


def test_an_earlier_conversation_goes_on(project: Path) -> None:
    with ScriptedServer([Say("It subtracts."), Say("As I said, it subtracts.", expect=("It subtracts.",))]) as server:
        repl(project, server, "What does add do?")
        done = smallcode("chat", "--continue", "-p", "Say it again?", cwd=project)
    assert done.out == "As I said, it subtracts.\n"
    assert len(sessions()) == 1
    assert [turn.text for turn in _turns()] == ["What does add do?", "Say it again?"]


def _turns() -> list[object]:
    return [event for event in events_of(last_session()) if event.type == "turn_started"]


def test_a_session_in_which_nothing_was_said_leaves_nothing(project: Path) -> None:
    with ScriptedServer() as server:
        assert repl(project, server, "/help", "/new", "/quit").code == 0
    assert sessions() == []


def test_tokens_stream_and_ctrl_c_stops_the_turn_and_pressed_twice_the_program(terminal: Open, project: Path) -> None:
    with (
        ScriptedServer([LONG, Say("It subtracts.")]) as server,
        terminal("chat", "--classic", "--trust", *named(server)) as one,
    ):
        one.wait("Ctrl-C stops")
        one.say("What does add do, at length?")
        one.wait("word word word")
        assert "interrupted" not in one.text
        began = time.monotonic()
        one.press("ctrl-c")
        one.wait("interrupted")
        assert time.monotonic() - began < 5
        one.say("What does it do, in short?")
        one.wait("answered ·")
        assert one.text.count("It subtracts.") == 1
        one.press("ctrl-c")
        one.wait("Ctrl-C again ends")
        time.sleep(1.5)  # the second one is read by the prompt too, not by the terminal between two prompts
        one.press("ctrl-c")
        assert one.child.wait() == 130
    assert [event.outcome for event in events_of(last_session()) if event.type == "turn_ended"] == [
        "interrupted",
        "answered",
    ]
    assert last_session().status == "idle"


def test_a_vanished_terminal_ends_the_program_and_keeps_the_session(terminal: Open, project: Path) -> None:
    with (
        ScriptedServer([Say("It subtracts."), LONG]) as server,
        terminal("chat", "--classic", "--trust", *named(server)) as one,
    ):
        one.wait("Ctrl-C stops")
        one.say("What does add do?")
        one.wait("answered ·")
        one.say("And at length?")
        one.wait("word word")
        one.hang_up()
        assert one.child.wait() == 143
    session = last_session()
    assert session.status == "idle"
    with ScriptedServer() as server:
        done = smallcode("chat", "--resume", session.id, cwd=project, stdin="/sessions\n")
    assert "The last turn was cut off: 'And at length?'" in done.out


def test_completion_history_choice_and_approval_with_a_reason(terminal: Open, project: Path) -> None:
    run = {"name": "run", "arguments": {"command": "git init fresh"}}
    with (
        ScriptedServer([Say(calls=[run]), Say("Then not.", expect=("use what is there",))]) as server,
        terminal("chat", "--classic", "--trust", *named(server, "scripted-30b")) as one,
    ):
        one.wait("Ctrl-C stops")
        one.type("/them")
        one.press("tab")
        one.wait("/theme")
        one.press("enter")
        one.wait("1-3, letters of it, or Enter for none")
        one.say("minim")
        one.say("Change the folder: make a repository in fresh")
        one.wait("no, and say why")
        one.say("3" if "3. no" in one.text else "2")
        one.wait("why not")
        one.say("use what is there")
        one.wait("answered ·")
        one.press("up", "up")
        one.say("")
    assert not (project / "fresh").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_another_terminal_can_watch_and_ends_with_the_session(terminal: Open, project: Path, number: int) -> None:
    with (
        ScriptedServer([Say("It subtracts."), Say("It still does.")]) as server,
        terminal("chat", "--classic", "--trust", *named(server)) as one,
    ):
        one.wait("Ctrl-C stops")
        one.say("What does add do?")
        one.wait("answered ·")
        with terminal("chat", "--watch", last_session().id, second=True) as other:
            other.wait("> What does add do?")
            other.wait("It subtracts.")
            one.say("And now?")
            other.wait("It still does.")
            os.kill(one.child.pid, number)
            other.wait("The session is not running any more.")
            assert other.child.wait() == 0
    assert (project / "calc.py").read_text() == BROKEN


def test_a_plan_is_edited_line_by_line() -> None:
    steps = [Step(title="a", files=["a.py"]), Step(title="b"), Step(title="c")]
    titles = lambda typed: [step.title for step in edited(steps, typed) or []]  # noqa: E731
    assert titles("d 2") == ["a", "c"]
    assert titles("m 3 1") == ["c", "a", "b"]
    assert titles("e 1 other words") == ["other words", "b", "c"]
    assert titles("a one more") == ["a", "b", "c", "one more"]
    for wrong in ("d 9", "x 1", "m 1 9", "e 1", "a", "", "d two"):
        assert edited(steps, wrong) is None


def test_a_plan_is_approved_in_the_terminal(terminal: Open, project: Path) -> None:
    plan = Say("1. Write a poem\n2. Fix add in calc.py")
    with (
        ScriptedServer([plan, FIX]) as server,
        terminal("chat", "--classic", "--trust", "--plan", *named(server)) as one,
    ):
        one.wait("plan>")
        one.say("Fix add")
        one.wait("y: do it")
        one.say("d 1")
        one.wait(lambda text: "1. Fix add in calc.py" in text)
        one.say("y")
        one.wait(": calc.py")
        one.wait(lambda text: text.rstrip().endswith(">"))
    assert (project / "calc.py").read_text() == MENDED


def test_a_line_typed_while_a_turn_runs_steers_it_and_a_command_waits(terminal: Open, project: Path) -> None:
    bad = Say("calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n", delay=0.1)
    with (
        ScriptedServer([bad, FIX]) as server,
        terminal("chat", "--classic", "--trust", *named(server)) as one,
    ):
        one.wait("Ctrl-C stops")
        one.say("Fix add in calc.py")
        one.wait("def add")
        one.say("It has to add, not to multiply")
        one.say("/todo")
        one.wait("queued: It has to add")
        one.wait("after this turn: /todo")
        one.wait("solved: calc.py")
        one.wait("Steps (x: done")
        assert "not to multiply" in server.asked[1].text
        one.wait(lambda text: text.rstrip().endswith(">"))
    assert (project / "calc.py").read_text() == MENDED


def test_what_comes_too_late_for_a_turn_is_the_next_one(terminal: Open, project: Path) -> None:
    slow = Say("It subtracts, one from the other, and that is all.", delay=0.2)
    with (
        ScriptedServer([slow, Say("Because of a mistake.")]) as server,
        terminal("chat", "--classic", "--trust", *named(server)) as one,
    ):
        one.wait("Ctrl-C stops")
        one.say("What does add do?")
        one.wait("It subtracts")
        one.say("And why is it so?")
        one.wait("it is sent now")
        one.wait("Because of a mistake.")
        one.wait(lambda text: text.rstrip().endswith(">"))
        assert "And why is it so?" in server.asked[1].text
