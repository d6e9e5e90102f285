"""Foreign text never drives the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.workspace.clean import clean_name, clean_text

HARMLESS_SGR = re.compile(r"\x1b\[[0-9;:]*m")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b]0;owned\x07hi", "hi"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;aGk=\x07", ""),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x1b[2J\x1b[1;1Hgone?", "gone?"),
        ("\x1b[?1049hx", "x"),
        ("\x1bcx", "x"),
        ("\x1b]0;never ends", ""),
        ("\x9b31mC1", "\\x9b31mC1"),
        ("a\x08\x07b\x00", "a\u2408\u2407b\u2400"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("user\u202enimda", "user<U+202E>nimda"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("bad\udcff", "bad\\xff"),
        ("end\x1b", "end\u241b"),
    ],
)
def test_what_could_drive_the_terminal_is_removed_or_visible(text: str, expected: str) -> None:
    assert clean_text(text) == expected


def test_colours_stay_and_are_closed() -> None:
    assert clean_text("\x1b[1;31mred") == "\x1b[1;31mred\x1b[0m"
    assert clean_text("\x1b[38;5;8mgrey") == "\x1b[38;5;8mgrey\x1b[0m"
    assert clean_text("\x1b[1;31mred", colors=False) == "red"


def test_concealed_text_is_shown() -> None:
    assert clean_text("\x1b[8mhidden") == "hidden"
    assert clean_text("\x1b[31;08mhidden") == "\x1b[31mhidden\x1b[0m"


def test_removal_cannot_assemble_a_new_sequence() -> None:
    assert "\x1b" not in HARMLESS_SGR.sub("", clean_text("\x1b\x1b[2J[2Jx"))


@given(st.text(alphabet=st.sampled_from("\x1b[]0123;:mHJ?\x07\\P\x9b\x9c\r\n\ta\u202e\x00"), max_size=40))
def test_whatever_comes_in_only_styles_come_out(text: str) -> None:
    cleaned = HARMLESS_SGR.sub("", clean_text(text))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", cleaned)
    assert "\x1b" not in clean_text(text, colors=False)
    plain = clean_text(text, colors=False)
    assert clean_text(plain, colors=False) == plain


def test_a_name_stays_on_one_line() -> None:
    assert clean_name("a\nb\tc\r\x1b[31md") == "a\u240ab\u2409c\u240dd"
