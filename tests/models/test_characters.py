"""Halves of characters never leave the machinery: every text can be written to a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smallcode.characters import Halves, whole, whole_data

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY)
def test_every_text_can_be_written_and_whole_ones_stay(text: str) -> None:
    assert whole(text).encode() is not None
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert whole(text) == text


@given(st.text(), st.integers(1, 3))
def test_pieces_that_cut_a_character_in_two_are_joined(text: str, size: int) -> None:
    halves = text.encode("utf-16-le").decode("utf-16-le", "surrogatepass")
    units = [chr(int.from_bytes(pair, "little")) for pair in _units(halves)]
    reader = Halves()
    pieces = ("".join(units[at : at + size]) for at in range(0, len(units), size))
    assert "".join(map(reader.feed, pieces)) == text


def _units(text: str) -> list[bytes]:
    data = text.encode("utf-16-le")
    return [data[at : at + 2] for at in range(0, len(data), 2)]


def test_data_is_mended_everywhere() -> None:
    assert whole_data({"a\ud83d": ["\ude00", 1, {"b": "\ud83d\ude00"}]}) == {"a\ufffd": ["\ufffd", 1, {"b": "😀"}]}
