"""What a channel or a habit put round code is taken off where the code fits the file, or parses, only without it.

Nothing here is decided by taste: a change of characters counts only if the text that was to be replaced stands in the
file then, or the new text of a file parses then, and neither did before.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Mapping

from smallcode.edits.types import Edit, SearchReplace, UnifiedDiff, WholeFile
from smallcode.speech.python import parse_python

_LONGEST = 200_000
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#39|#34|#x27);")
_TYPOGRAPHY = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ", "\u200b": None, "\u2060": None, "\ufeff": None,
        "\u00ad": None, "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‘": "'", "’": "'",
        "‚": "'", "′": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    }
)  # fmt: skip
_FENCED = re.compile(
    r"\s*(?P<mark>`{3,}|~{3,})[^\n`]*\n(?P<body>.*?)^[ \t]*(?P=mark)[ \t]*\s*", re.DOTALL | re.MULTILINE
)
_WORDED = re.compile(
    r"\s*[*_#]*(?:SEARCH|FIND|OLD|ORIGINAL|BEFORE)[*_]*:?[*_]*[ \t]*\r?\n(?P<old>.*?)"
    r"^[*_#]*(?:REPLACE(?: WITH)?|NEW|UPDATED|AFTER)[*_]*:?[*_]*[ \t]*\r?\n(?P<new>.*)",
    re.DOTALL | re.MULTILINE,
)
Pair = tuple[str, str]


def fitted(edit: Edit, files: Mapping[str, str]) -> tuple[Edit, str]:
    """``edit`` as it fits the file, and the name of the repair ("": as it was)."""
    if isinstance(edit, SearchReplace) and len(edit.old) + len(edit.new) < _LONGEST:
        return _fitted_pair(edit, files.get(edit.path, ""))
    if isinstance(edit, WholeFile) and len(edit.text) < _LONGEST:
        pair = _pair_in(edit.text)
        if pair and _stands(pair[0], files.get(edit.path, "")):
            return SearchReplace(path=edit.path, old=pair[0], new=pair[1]), "marker_variant"
        return _fitted_whole(edit)
    if isinstance(edit, UnifiedDiff) and len(edit.diff) < _LONGEST and _ENTITY.search(edit.diff):
        lines = edit.diff.split("\n")
        gone = "\n".join(line[1:] for line in lines if line.startswith("-") and not line.startswith("---"))
        text = files.get(edit.path, "")
        if gone.strip() and not _stands(gone, text) and _stands(html.unescape(gone), text):
            return dataclasses.replace(edit, diff=html.unescape(edit.diff)), "html_entities"
    return edit, ""


def _stands(old: str, text: str) -> bool:
    return bool(old.strip()) and old.strip("\r\n") in text


def _fitted_pair(edit: SearchReplace, text: str) -> tuple[Edit, str]:
    if not text or _stands(edit.old, text):
        return edit, ""
    for repair, change in _CHANGES.items():
        pair = change(edit.old, edit.new)
        if pair and pair[0] != edit.old and _stands(pair[0], text):
            return dataclasses.replace(edit, old=pair[0], new=pair[1]), repair
    return edit, ""


def _unescaped(old: str, new: str) -> Pair | None:
    return (html.unescape(old), html.unescape(new)) if _ENTITY.search(old) else None


def _unfenced(old: str, new: str) -> Pair | None:
    """Both sides stand in fences of their own."""
    one, two = _FENCED.fullmatch(old), _FENCED.fullmatch(new)
    return (one["body"], two["body"] if two else new) if one else None


def _unsigned(old: str, new: str) -> Pair | None:
    """The lines of both sides carry a diff's signs."""
    sides = []
    for text, sign in ((old, "-"), (new, "+")):
        lines = text.split("\n")
        if not all(line[:1] in (sign, " ", "") for line in lines) or not any(line[:1] == sign for line in lines):
            return None
        sides.append("\n".join(line[1:] for line in lines))
    return sides[0], sides[1]


def _plain(old: str, new: str) -> Pair | None:
    return old.translate(_TYPOGRAPHY), new.translate(_TYPOGRAPHY)


_CHANGES: dict[str, Callable[[str, str], Pair | None]] = {
    "html_entities": _unescaped, "fenced_value": _unfenced, "diff": _unsigned, "typography": _plain,
}  # fmt: skip


def _pair_in(text: str) -> Pair | None:
    """The two sides in what was taken for a whole file: below SEARCH and REPLACE, or a diff without its head."""
    worded = _WORDED.fullmatch(text)
    if worded:
        return worded["old"], worded["new"]
    lines = text.rstrip("\n").split("\n")
    signs = {line[:1] for line in lines}
    if not {"+", "-"} <= signs <= {" ", "+", "-", ""}:
        return None
    old = "\n".join(line[1:] for line in lines if line[:1] != "+")
    new = "\n".join(line[1:] for line in lines if line[:1] != "-")
    return old + "\n", new + "\n" if new else ""


def _fitted_whole(edit: WholeFile) -> tuple[Edit, str]:
    escaped, plain = _ENTITY.search(edit.text), edit.text.translate(_TYPOGRAPHY)
    if (not escaped and plain == edit.text) or not _is_broken(edit.text, edit.path):
        return edit, ""
    if escaped and not _is_broken(html.unescape(edit.text), edit.path):
        return dataclasses.replace(edit, text=html.unescape(edit.text)), "html_entities"
    if plain != edit.text and not _is_broken(plain, edit.path):
        return dataclasses.replace(edit, text=plain), "typography"
    return edit, ""


def _is_broken(text: str, path: str) -> bool:
    """Whether ``text`` is no valid code of the language of ``path``; False where that can't be told."""
    from smallcode.code.languages import language_of
    from smallcode.code.syntax import syntax_errors

    language = language_of(path)
    if language is None:
        return False
    return parse_python(text) is None if language.name == "python" else bool(syntax_errors(text, language))
