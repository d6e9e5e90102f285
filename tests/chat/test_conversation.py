"""Turns through the real graph, files and HTTP; only the model is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from smallcode.chat.conversation import Conversation
from smallcode.chat.types import Attachment, Step, Turn
from smallcode.errors import SessionError
from smallcode.events.base import Event
from smallcode.paths import state_dir
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore
from smallcode.settings import load_settings
from smallcode.testing import Fault, Say, ScriptedServer

MODEL = "openai:scripted-1.5b"
BROKEN = "def add(a, b):\n    return a - b\n"
MENDED = "def add(a, b):\n    return a + b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIX = Say("calc.py\n```python\n" + MENDED + "```")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMALLCODE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "calc.py").write_text(BROKEN)
    (folder / "test_calc.py").write_text(TEST)
    return folder


def new_chat(project: Path, server: ScriptedServer, **overrides: Any) -> Session:
    given = {"model.name": MODEL, "model.base_url": server.base_url, "model.probe": False, **overrides}
    settings = load_settings(project, trusted=False, overrides=given).settings
    store = SessionStore(state_dir())
    session = store.create(project, "", settings.dump(), {"title": "", "prompt": ""}, model=MODEL, kind="chat")
    session.lock().release()
    return session


def chat(
    session: Session, work: Callable[[Conversation], Coroutine[Any, Any, Any]], **options: Any
) -> tuple[Any, list[Event]]:
    """Open the conversation, do ``work``, close it; what work returned and the events."""
    events: list[Event] = []

    async def run() -> Any:
        opened = await Conversation.open(
            session, subscribers=[events.append], approve=options.get("approve"), trusted=options.get("trusted", True)
        )
        async with opened as conversation:
            return await work(conversation)

    return asyncio.run(run()), events


def test_a_wish_is_done_and_a_question_answered_in_one_session(project: Path) -> None:
    with ScriptedServer([FIX, Say("It adds `a` and `b`.")]) as server:
        session = new_chat(project, server)

        async def work(conversation: Conversation) -> list[Turn]:
            return [await conversation.send("Fix add in calc.py"), await conversation.send("What does add do?")]

        (mend, asked), events = chat(session, work)
    assert (mend.outcome, mend.files) == ("solved", ["calc.py"])
    assert (asked.outcome, asked.answer, asked.files) == ("answered", "It adds `a` and `b`.", [])
    assert (project / "calc.py").read_text() == MENDED
    assert [e.type for e in events if e.type.startswith("turn_")] == ["turn_started", "turn_ended"] * 2
    second = server.requests[1]["messages"]
    assert [m["content"] for m in second[1:3]] == ["Fix add in calc.py", "Done: I changed calc.py."]
    assert session.status == "idle"


def test_a_conversation_goes_on_where_it_was_left(project: Path) -> None:
    with ScriptedServer([FIX, Say("Yes.")]) as server:
        session = new_chat(project, server)
        chat(session, lambda c: c.send("Fix add in calc.py"))
        again = SessionStore(state_dir()).open(session.id)
        (turn, turns), _ = chat(again, lambda c: _send_and_list(c, "Is add right now?"))
    assert turn.number == 2
    assert [t.outcome for t in turns] == ["solved", "answered"]
    assert "Fix add in calc.py" in str(server.requests[1]["messages"])


async def _send_and_list(conversation: Conversation, text: str) -> tuple[Turn, list[Turn]]:
    return await conversation.send(text), conversation.turns


def test_turns_are_taken_back_and_brought_back(project: Path) -> None:
    other = Say("calc.py\n```python\n" + MENDED + "\n\ndef twice(a):\n    return add(a, a)\n```")
    with ScriptedServer([FIX, other]) as server:

        async def work(conversation: Conversation) -> list[str]:
            await conversation.send("Fix add in calc.py")
            await conversation.send("Add a function twice(a) to calc.py that doubles by add")
            seen = [(project / "calc.py").read_text()]
            await conversation.undo()
            seen.append((project / "calc.py").read_text())
            await conversation.undo()
            seen.append((project / "calc.py").read_text())
            with pytest.raises(SessionError, match="no turn"):
                await conversation.undo()
            await conversation.redo(2)
            return [*seen, (project / "calc.py").read_text()]

        seen, events = chat(new_chat(project, server), work)
    assert [("twice" in text, "a + b" in text) for text in seen] == [
        (True, True), (False, True), (False, False), (True, True),
    ]  # fmt: skip
    assert [e.turns for e in events if e.type in ("turn_undone", "turn_redone")] == [[2], [1], [1, 2]]  # type: ignore[attr-defined]


def test_what_the_user_changed_meanwhile_is_kept_and_named(project: Path) -> None:
    with ScriptedServer([FIX]) as server:

        async def work(conversation: Conversation) -> Any:
            await conversation.send("Fix add in calc.py")
            (project / "calc.py").write_text("# mine\n")
            return await conversation.undo()

        moved, _ = chat(new_chat(project, server), work)
    assert moved.kept == ["calc.py"]
    assert (project / "calc.py").read_text() == "# mine\n"


def test_a_failed_turn_leaves_the_files_as_the_turn_before_left_them(project: Path) -> None:
    wrong = Say("calc.py\n```python\ndef add(a, b):\n    return a * b\n\n\ndef twice(a):\n    return a\n```")
    with ScriptedServer([FIX, *[wrong] * 6]) as server:

        async def work(conversation: Conversation) -> Turn:
            await conversation.send("Fix add in calc.py")
            return await conversation.send("Add a function twice(a) to calc.py")

        turn, _ = chat(new_chat(project, server), work)
    assert turn.outcome == "failed"
    assert turn.files == []
    assert (project / "calc.py").read_text() == MENDED


def test_changes_are_told_by_turn_and_for_the_session(project: Path) -> None:
    created = Say("util.py\n```python\ndef one():\n    return 1\n```")
    with ScriptedServer([FIX, created]) as server:

        async def work(conversation: Conversation) -> Any:
            await conversation.send("Fix add in calc.py")
            await conversation.send("Create util.py with a function one() that returns 1")
            return [[c.path for c in await conversation.changes(turn)] for turn in (1, 2, None)]

        changes, _ = chat(new_chat(project, server), work)
    assert changes == [["calc.py"], ["util.py"], ["calc.py", "util.py"]]


def test_a_stopped_turn_keeps_the_session_and_can_be_finished(project: Path) -> None:
    slow = Say("calc.py\n```python\n" + MENDED + "```", delay=0.3)
    with ScriptedServer([slow, FIX]) as server:

        async def work(conversation: Conversation) -> tuple[Turn, Turn]:
            started = asyncio.Event()
            conversation.subscribe(lambda e: started.set() if e.type == "tokens_streamed" else None)
            running = asyncio.create_task(conversation.send("Fix add in calc.py"))
            await asyncio.wait_for(started.wait(), 20)
            assert conversation.busy
            conversation.stop()
            stopped = await asyncio.wait_for(running, 5)
            assert conversation.unfinished == stopped
            return stopped, await conversation.go_on()

        (stopped, finished), _ = chat(new_chat(project, server), work)
    assert (stopped.outcome, stopped.files) == ("interrupted", [])
    assert (finished.number, finished.outcome) == (1, "solved")
    assert (project / "calc.py").read_text() == MENDED


def test_a_plan_is_listed_approved_and_carried_out_step_by_step(project: Path) -> None:
    listed = Say("1. Fix add in calc.py\n2. Create util.py with a function one() that returns 1")
    created = Say("util.py\n```python\ndef one():\n    return 1\n```")
    with ScriptedServer([listed, FIX, created]) as server:

        async def work(conversation: Conversation) -> tuple[Turn, Turn]:
            planned = await conversation.send("Fix add and add util.py", intent="plan")
            assert (project / "calc.py").read_text() == BROKEN
            return planned, await conversation.send("Fix add and add util.py", plan=planned.steps, intent="change")

        (planned, done), events = chat(new_chat(project, server), work)
    assert planned.outcome == "planned"
    assert [(s.title, s.files) for s in planned.steps] == [
        ("Fix add in calc.py", ["calc.py"]),
        ("Create util.py with a function one() that returns 1", ["util.py"]),
    ]
    assert (done.outcome, done.files) == ("solved", ["calc.py", "util.py"])
    made = [e for e in events if e.type == "plan_made"][-1]
    assert (made.by, len(made.parts)) == ("user", 2)  # type: ignore[attr-defined]


def test_attachments_are_shown_to_the_model(project: Path) -> None:
    note = Attachment(label="@HEAD~1", kind="revision", text="diff --git a/x b/x", tokens=9)
    with ScriptedServer([Say("A diff.")]) as server:
        turn, events = chat(new_chat(project, server), lambda c: c.send("What is this?", attachments=[note]))
    assert turn.outcome == "answered"
    assert "HEAD~1:\n```\ndiff --git a/x b/x\n```" in server.requests[0]["messages"][-1]["content"]
    assert next(e for e in events if e.type == "turn_started").attached == [  # type: ignore[attr-defined]
        {"label": "@HEAD~1", "kind": "revision", "tokens": 9}
    ]


def test_a_shared_command_is_seen_with_the_next_message_and_only_then(project: Path) -> None:
    with ScriptedServer([Say("hello"), Say("nothing")]) as server:

        async def work(conversation: Conversation) -> None:
            await conversation.shell("echo secret", share=False)
            result = await conversation.shell("echo seen; exit 3", share=True)
            assert (result.exit_code, result.output) == (3, "seen\n")
            await conversation.send("What did it print?")
            await conversation.send("What else?")

        chat(new_chat(project, server), work)
    first, second = (request["messages"][-1]["content"] for request in server.requests)
    assert "$ echo seen; exit 3\nseen" in first
    assert "secret" not in first
    assert "echo seen" not in second


def test_a_model_that_leads_answers_or_acts_as_it_sees_fit(project: Path) -> None:
    write = {"name": "write", "arguments": {"path": "x.py", "text": "ONE = 1\n"}}
    with ScriptedServer([Say("It subtracts."), Say(calls=[write]), Say("Done.")]) as server:

        async def work(conversation: Conversation) -> list[Turn]:
            return [await conversation.send("What does add do?"), await conversation.send("And put ONE into x.py")]

        profile = {"level": "agent", "dialect": "native"}
        (asked, acted), _ = chat(new_chat(project, server, **{"model.profile": profile}), work)
    assert (asked.outcome, asked.answer) == ("answered", "It subtracts.")
    assert (acted.outcome, acted.files) == ("unverified", ["x.py"])


def test_a_question_changes_nothing_whatever_the_model_calls(project: Path) -> None:
    write = {"name": "write", "arguments": {"path": "x.py", "text": "ONE = 1\n"}}
    with ScriptedServer([Say(calls=[write]), Say("It subtracts.", expect=("only looks",))]) as server:
        profile = {"level": "agent", "dialect": "native"}
        session = new_chat(project, server, **{"model.profile": profile})
        turn, _ = chat(session, lambda c: c.send("What does add do?", intent="answer"))
    assert turn.outcome == "answered"
    assert not (project / "x.py").exists()


def test_a_fork_has_the_turns_up_to_there_and_leaves_the_files(project: Path) -> None:
    with ScriptedServer([FIX, Say("Yes."), Say("Still.")]) as server:

        async def work(conversation: Conversation) -> Session:
            await conversation.send("Fix add in calc.py")
            await conversation.send("Is it right?")
            return await conversation.fork(1)

        fork, _ = chat(new_chat(project, server), work)
        (turn, turns), _ = chat(fork, lambda c: _send_and_list(c, "Is it still right?"))
        moved, _ = chat(fork, lambda c: c.undo(2))
    assert [t.text for t in turns] == ["Fix add in calc.py", "Is it still right?"]
    assert turn.outcome == "answered"
    assert moved.restored == ["calc.py"]
    assert (project / "calc.py").read_text() == BROKEN


def test_a_server_that_fails_ends_the_turn_and_not_the_conversation(project: Path) -> None:
    with ScriptedServer([Fault("status", status=401), Say("Hello.")]) as server:

        async def work(conversation: Conversation) -> tuple[Turn, Turn]:
            return await conversation.send("Hello, what is calc.py?"), await conversation.send("What now?")

        (failed, answered), _ = chat(new_chat(project, server), work)
    assert failed.outcome == "error"
    assert failed.reason
    assert answered.outcome == "answered"


def test_two_programs_cannot_hold_one_conversation(project: Path) -> None:
    with ScriptedServer([]) as server:
        session = new_chat(project, server)

        async def work(conversation: Conversation) -> None:
            with pytest.raises(SessionError, match="in use"):
                await Conversation.open(SessionStore(state_dir()).open(session.id), approve=None, trusted=True)

        chat(session, work)


def test_steps_of_an_approved_plan_may_be_edited(project: Path) -> None:
    with ScriptedServer([FIX]) as server:
        steps = [Step(title="Fix add", files=["calc.py"])]
        turn, _ = chat(new_chat(project, server), lambda c: c.send("Mend it", plan=steps, intent="change"))
    assert turn.outcome == "solved"
