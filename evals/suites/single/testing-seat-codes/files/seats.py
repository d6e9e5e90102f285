"""Seats of a plane: "12C" is row 12, seat C."""


def is_window(seat):
    """Whether a seat is at a window. These are A and F, the letters go from A to F."""
    return seat[-1] == "A" or seat[-1] == "F"
