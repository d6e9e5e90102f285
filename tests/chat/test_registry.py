"""Finding, completing and running commands; those that plugins bring."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.chat.commands import registry
from smallcode.chat.commands.registry import Command, all_commands, dispatch, find, parse_command, suggest_commands
from smallcode.chat.completion import complete
from smallcode.chat.front import Notice, Table
from smallcode.chat.suggestions import fuzzy_score, ranked
from smallcode.errors import BadInput
from tests.chat.conftest import Desk

WANTED = [
    "help", "model", "models", "theme", "plan", "undo", "redo", "diff", "git", "commit", "compact", "clear", "new",
    "sessions", "resume", "fork", "export", "copy", "cost", "context", "tools", "permissions", "todo", "retry",
    "doctor", "graph", "editor", "quit", "!", "!!",
]  # fmt: skip


def test_every_command_is_there_and_explains_itself() -> None:
    commands = all_commands()
    assert set(WANTED) <= set(commands)
    for name, command in commands.items():
        assert command.name == name
        assert command.summary
        assert command.summary[0].islower()
        assert not command.summary.endswith(".")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hlep", "help"), ("comit", "commit"), ("HELP", "help"), ("sess", "sessions"), ("modle", "model")],
)
def test_an_unknown_command_names_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(BadInput, match=f"/{typed}") as caught:
        find(typed)
    assert f"Did you mean /{meant}?" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("/diff 2", ("diff", "2")), ("/diff\n2 3", ("diff", "2 3")), ("/plan a\nb", ("plan", "a\nb")),
        ("!ls -l", ("!", "ls -l")), ("!!ls", ("!!", "ls")), ("! ls", ("!", "ls")), ("/", ("", "")),
        ("/usr/bin/python is slow", None), (" /help", None), ("what is /help?", None), ("", None), ("hello!", None),
    ],
)  # fmt: skip
def test_what_is_a_command(line: str, parsed: tuple[str, str] | None) -> None:
    assert parse_command(line) == parsed


@given(st.text())
def test_any_line_is_a_command_or_a_message(line: str) -> None:
    parsed = parse_command(line)
    assert parsed is None or line.startswith(("/", "!"))


async def test_what_goes_wrong_in_a_command_is_shown(desk: Desk) -> None:
    assert await dispatch(desk, "/nothing")  # type: ignore[arg-type]
    assert desk.shown == [Notice("There is no command /nothing.\n/help lists the commands.", "error")]
    assert not await dispatch(desk, "a message")  # type: ignore[arg-type]


async def test_a_command_that_changes_something_waits_for_the_turn(desk: Desk) -> None:
    desk.conversation.busy = True
    await dispatch(desk, "/undo")  # type: ignore[arg-type]
    assert "has to wait until this turn has ended" in desk.said
    await dispatch(desk, "/help")  # type: ignore[arg-type]
    assert any(isinstance(block, Table) for block in desk.shown)


async def test_plugins_add_commands_and_take_them_away(desk: Desk) -> None:
    seen = []

    async def greet(front: object, argument: str) -> None:
        seen.append(argument)

    take_away = registry.register(Command("greet", "say hello", "[NAME]", greet))
    try:
        await dispatch(desk, "/greet you all")  # type: ignore[arg-type]
        assert seen == ["you all"]
        assert next(iter(suggest_commands(desk, "/gre"))).text == "/greet "  # type: ignore[arg-type]
        with pytest.raises(BadInput, match="already"):
            registry.register(Command("greet", "again", "", greet))
    finally:
        take_away()
    with pytest.raises(BadInput):
        find("greet")
    for name in ("", "a b", "/x", "!"):
        with pytest.raises(BadInput):
            registry.register(Command(name, "s", "", greet))


def test_names_and_arguments_are_completed(desk: Desk) -> None:
    texts = lambda line: [s.text for s in complete(desk, line)[1]]  # type: ignore[arg-type] # noqa: E731
    assert texts("/und") == ["/undo "]
    assert texts("/cmt")[0] == "/commit "
    assert texts("/help comm")[0] == "/help commit"
    assert texts("/theme li")[0] == "/theme light"
    assert texts("/export h") == ["/export html"]
    assert "/permissions clear" in texts("/permissions ")
    assert "/git log" in texts("/git l")
    assert texts("/nothing x") == []
    assert len(texts("/")) >= len(WANTED) - 2
    assert complete(desk, "/undo")[0] == len("/undo")  # type: ignore[arg-type]
    assert complete(desk, "hello") == (0, [])  # type: ignore[arg-type]


def test_completion_of_every_command_can_be_asked_for(desk: Desk) -> None:
    for name in WANTED:
        for argument in ("", "x", "1", "rm "):
            for one in suggest_commands(desk, f"/{name} {argument}"):  # type: ignore[arg-type]
                assert one.text.startswith(f"/{name} ")


def test_fuzzy_order_prefers_the_start_words_and_short_names() -> None:
    assert ranked("mod", ["remodel", "models", "model"], str) == ["model", "models", "remodel"]
    assert ranked("tca", ["tests/chat/a.py", "etcetera"], str)[0] == "tests/chat/a.py"
    assert ranked("zz", ["abc"], str) == []
    assert ranked("", ["b", "a"], str) == ["b", "a"]


@given(st.text(max_size=8), st.text(max_size=30))
def test_a_text_is_found_by_its_letters_in_order(query: str, text: str) -> None:
    letters = iter(text.lower())
    inside = all(any(letter == other for other in letters) for letter in query.lower())
    if len(text.lower()) == len(text):  # a few letters grow in lower case
        assert (fuzzy_score(query, text) is not None) == inside


def test_help_explains_one_command(desk: Desk) -> None:
    asyncio.run(dispatch(desk, "/help /undo"))  # type: ignore[arg-type]
    text = getattr(desk.shown[-1], "text", "")
    assert "`/undo [COUNT]`" in text
    assert "What you changed in the meantime is kept" in text
