"""Text that every file can hold: halves of a character (lone surrogates) come in through JSON and arguments."""

from __future__ import annotations

from typing import Any


def whole(text: str) -> str:
    """Join halves that belong together, and put U+FFFD for those that stand alone."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def whole_data(data: Any) -> Any:
    """The same for all texts in JSON data, keys included."""
    if isinstance(data, str):
        return whole(data)
    if isinstance(data, dict):
        return {whole_data(key): whole_data(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [whole_data(entry) for entry in data]
    return data


class Halves:
    """A text that comes in pieces: the first half of a character waits for the second."""

    def __init__(self) -> None:
        self._waiting = ""

    def feed(self, piece: str) -> str:
        """Return what is whole so far."""
        if not piece:
            return ""
        text, self._waiting = self._waiting + piece, ""
        if "\ud800" <= text[-1] <= "\udbff":
            text, self._waiting = text[:-1], text[-1]
        return whole(text)
