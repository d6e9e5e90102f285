"""Counting tokens: by the server's own tokenizer where there is one, else by a fitted estimate.

Characters a token differ by what is written: prose packs four or five letters into a token, code with its
punctuation and indentation three, digits and other scripts one or two. So each class is counted apart.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from typing import Literal, Protocol

from smallcode.models.faults import ServerFault
from smallcode.models.http import Door

_CLASSES = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<digit>\d)|(?P<newline>\n[ \t]*)|(?P<blank>[ \t]+)"
    r"|(?P<wide>[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff])|(?P<letter>[^\W\d_A-Za-z])"
    r"|(?P<sign>[^\w\s]+|_)|(?P<other>.)",
    re.DOTALL,
)
_FITTED_AT = 3.4
"""The profiles' neutral ``chars_per_token``; another value scales the estimate."""
_SHORT_WORD = 6
# Tokens for one occurrence, by least squares of the relative error over 403 files of code, data and prose against
# the tokenizer of Qwen2.5 (median error 2.6%, 95% of files within 10%). evals/token_estimate.py measures it again.
_WORD, _LONGER_WORD, _DIGIT, _NEWLINE, _BLANKS, _SIGN, _MORE_SIGNS = 0.92, 0.156, 1.38, 1.01, 1.99, 0.63, 0.44
_WIDE, _LETTER, _OTHER = 0.5, 0.33, 0.8


def estimate_tokens(text: str, chars_per_token: float = _FITTED_AT) -> int:
    """Estimate the tokens of ``text`` for a byte-pair tokenizer; takes time in proportion to its length."""
    total = 0.0
    for found in _CLASSES.finditer(text):
        kind, size = found.lastgroup, found.end() - found.start()
        if kind == "word":
            total += _WORD + _LONGER_WORD * max(size - _SHORT_WORD, 0)
        elif kind == "sign":
            total += _SIGN + _MORE_SIGNS * (size - 1)
        elif kind == "newline":
            total += _NEWLINE
        elif kind == "digit":
            total += _DIGIT
        elif kind == "blank":
            total += _BLANKS if size > 1 else 0.0
        else:
            total += {"wide": _WIDE, "letter": _LETTER}.get(kind or "", _OTHER)
    return max(round(total * _FITTED_AT / chars_per_token), 1 if text else 0)


class TokenCounter(Protocol):
    """Counts text in a model's own tokens."""

    async def count(self, text: str) -> int:
        """Tokens of ``text``; never raises."""

    async def close(self) -> None:
        """Give connections back."""


class EstimateCounter:
    """The fitted estimate alone."""

    def __init__(self, chars_per_token: float) -> None:
        self._chars_per_token = chars_per_token

    async def count(self, text: str) -> int:
        """See ``TokenCounter``."""
        return estimate_tokens(text, self._chars_per_token)

    async def close(self) -> None:
        """Nothing to give back."""


class ServerCounter:
    """Asks the server's ``/tokenize``, remembers the answers, and estimates while the server can't say."""

    def __init__(
        self,
        door: Door,
        style: Literal["llama.cpp", "vllm"],
        model: str,
        chars_per_token: float,
        *,
        kept: int = 2048,
    ) -> None:
        self._door = door
        self._style = style
        self._model = model
        self._chars_per_token = chars_per_token
        self._kept = kept
        self._known: OrderedDict[bytes, int] = OrderedDict()

    async def count(self, text: str) -> int:
        """See ``TokenCounter``."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        try:
            number = await self._ask(text)
        except (ServerFault, KeyError, TypeError, ValueError):
            return estimate_tokens(text, self._chars_per_token)
        self._known[key] = number
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return number

    async def _ask(self, text: str) -> int:
        if self._style == "vllm":
            body = {"model": self._model, "prompt": text, "add_special_tokens": False}
            return int((await self._door.post("/tokenize", body))["count"])
        answer = await self._door.post("/tokenize", {"content": text, "add_special": False})
        return len(answer["tokens"])

    async def move(self, door: Door) -> None:
        """Ask another server from now on: the old one died."""
        await self._door.close()
        self._door = door

    async def close(self) -> None:
        """Close the connections to the tokenizer."""
        await self._door.close()
