"""Reader of .env files (FORMAT.md)."""

import re

LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)", re.DOTALL)
SINGLE = re.compile(r"'([^']*)'\s*(?:#.*)?")
DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def read_env(text):
    """Names and values; a line that is none is a ValueError that names its number."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            raise ValueError(f"line {number}: not a variable: {line!r}")
        found[match[1]] = _value(match[2], number)
    return found


def _value(text, number):
    bare, text = text, text.strip()
    if text.startswith("'") or text.startswith('"'):
        match = (SINGLE if text[0] == "'" else DOUBLE).fullmatch(text)
        if not match:
            raise ValueError(f"line {number}: a quote is not closed, or something follows it: {text!r}")
        if text[0] == "'":
            return match[1]
        return match[1].replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\")
    return re.split(r"\s#", bare, maxsplit=1)[0].strip()
