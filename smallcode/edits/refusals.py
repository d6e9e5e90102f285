"""The words in which an edit is refused: what failed, what is there, what to do next, what not to send again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smallcode.edits.formats import edit_settings
from smallcode.edits.types import EditRefused

MAX_SHOWN_CHARS = 120


def shown(lines: Sequence[str], start: int, end: int) -> list[tuple[int, str]]:
    """Return at most a handful of real lines with their numbers (from 1)."""
    end = min(end, start + edit_settings().nearest_lines, len(lines))
    return [(number + 1, lines[number][:MAX_SHOWN_CHARS]) for number in range(max(0, start), end)]


def numbered(lines: Iterable[tuple[int, str]]) -> str:
    """Write numbered lines for the model."""
    return "\n".join(f"{number}| {line}" for number, line in lines)


def not_found(path: str, nearest: list[tuple[int, str]], *, what: str = "The old text") -> EditRefused:
    """The text to replace is not in the file."""
    if nearest:
        message = (
            f"{what} is not in {path}. The nearest lines there:\n{numbered(nearest)}\n"
            "Copy the lines to replace exactly as they stand in the file, without the numbers. "
            "Do not send the same text again."
        )
    else:
        message = (
            f"{what} is not in {path}, and nothing like it. Read the file again, or send its whole new text. "
            "Do not send the same text again."
        )
    return EditRefused("not_found", message, nearest=nearest)


def ambiguous(path: str, lines: Sequence[str], starts: Sequence[int], *, what: str = "The old text") -> EditRefused:
    """The text to replace stands in several places."""
    limit = edit_settings().nearest_lines
    places = [
        (start + 1, lines[start][:MAX_SHOWN_CHARS]) for start in sorted(set(starts))[:limit] if start < len(lines)
    ]
    more = len(set(starts)) - len(places)
    tail = f"\n... and {more} more" if more > 0 else ""
    message = (
        f"{what} fits {len(set(starts))} places in {path}:\n{numbered(places)}{tail}\n"
        "Add the lines before and after it (such as the line with the function's name) so that only one place fits."
    )
    return EditRefused("ambiguous", message, nearest=places)


def unchanged(path: str, *, done: bool = False) -> EditRefused:
    """The edit leaves the file as it is."""
    if done:
        message = (
            f"{path} already holds the new text: this edit is done. Do not send it again; go on with the next step."
        )
    else:
        message = (
            f"The edit leaves {path} as it is: the new text equals the old one. "
            "Something in it is wrong: find it and change it. Do not send this text again."
        )
    return EditRefused("unchanged", message)


def empty(path: str, message: str) -> EditRefused:
    """There is nothing to write or nothing to look for."""
    return EditRefused("empty", f"{message} ({path})")


def elided(path: str, line: int, text: str) -> EditRefused:
    """The new text leaves code out and says so in a comment."""
    message = (
        f"Line {line} of the new text for {path} stands for code that was left out: {text.strip()[:80]!r}. "
        "Send that code in full, or send only the function that changes. Do not write such comments."
    )
    return EditRefused("elided", message)


def destructive(path: str, lost: Sequence[str], before: int, after: int) -> EditRefused:
    """The edit would lose public symbols or much of a file."""
    if lost:
        names = ", ".join(lost[:8]) + (f" and {len(lost) - 8} more" if len(lost) > 8 else "")
        message = (
            f"The new text for {path} drops {names}. Keep what the task does not ask to remove: "
            "send the text again with these in it, or send only the function that changes."
        )
    else:
        message = (
            f"The new text for {path} has {after} lines, the file has {before}. Too much would be lost. "
            "Send the whole file with all that is to stay, or send only the function that changes."
        )
    return EditRefused("destructive", message, names=lost)


def malformed(message: str) -> EditRefused:
    """The edit can't be read."""
    return EditRefused("malformed", message)


def syntax(path: str, line: int, what: str, around: list[tuple[int, str]], hint: str = "") -> EditRefused:
    """The file would no longer parse; ``hint``: the way out, where one is known."""
    message = (
        f"With this edit {path} has a syntax error in line {line}: {what}. The new lines there:\n{numbered(around)}\n"
        f"{hint and hint + ' '}The file was left as it was. Send the edit again with this mended."
    )
    return EditRefused("syntax", message, nearest=around)
