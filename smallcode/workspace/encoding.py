"""Bytes to text and back: encoding, byte order mark and line ends of an existing file are kept."""

from __future__ import annotations

import codecs
import difflib
import re
from typing import Literal

Newline = Literal["\n", "\r\n", "\r"]

_BOMS = (  # UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_END = re.compile("\r\n|\r|\n")
_DECLARED = re.compile(rb"^[ \t\f]*(?:#|//|/\*|<\?xml).*?coding[:=][ \t]*[\"']?([-\w.]+)")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DIFF_LINES = 4000


class NotText(ValueError):
    """The bytes are no text in any encoding that we know."""


def decode(data: bytes) -> tuple[str, str, bytes]:
    """Return (text with its own line ends, encoding, byte order mark).

    By the mark, else UTF-8, else what the first two lines declare, else cp1252, else latin-1. Whatever is chosen
    gives the same bytes back.

    Raises:
        NotText: the bytes look binary.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _round_trip(data[len(bom) :], encoding)
            if text is not None:
                return text, encoding, bom
    if b"\0" in data:
        raise NotText
    text = _round_trip(data, "utf-8")
    if text is not None:
        return text, "utf-8", b""
    if len(_CONTROL.findall(data)) * 20 > len(data):
        raise NotText
    for encoding in (_declared(data), "cp1252", "latin-1"):
        text = _round_trip(data, encoding) if encoding else None
        if text is not None:
            return text, encoding, b""
    raise NotText  # pragma: no cover - latin-1 reads everything


def _round_trip(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except (UnicodeError, LookupError):
        return None


def _declared(data: bytes) -> str:
    for line in data.split(b"\n", 2)[:2]:
        match = _DECLARED.match(line)
        if match:
            try:
                info = codecs.lookup(match[1].decode("ascii", "replace"))
            except LookupError:
                return ""
            # Codecs such as rot13 and base64 are no text encodings.
            return info.name if getattr(info, "_is_text_encoding", True) else ""
    return ""


def newline_of(raw: str) -> tuple[Newline, bool]:
    """Return the most frequent line end, and whether there are others too."""
    windows = raw.count("\r\n")
    unix = raw.count("\n") - windows
    old_mac = raw.count("\r") - windows
    counts: list[tuple[int, Newline]] = [(unix, "\n"), (windows, "\r\n"), (old_mac, "\r")]
    best = max(counts, key=lambda pair: pair[0])  # the first wins a tie: "\n" for a file without lines
    return best[1], sum(count > 0 for count, _ in counts) > 1


def normalize(text: str) -> str:
    """Return ``text`` with ``\\n`` as its only line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_line_ends(text: str, raw: str) -> str:
    """Return ``text`` with the line ends of ``raw``, the file's earlier text.

    Where ``raw`` mixes them, lines that are in both keep their own, and new ones get the most frequent.
    """
    text = normalize(text)
    newline, mixed = newline_of(raw)
    if not mixed:
        return text if newline == "\n" else text.replace("\n", newline)
    old, ends = _split(raw)
    new = text.split("\n")
    kept: list[Newline | Literal[""]] = [newline] * len(new)
    for old_at, new_at, size in _matches(old, new):
        kept[new_at : new_at + size] = [end or newline for end in ends[old_at : old_at + size]]
    for at in range(1, len(new)):
        if not new[at] and kept[at - 1] == "\r" and kept[at] == "\n":
            kept[at] = "\r"  # else the two would read as one "\r\n"
    kept[-1] = ""  # what follows the last line end is no line of its own
    return "".join(part for pair in zip(new, kept, strict=True) for part in pair)


def _split(raw: str) -> tuple[list[str], list[Newline | Literal[""]]]:
    ends: list[Newline | Literal[""]] = [*_END.findall(raw), ""]
    return _END.split(raw), ends


def _matches(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Equal runs of lines as (start in old, start in new, length); a long changed middle is not looked into."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    runs = [(0, 0, head), (len(old) - tail, len(new) - tail, tail)]
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) <= _DIFF_LINES and len(middle_new) <= _DIFF_LINES:
        matcher = difflib.SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        runs += [(head + a, head + b, size) for a, b, size in matcher.get_matching_blocks()]
    return runs
