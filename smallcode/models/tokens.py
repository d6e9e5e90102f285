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

# Tokens for one occurrence of each class, fitted by evals/token_estimate.py.
_CLASSES = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<digit>\d)|(?P<newline>\n[ \t]*)|(?P<blank>[ \t]+)"
    r"|(?P<wide>[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff])|(?P<letter>[^\W\d_A-Za-z])"
    r"|(?P<sign>[^\w\s]+|_)|(?P<other>.)",
    re.DOTALL,
)
_BASE_CHARS_PER_TOKEN = 3.4
"""What the class weights were fitted against; a profile's own value scales the result."""


def estimate_tokens(text: str, chars_per_token: float = _BASE_CHARS_PER_TOKEN) -> int:
    """Estimate the tokens of ``text`` for a byte-pair tokenizer with ``chars_per_token`` on code."""
    total = 0.0
    for found in _CLASSES.finditer(text):
        kind, size = found.lastgroup, len(found[0])
        if kind == "word":
            total += 1.0 if size <= 6 else 1.0 + (size - 6) / 6.0
        elif kind in ("digit", "newline"):
            total += 0.9
        elif kind == "blank":
            total += 0.0 if size == 1 else 0.5
        elif kind == "wide":
            total += 0.75
        elif kind == "letter":
            total += 0.45
        elif kind == "sign":
            total += 0.55 + 0.22 * (size - 1)
        else:
            total += 0.8
    return max(round(total * _BASE_CHARS_PER_TOKEN / chars_per_token), 1 if text else 0)


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
