"""The transcript without a terminal: what is drawn, how fast, and where it stands."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.chat.front import Markdown
from smallcode.ui.render.items import Item, Reply, Said, Shown, Told
from smallcode.ui.render.palette import Palette
from smallcode.ui.render.story import Story
from smallcode.ui.themes import load_themes
from smallcode.ui.tui.canvas import Line, line_width
from smallcode.ui.tui.transcript import Place, Transcript

PALETTE = Palette(load_themes()[0]["dark"])


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for _, text in line).rstrip() for line in lines]


def transcript(*items: Item) -> Transcript:
    story = Story()
    for item in items:
        story.add(item)
    return Transcript(story, PALETTE)


def test_only_visible_items_are_drawn_however_many_there_are() -> None:
    shown = transcript(*(Told(text=f"line {number}") for number in range(100_000)))
    began = time.process_time()
    for _ in range(100):
        lines = texts(shown.visible(80, 24))
        shown.scroll(-10)
    assert time.process_time() - began < 2
    assert lines[0].strip() == f"line {100_000 - 24 - 990}"
    shown.top()
    assert texts(shown.visible(80, 24))[0].strip() == "line 0"


def test_scrolling_up_and_down_comes_back_to_the_end() -> None:
    shown = transcript(*(Told(text=f"{number}\nb\nc") for number in range(50)))
    end = texts(shown.visible(80, 10))
    shown.scroll(-37)
    assert not shown.following
    assert texts(shown.visible(80, 10)) != end
    shown.scroll(37)
    assert shown.following
    assert texts(shown.visible(80, 10)) == end
    shown.scroll(-1000)
    assert shown.place == Place(0, 0)


def test_what_is_read_stays_in_place_while_more_comes_and_widths_change() -> None:
    shown = transcript(*(Told(text=f"{number} " + "word " * 30) for number in range(50)))
    shown.visible(80, 10)
    shown.scroll(-40)
    first = texts(shown.visible(80, 10))[0]
    shown.story.add(Told(text="new"))
    assert texts(shown.visible(80, 10))[0] == first
    assert shown.place is not None
    item = shown.place.item
    shown.visible(20, 10)
    assert shown.place.item == item


def test_the_newest_item_that_folds_opens_and_closes() -> None:
    message = Said(text="\n".join(map(str, range(30))), folds=True, folded=True)
    shown = transcript(message, Told(text="x"))
    assert any("more lines" in text for text in texts(shown.visible(80, 50)))
    shown.fold()
    assert "▌ 29" in texts(shown.visible(80, 50))
    shown.fold_all()
    assert "▌ 29" not in texts(shown.visible(80, 50))


MARKDOWN = st.lists(
    st.sampled_from(
        ["# Title", "plain *text* with `code`", "- one\n- two", "1. a\n2. b", "```python\ndef f():\n    return 1\n```",
         "> quoted\n> more", "| a | b |\n|---|---|\n| 1 | 2 |", "```\n" + "x = 1\n" * 60 + "```", "---", "漢字 text"]
    ), min_size=1, max_size=6,
).map("\n\n".join)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(MARKDOWN, st.integers(1, 60), st.sampled_from([20, 80]))
def test_a_reply_that_grows_ends_as_if_it_had_come_at_once(text: str, step: int, width: int) -> None:
    reply = Reply()
    shown = transcript(reply)
    for at in range(0, len(text), max(step, len(text) // 8)):
        reply.parts.append(text[at : at + max(step, len(text) // 8)])
        reply.changed()
        assert all(line_width(line) <= width for line in shown.visible(width, 500))
    growing = [line.strip() for line in texts(shown.visible(width, 500)) if line.strip()]
    whole = texts(transcript(Shown(block=Markdown(text))).visible(width, 500))
    assert growing == [line.strip() for line in whole if line.strip()]


def test_a_long_reply_is_cheap_to_draw_while_it_grows() -> None:
    reply = Reply()
    shown = transcript(reply)
    reply.parts.append("```python\n")
    began = time.process_time()
    for number in range(150):
        reply.parts.append(f"value_{number} = compute({number})  # of many\n")
        reply.changed()
        shown.visible(100, 40)
    assert time.process_time() - began < 150 * 0.03
