"""Makes foreign text (model, file names, command output) safe to print on a terminal.

Of escape sequences only SGR colours and styles stay, without *conceal*. Everything else that moves the cursor, sets
titles, hides or reorders text is removed or made visible.
"""

from __future__ import annotations

import re

_SEQUENCE = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*)(?P<final>[@-~])"  # CSI
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|(?=\x1b)|$)"  # OSC, DCS, SOS, PM, APC up to their end
    r"|\x1b[ -/]*[0-~]",  # two-character escapes
    re.DOTALL,
)
_STYLE = re.compile(r"[0-9;:]*")

# Zero-width joiner and non-joiner stay: emoji and several scripts need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _style(match: re.Match[str]) -> str:
    parameters = match["csi"]
    if match["final"] != "m" or not _STYLE.fullmatch(parameters or ""):
        return ""
    return _without_conceal(parameters)


def _without_conceal(parameters: str) -> str:
    """Drop SGR 8 (hidden text), but not an 8 that is an argument of an extended colour (38;5;8)."""
    kept: list[str] = []
    codes = parameters.split(";")
    while codes:
        code = codes.pop(0)
        if code in ("38", "48", "58") and codes:
            length = {"5": 2, "2": 4}.get(codes[0], 0)
            kept += [code, *codes[:length]]
            del codes[:length]
        elif code.lstrip("0") != "8":
            kept.append(code)
    return f"\x1b[{';'.join(kept)}m" if kept else ""


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"<U+{code:04X}>"


def clean_text(text: str, *, colors: bool = True) -> str:
    """Return ``text`` for a terminal: tabs and line ends stay, colours too unless ``colors`` is false.

    A style that is still open at the end is closed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts: list[str] = []
    at, styled = 0, False
    for match in _SEQUENCE.finditer(text):
        parts.append(_UNSEEN.sub(_visible, text[at : match.start()]))
        style = _style(match) if colors and match["final"] else ""
        styled = styled or bool(style)
        parts.append(style)
        at = match.end()
    parts.append(_UNSEEN.sub(_visible, text[at:]))
    if styled:
        parts.append("\x1b[0m")
    return "".join(parts)


def clean_name(name: str) -> str:
    """Return a file name or title on one line, with nothing unseen in it."""
    text = clean_text(name.replace("\r", "\u240d"), colors=False)
    return text.replace("\n", "\u240a").replace("\t", "\u2409")
