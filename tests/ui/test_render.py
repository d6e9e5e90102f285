"""Blocks, diffs, the status line and the panel as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.chat.front import Block, Diff, Markdown, Notice, Output, Table
from smallcode.events import chat as talk
from smallcode.events import types as ev
from smallcode.ui.render.blocks import block_view
from smallcode.ui.render.diffs import read_diff
from smallcode.ui.render.facts import Facts
from smallcode.ui.render.items import Reply, Said, ToolCall
from smallcode.ui.render.palette import Palette
from smallcode.ui.render.story import Story
from smallcode.ui.themes import load_themes
from smallcode.ui.tui.canvas import Canvas, line_width
from smallcode.ui.tui.panel import panel_lines
from smallcode.ui.tui.pasting import Pastes
from smallcode.ui.tui.status import Situation, git_branch, status_line

PALETTE = Palette(load_themes()[0]["dark"])
CANVAS = Canvas(PALETTE)
DIFF = "--- a/x.py\n+++ b/x.py\n@@ -1,4 +1,5 @@\n one\n-two\n-three\n+TWO\n+THREE\n+more\n four\n"


def shown(block: Block, width: int = 80) -> list[str]:
    return ["".join(t for _, t in line).rstrip() for line in CANVAS.lines(block_view(block, PALETTE, width), width)]


def test_a_diff_is_numbered_by_both_files() -> None:
    lines = [(line.kind, line.old, line.new) for line in read_diff(DIFF)]
    assert lines[2:] == [
        ("hunk", 0, 0), ("same", 1, 1), ("removed", 2, 0), ("removed", 3, 0), ("added", 0, 2), ("added", 0, 3),
        ("added", 0, 4), ("same", 4, 5),
    ]  # fmt: skip


def test_a_diff_is_one_column_or_two_by_the_width() -> None:
    assert shown(Diff(DIFF))[3:6] == ["1   one", "2 - two", "3 - three"]
    wide = shown(Diff(DIFF), 120)
    assert [line.split() for line in wide[3:]] == [
        ["1", "one", "1", "one"], ["2", "two", "2", "TWO"], ["3", "three", "3", "THREE"], ["4", "more"],
        ["4", "four", "5", "four"],
    ]  # fmt: skip


def test_a_diff_whose_lines_have_no_room_beside_each_other_stays_one_column() -> None:
    long = DIFF.replace("two", "two " * 15)
    assert any(line.startswith("2 - two") for line in shown(Diff(long), 120))
    assert any(line.count(" two two") > 1 for line in shown(Diff(long), 200))


def test_a_table_on_a_narrow_screen_has_a_line_for_each_cell() -> None:
    table = Table("Cost", ["", "in", "money"], [["this session", "1,200", "$0.10"], ["today", "", "$0.20"]], (1, 2))
    assert shown(table, 20) == ["Cost", "this session", "  in: 1,200", "  money: $0.10", "today", "  money: $0.20"]
    assert shown(table, 80)[-1].split() == ["today", "$0.20"]


def test_removed_lines_that_look_like_a_header_stay_lines() -> None:
    assert [line.kind for line in read_diff("@@ -1,2 +1,1 @@\n-x\n+-- y\n")] == ["hunk", "removed", "added"]


@pytest.mark.parametrize("width", [20, 40, 79, 200])
@pytest.mark.parametrize(
    "block",
    [Diff(DIFF * 3), Markdown("# 漢字\n\n" + "word " * 50 + "\n\n```\n" + "x" * 300 + "\n```"),
     Table("T", ["name", "n"], [["long " * 20, "1"], ["漢字" * 20, "22"]], (1,)), Output("a\tb\n" + "z" * 300)],
)  # fmt: skip
def test_no_line_is_wider_than_the_screen(block: Block, width: int) -> None:
    assert all(line_width(line) <= width for line in CANVAS.lines(block_view(block, PALETTE, width), width))


def test_foreign_text_controls_nothing() -> None:
    evil = "a\x1b]0;title\x07b\x1b[2Jc\u202ed"
    for block in (
        Markdown(evil),
        Diff(f"@@ -1 +1 @@\n+{evil}"),
        Output(evil),
        Notice(evil),
        Table(evil, [evil], [[evil]]),
    ):
        text = "".join(shown(block))
        assert "\x1b" not in text
        assert "title" not in text
        assert "\u202e" not in text


def test_output_keeps_its_colours() -> None:
    line = CANVAS.lines(block_view(Output("\x1b[31mred\x1b[0m"), PALETTE, 80), 80)[0]
    assert line == [("fg:ansired", "red")]


def test_the_status_line_drops_what_matters_least() -> None:
    facts = Facts(model="openai:scripted", window_used=1234, rate=41.5, cost=0.25, clock=lambda: 10.0)
    now = Situation(branch="main", window=8192, opening=False)
    for width in (20, 40, 60, 80):
        line = status_line(facts, now, PALETTE, width)
        assert line_width(line) == width
    full = "".join(text for _, text in line)
    assert " ".join(full.split()) == "ready openai:scripted · 1.2k/8.2k · 41.5/s · $0.250 · ⎇ main"
    assert "openai:scripted" in "".join(text for _, text in status_line(facts, now, PALETTE, 30))
    facts.since, facts.doing, now.busy, now.queued = 3.0, "thinking", True, 2
    assert "thinking 7 s, 2 queued" in "".join(text for _, text in status_line(facts, now, PALETTE, 80))


def test_the_branch_is_read_without_git(tmp_path: Path) -> None:
    git = tmp_path / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/feature/x\n")
    (tmp_path / "sub").mkdir()
    assert git_branch(tmp_path / "sub") == "feature/x"
    (git / "HEAD").write_text("0123456789abcdef\n")
    assert git_branch(tmp_path) == "01234567"
    (tmp_path / "sub" / ".git").write_text(f"gitdir: {git}\n")
    assert git_branch(tmp_path / "sub") == "01234567"


def test_the_panel_follows_the_events() -> None:
    facts = Facts()
    parts = [{"id": 1, "title": "First"}, {"id": 2, "title": "Second"}]
    for event in (
        talk.TurnStarted(turn=1, text="x"), ev.PlanMade(parts=parts), ev.PartStarted(part=1, title="First"),
        ev.PartEnded(part=1, status="done"), ev.PartStarted(part=2, title="Second"), ev.NodeStarted(node="act"),
        ev.FileChanged(path="a.py", kind="modified", diff="", added=3, removed=1),
    ):  # fmt: skip
        facts.apply(event)
    lines = ["".join(text for _, text in line).rstrip() for line in panel_lines(facts, CANVAS, 34)]
    assert lines == ["TODO", "● First", "◐ Second", "", "Changed files", "a.py +3 -1", "", "Graph", "◐ act"]
    facts.apply(talk.TurnUndone(turns=[1], restored=["a.py"]))
    assert facts.files == {}


def test_a_story_hides_the_call_that_a_diff_shows_and_folds_what_is_done() -> None:
    story = Story()
    for event in (
        talk.TurnStarted(turn=1, text="Fix it"), ev.TokensStreamed(text="x ="), ev.TokensStreamed(text=" 1"),
        ev.ModelReplied(conversation=0, text="x = 1", finish="stop", prompt_tokens=1, cached_tokens=0,
                        completion_tokens=2, seconds=1.0),
        ev.ToolStarted(call="c", tool="apply_edit", arguments={"path": "a.py"}),
        ev.ToolEnded(call="c", tool="apply_edit", outcome="ok", content="", details={"changes": ["a.py"]}),
        talk.TurnEnded(turn=1, outcome="solved", files=["a.py"]), talk.TurnUndone(turns=[1], restored=["a.py"]),
    ):  # fmt: skip
        story.apply(event)
    said, reply, call = story.items[:3]
    assert isinstance(said, Said) and said.undone
    assert isinstance(reply, Reply) and reply.folded and reply.text == "x = 1" and "2.0/s" in reply.summary
    assert isinstance(call, ToolCall) and call.hidden


def test_pasted_texts_come_back_whole_and_in_their_places() -> None:
    pastes = Pastes()
    first, second = "a\n" * 50, "[pasted text 1: 50 lines]" + "\nb" * 50
    one, two = pastes.take(first), pastes.take(second)
    assert (one, two) == ("[pasted text 1: 50 lines]", "[pasted text 2: 51 lines]")
    assert pastes.expand(f"x {one} y {two}") == f"x {first} y {second}"
    assert pastes.take("short\r\nlines\r") == "short\nlines\n"
    assert pastes.at_end(f"x {one}") == one
