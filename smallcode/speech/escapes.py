"""Escape sequences as models write them inside strings."""

from __future__ import annotations

import json
import re

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'", "`": "`"}
_WINDOWS_PATH = re.compile(r"(?:[A-Za-z]:)?[\w.\- ]*(?:\\{1,2}[\w.\- ]+)+")


def unescape(raw: str) -> tuple[str, bool]:
    """Decode the inside of a JSON-like string; True if an escape was not valid and was kept as it stands."""
    if "\\" not in raw:
        return raw, False
    try:
        decoded = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        pass
    else:
        return str(decoded), False
    kinds = {match[1][0] for match in _ESCAPE.finditer(raw)}
    broken = bool(kinds - set("ntrbfu/\\\"'`x\n"))
    if broken and _WINDOWS_PATH.fullmatch(raw):
        return raw, True
    # Next to an invalid escape such as \d, \b is a regex's word boundary and not a backspace.
    literal = {"b", "f"} if broken else set()

    def decode(match: re.Match[str]) -> str:
        body = match[1]
        if body[0] in "ux" and len(body) > 1:
            return chr(int(body[1:], 16))
        if body.endswith("\n"):
            return ""
        if body in literal or body not in _SIMPLE:
            return "\\" + body
        return _SIMPLE[body]

    text = _ESCAPE.sub(decode, raw)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), broken
