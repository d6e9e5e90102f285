"""Seats of a plane: "12C" is row 12, seat C."""

ROWS = 30
LETTERS = "ABCDEF"
NO_ROW = 13


def parse_seat(text):
    """"12C" -> (12, "C").

    Blanks around it don't count and the letter may be a small one. Rows go from 1 to 30, but there is no row 13; letters
    go from A to F. Anything else is a ValueError, leading zeros ("07A") too.
    """
    text = text.strip().upper()
    number, letter = text[:-1], text[-1:]
    if not number.isdecimal() or number.startswith("0") or not letter or letter not in LETTERS:
        raise ValueError(f"not a seat: {text!r}")
    row = int(number)
    if row > ROWS or row == NO_ROW:
        raise ValueError(f"there is no row {row}")
    return row, letter


def is_window(text):
    """Whether the seat is at a window (A and F)."""
    return parse_seat(text)[1] in "AF"


def neighbours(text):
    """The seats right beside it, on the same side of the aisle (which is between C and D), by letter."""
    row, letter = parse_seat(text)
    side = "ABC" if letter in "ABC" else "DEF"
    place = side.index(letter)
    return [f"{row}{side[other]}" for other in (place - 1, place + 1) if 0 <= other < len(side)]
