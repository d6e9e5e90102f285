"""Guards on the stream: they cut what loops and leave alone what only looks like it."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.models.profiles import Profile, Thinking
from smallcode.models.repetition import RepetitionFinder
from smallcode.models.streaming import ThinkingSplitter, guard
from smallcode.models.types import Piece, Reply, Usage

PROFILE = Profile(thinking=Thinking(cap_tokens=100))


async def stream(*pieces: Piece) -> AsyncIterator[Piece]:
    for piece in pieces:
        yield piece


def cut(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


async def told(text: str, *, size: int = 4, reasoning: bool = False, repetition: bool = True) -> Reply:
    """The reply of a stream of ``text``, guarded; the scripted end is there in case nobody cuts."""
    pieces = [Piece(reasoning=part) if reasoning else Piece(text=part) for part in cut(text, size)]
    end = Piece(reply=Reply(text="" if reasoning else text, reasoning=text if reasoning else "", usage=Usage()))
    seen = [piece async for piece in guard(stream(*pieces, end), PROFILE, repetition=repetition)]
    assert seen[-1].reply is not None
    return seen[-1].reply


FUNCTION = "def area(width, height):\n    if width < 0:\n        raise ValueError(width)\n    return width * height\n\n"
LOOPS = {
    "a line": "Here:\n" + "    result = result + compute_the_next_value(result)\n" * 60,
    "two lines in turn": "ok\n" + "print('the first of two lines')\nprint('the second of them')\n" * 40,
    "a function": "```py\n" + FUNCTION * 12,
    "a long block": "".join(f"line {n} of a block that comes again\n" for n in range(60)) * 5,
    "words in one line": "The answer is " + "very " * 400,
    "one character": "a" * 3000,
    "numbers in one line": "x = [" + "0, " * 900,
    "blanks": "x = 1\n" + " " * 2000,
    "blank lines": "x = 1\n" + "\n" * 2000,
    "blank lines and blanks": "x = 1" + "\n  \n\t" * 500,
}


@pytest.mark.parametrize("size", [1, 4, 50, 5000])
@pytest.mark.parametrize("kind", sorted(LOOPS))
async def test_loop_is_cut_early_and_its_first_round_kept(kind: str, size: int) -> None:
    text = LOOPS[kind]
    reply = await told(text, size=size)
    assert reply.finish == "repetition"
    assert text.startswith(reply.text)
    assert len(reply.text) < len(text) * 0.55
    if size < 5000:
        assert reply.usage.completion_tokens * size < len(text) * 0.9


async def test_first_round_of_a_repeated_function_is_whole() -> None:
    reply = await told("```py\n" + FUNCTION * 12)
    assert reply.text == "```py\n" + FUNCTION


async def test_loop_in_the_thinking_is_cut() -> None:
    reply = await told("Wait, let me think about that once more.\n" * 50, reasoning=True)
    assert (reply.finish, reply.text) == ("repetition", "") or reply.finish == "thinking"


LEGITIMATE = {
    "closing braces": "function a() {\n" * 9 + "}\n" * 20 + "});\n" * 12,
    "nested ends": "".join("  " * n + "}\n" for n in range(30, 0, -1)),
    "grid of zeros": "BOARD = [\n" + "    [0, 0, 0, 0, 0, 0, 0, 0],\n" * 8 + "]\n",
    "table of data": "".join(f"    ({n}, {n * 7 % 13}, 'row {n}'),\n" for n in range(400)),
    "markdown table": "| a | b |\n|---|---|\n" + "".join(f"| {n} | yes |\n" for n in range(60)),
    "separators": ("# " + "-" * 76 + "\n# Part\n# " + "-" * 76 + "\n\nx = 1\n\n"),
    "similar tests": "".join(f"def test_case_{n}():\n    assert solve({n}) == {n * n}\n\n\n" for n in range(40)),
    "switch": "".join(f'    case "{c}":\n      count += 1;\n      break;\n' for c in "abcdefghijklmnop"),
    "same import twice": "import os\nimport os\nimport sys\n",
    "html list": "<ul>\n" + "".join(f'  <li><a href="/{n}">Item {n}</a></li>\n' for n in range(50)) + "</ul>\n",
    "css": "".join(f".c{n} {{\n  margin: 0;\n  padding: 0;\n}}\n" for n in range(30)),
    "base64": "DATA = '" + "".join(random.Random(3).choices("ABCDEFGHabcdefgh0123+/", k=4000)) + "'\n",
    "zeros": "ZEROS = [" + "0, " * 128 + "]\n",
}


@pytest.mark.parametrize("kind", sorted(LEGITIMATE))
async def test_legitimate_repetition_is_left_alone(kind: str) -> None:
    text = LEGITIMATE[kind]
    assert (await told(text)).finish == "stop"


async def test_real_code_is_left_alone() -> None:
    from pathlib import Path

    for path in sorted(Path(__file__).parents[2].glob("smallcode/**/*.py")):
        text = path.read_text(encoding="utf-8")
        assert RepetitionFinder().feed(text) is None, path


async def test_repetition_can_be_left_to_itself() -> None:
    assert (await told(LOOPS["a line"], repetition=False)).finish == "stop"


def test_a_megabyte_takes_linear_time() -> None:
    lines = [f"value_{n % 977} = call({n})\n" for n in range(30_000)]
    began = time.perf_counter()
    finder = RepetitionFinder()
    for line in lines:
        assert finder.feed(line) is None
    assert time.perf_counter() - began < 5
    began = time.perf_counter()
    finder = RepetitionFinder()
    text = "".join(random.Random(5).choices("abcdefghij", k=1_000_000))
    for part in cut(text, 4):
        assert finder.feed(part) is None
    assert time.perf_counter() - began < 5


@given(st.text(max_size=300), st.integers(1, 40))
def test_finder_never_raises_and_keeps_a_prefix(text: str, size: int) -> None:
    finder = RepetitionFinder()
    for part in cut(text, size):
        keep = finder.feed(part)
        if keep is not None:
            assert 0 <= keep <= len(text)
            return


@given(st.lists(st.text("ab", max_size=30), min_size=1, max_size=6), st.integers(1, 7), st.integers(1, 60))
def test_where_pieces_begin_and_end_decides_nothing(block: list[str], size: int, times: int) -> None:
    text = "".join(line + "\n" for line in block) * times
    whole, parts = RepetitionFinder(), RepetitionFinder()
    by_line = next((k for line in text.splitlines(keepends=True) if (k := whole.feed(line)) is not None), None)
    by_piece = next((k for part in cut(text, size) if (k := parts.feed(part)) is not None), None)
    assert by_line == by_piece


async def test_thinking_beyond_its_cap_is_ended() -> None:
    text = "".join(f"Thought {n}: maybe {n * 31 % 97}. " for n in range(400))
    reply = await told(text, reasoning=True)
    assert reply.finish == "thinking"
    assert 100 * PROFILE.chars_per_token <= len(reply.reasoning) < 110 * PROFILE.chars_per_token
    assert reply.text == ""


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_invented_result_is_cut_off(size: int) -> None:
    said = "I will read it.\n<tool_call>{}</tool_call>\n"
    reply = await told(said + "<tool_response>\nthe file\n</tool_response>\nIt says", size=size)
    assert (reply.finish, reply.text) == ("invented_result", said)


@pytest.mark.parametrize(
    "text",
    [
        "```py\n# next line\nObservation: int = 3\n<tool_response>\n```\nDone.",
        "The Observation: it works.",
        "See `<|im_start|>` in the docs.",
        "~~~\nObservation: a\n```\nObservation: b\n~~~\n",
    ],
)
async def test_marker_inside_code_or_a_sentence_is_none(text: str) -> None:
    for size in (1, 5, 1000):
        assert (await told(text, size=size)).finish == "stop"


async def test_restarted_stream_is_judged_afresh() -> None:
    text = "    result = result + compute_the_next_value(result)\n" * 8
    end = Piece(reply=Reply(text=text))
    pieces = [Piece(text=text), Piece(restarted=True), Piece(text=text), end]
    seen = [piece async for piece in guard(stream(*pieces), PROFILE)]
    assert seen[-1].reply is not None
    assert seen[-1].reply.finish == "stop"


TAGS = [["<think>", "</think>"], ["[THINK]", "[/THINK]"]]


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
@pytest.mark.parametrize(
    ("text", "said", "thought"),
    [
        ("<think>hm\n</think>\n\nanswer <think>x", "answer <think>x", "hm\n"),
        ("  \n[THINK]a </think> b[/THINK]c", "c", "a </think> b"),
        ("plain <think>no</think>", "plain <think>no</think>", ""),
        ("<thin air", "<thin air", ""),
        ("<think>never closed", "", "never closed"),
        ("<think>half </thi", "", "half </thi"),
        ("", "", ""),
        ("<", "<", ""),
    ],
)
def test_thinking_in_the_text_is_told_apart(size: int, text: str, said: str, thought: str) -> None:
    splitter = ThinkingSplitter(TAGS)
    parts = [splitter.feed(part) for part in cut(text, size)] + [splitter.end()]
    assert ("".join(p[0] for p in parts), "".join(p[1] for p in parts)) == (said, thought)
