"""Small files and edits of them that several tests use."""

from __future__ import annotations

from smallcode.edits.apply import apply_edit
from smallcode.edits.types import Edit, EditRefused

CALC = "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b\n"
MENDED = CALC.replace("a - b", "a + b", 1)


def refusal(original: str | None, edit: Edit, **options: object) -> EditRefused:
    """Return the refusal that an edit meets; fails where it is applied."""
    try:
        applied = apply_edit(original, edit, **options)  # type: ignore[arg-type]
    except EditRefused as refused:
        return refused
    raise AssertionError(f"applied: {applied.text!r}")
