"""What people are shown of events."""

from __future__ import annotations

import io

import pytest

from smallcode.events import types as ev
from smallcode.ui.lines import lines_for
from smallcode.ui.printer import JsonPrinter, PlainPrinter


def text_of(event: ev.Event) -> str:
    return "\n".join(line.text for line in lines_for(event))


def test_an_end_says_outcome_files_and_cost() -> None:
    event = ev.RunEnded(
        outcome="solved", exit_code=0, files=["a.py"], requests=2, prompt_tokens=300, cached_tokens=200,
        completion_tokens=50, seconds=12.3,
    )  # fmt: skip
    assert text_of(event).splitlines() == [
        "12.3 s, 2 requests, 300 prompt tokens (200 from cache), 50 completion tokens",
        "solved: a.py",
    ]


def test_an_unverified_end_says_so_on_the_last_line() -> None:
    event = ev.RunEnded(outcome="unverified", exit_code=0, files=["a.py"], reason="Nothing could run it.")
    assert text_of(event).splitlines()[-1] == "unverified: a.py. Nothing could run it."


def test_a_failed_end_gives_the_reason_and_the_way_out() -> None:
    event = ev.RunEnded(outcome="failed", exit_code=1, reason="test_x fails.", advice=["Try a larger model."])
    assert text_of(event).splitlines() == ["test_x fails.", "- Try a larger model.", "failed"]


@pytest.mark.parametrize("foreign", ["\x1b]0;title\x07x", "\x1b[2Jx", "\x1b[8mx\u202e"])
def test_foreign_text_can_not_steer_the_terminal(foreign: str) -> None:
    shown = text_of(ev.Warned(message=foreign))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_plain_lines_have_no_tokens_and_json_lines_have_all() -> None:
    events = [ev.TokensStreamed(text="def"), ev.Warned(message="careful")]
    plain, lines = io.StringIO(), io.StringIO()
    for event in events:
        PlainPrinter(plain).show(event)
        JsonPrinter(lines).show(event)
    assert plain.getvalue() == "careful\n"
    assert [ev.event_adapter.validate_json(line).type for line in lines.getvalue().splitlines()] == [
        "tokens_streamed",
        "warned",
    ]


def test_every_event_type_can_be_read_back() -> None:
    for kind in ev.Event.__subclasses__():
        assert kind.model_fields["type"].default
    names = [kind.model_fields["type"].default for kind in ev.Event.__subclasses__()]
    assert len(names) == len(set(names))
