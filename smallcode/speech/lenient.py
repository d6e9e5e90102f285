"""A tolerant reader of JSON-like text: comments, trailing commas, other quotes, bare words, missing closers.

It gives up (``NotJson``) where a guess would be needed, such as a quote in the middle of a string; those cases belong
to the next step of the ladder, which knows the tool's arguments.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from smallcode.speech.escapes import unescape

_SPACE = re.compile(
    r"(?:[\s\u00a0\u200b\u2060\ufeff]|\\[nrt](?![\w])|\\n(?=\\n)|//[^\n]*|/\*.*?\*/|\#[^\n]*|(?:\.{3}|…)(?=\s*[,}\]]))*+",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"-{0,2}([A-Za-z_$][\w$.-]*)")
_COLON = re.compile(r"\s*(?:=>|:=|[:=：])")
_BARE_VALUE = re.compile(r"[^,{}\[\]\n\"“”]+")
_CONSTANTS = {"true": True, "false": False, "null": None, "none": None, "undefined": None, "nil": None}
_OPEN = {"{": "{", "｛": "{", "[": "[", "［": "["}
_CLOSE = {"}": "{", "｝": "{", "]": "[", "］": "["}
_COMMA = ",，、;；"
_QUOTES = {
    '"': '"', "“": "”“", "”": "”“", "'": "'", "‘": "’‘", "’": "’", "`": "`", "＂": "＂",
    "„": "“”", "‟": "”", "«": "»", "‹": "›", "″": "″", "「": "」",
}  # fmt: skip
_PLUS = re.compile(r"\s*\+\s*(?=[\"'`])")
_MAX_DEPTH = 40


class NotJson(Exception):
    """The text is not JSON with small faults."""


@dataclass
class LenientJson:
    """Reads one value from ``text`` at ``pos``; ``repairs`` and ``cut`` tell what had to be mended."""

    text: str
    pos: int = 0
    repairs: list[str] = field(default_factory=list)
    missing_closers: int = 0
    open_brackets: int = 0
    cut_string: str | None = None
    """The last string, if the text ended inside it."""

    def read(self) -> Any:
        """Return the value; ``pos`` is then after it.

        Raises:
            NotJson: a guess would be needed.
        """
        return self._value(0)

    def _note(self, repair: str) -> None:
        if repair not in self.repairs:
            self.repairs.append(repair)

    def _skip(self) -> str:
        """Skip white space and comments; return the next character, or ''."""
        match = _SPACE.match(self.text, self.pos)
        if match and match.end() > self.pos:
            if match[0].strip(" \t\r\n"):
                self._note("json_syntax")
            self.pos = match.end()
        return self.text[self.pos : self.pos + 1]

    def _value(self, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise NotJson("too deep")
        char = self._skip()
        if not char:
            raise NotJson("no value")
        if char in _OPEN:
            if char not in "{[":
                self._note("json_punctuation")
            self.pos += 1
            self.open_brackets = depth + 1
            return self._object(depth) if _OPEN[char] == "{" else self._array(depth)
        if char in _QUOTES:
            return self._joined(self._string(char))
        return self._bare()

    def _joined(self, text: str) -> str:
        """``text`` and the strings that are added to it with a plus sign."""
        while self.cut_string is None and (plus := _PLUS.match(self.text, self.pos)):
            self._note("json_syntax")
            self.pos = plus.end()
            text += self._string(self.text[self.pos])
        return text

    def _object(self, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not self._closes("{"):
            key = self._key()
            colon = _COLON.match(self.text, self.pos)
            if colon:
                self.pos = colon.end()
                if colon[0].strip() != ":":
                    self._note("json_punctuation" if "：" in colon[0] else "json_syntax")
            elif self._skip() not in ('"', "'", "{", "["):
                raise NotJson("no colon")
            out[key] = self._value(depth + 1)
            self.open_brackets = depth + 1
            self._separator("{")
        return out

    def _array(self, depth: int) -> list[Any]:
        out: list[Any] = []
        while not self._closes("["):
            out.append(self._value(depth + 1))
            self._separator("[")
        return out

    def _closes(self, kind: str) -> bool:
        """Take the closing bracket (a wrong one, a missing one at the end of the text count too)."""
        char = self._skip()
        while char and char in _COMMA:
            self._note("json_syntax")
            self.pos += 1
            char = self._skip()
        if not char:
            self.missing_closers += 1
            return True
        if char in _CLOSE:
            if _CLOSE[char] == kind:
                self.pos += 1
            else:
                # The other kind of bracket closes an outer container; this one was forgotten.
                self.missing_closers += 1
            return True
        return False

    def _separator(self, kind: str) -> None:
        char = self._skip()
        if not char or char in _CLOSE:
            return
        if char in _COMMA:
            if char != ",":
                self._note("json_punctuation")
            self.pos += 1
            after = self._skip()
            if after in _CLOSE:
                self._note("json_syntax")
        elif self.text.startswith("--", self.pos) and kind == "{":
            self._note("json_syntax")
        else:
            raise NotJson("no comma")

    def _key(self) -> str:
        char = self._skip()
        if char in _QUOTES:
            return self._string(char, key=True)
        match = _BARE_KEY.match(self.text, self.pos)
        if not match:
            raise NotJson("no key")
        self._note("json_syntax")
        self.pos = match.end()
        return match[1]

    def _string(self, quote: str, *, key: bool = False) -> str:
        triple = quote * 3
        if not key and quote in "\"'" and self.text.startswith(triple, self.pos):
            return self._until(triple, 3)
        if quote != '"':
            self._note("json_syntax" if quote in "'`" else "json_punctuation")
        position = self.pos + 1
        ends = _QUOTES[quote]
        pattern = re.compile(r"\\.|[" + re.escape(ends) + "]", re.DOTALL)
        for match in pattern.finditer(self.text, position):
            if match[0][0] == "\\":
                continue
            if quote in "'‘" and not re.compile(r"\s*(?:[,:}\]]|$)").match(self.text, match.end()):
                continue
            return self._decoded(self.text[position : match.start()], match.end())
        if key:
            raise NotJson("key is not closed")
        raw = self.text[position:].rstrip()
        closers = raw[len(raw.rstrip("}] \n")) :]
        # As many closing brackets as are open: only the quote was forgotten.
        if closers and len(re.sub(r"\s", "", closers)) == self.open_brackets:
            raw = raw[: len(raw) - len(closers)]
        self.cut_string = self._decoded(raw, len(self.text))
        return self.cut_string

    def _until(self, closer: str, width: int) -> str:
        end = self.text.find(closer, self.pos + width)
        if end < 0:
            raise NotJson("triple quote is not closed")
        self._note("json_syntax")
        return self._decoded(self.text[self.pos + width : end], end + width)

    def _decoded(self, raw: str, after: int) -> str:
        if "\n" in raw:
            self._note("raw_newlines")
        text, broken = unescape(raw)
        if broken:
            self._note("json_syntax")
        self.pos = after
        return text

    def _bare(self) -> Any:
        match = _BARE_VALUE.match(self.text, self.pos)
        word = match[0].strip() if match else ""
        if not match or not word:
            raise NotJson("no value")
        self.pos = match.end()
        if word.lower() in _CONSTANTS:
            if word not in ("true", "false", "null"):
                self._note("json_syntax")
            return _CONSTANTS[word.lower()]
        try:
            return json.loads(word)
        except (ValueError, RecursionError):
            pass
        if len(word) > 200 or word.endswith((":", "(")):
            raise NotJson("not a bare value")
        self._note("json_syntax")
        return word
