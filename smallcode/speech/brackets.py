"""Where a bracket closes, aware of strings; linear in the text looked at."""

from __future__ import annotations

import re

from smallcode.speech.budget import Budget

_DOUBLE = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?P<d>"?)'
_SINGLE = r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
_TRIPLE = r'"""(?:[^"\\]|\\.|"(?!""))*+(?P<t>(?:""")?)' + r"|'''(?:[^'\\]|\\.|'(?!''))*+(?P<u>(?:''')?)"
_BRACKET = r"(?P<b>[{}\[\]()])"

_JSON = re.compile(f"{_DOUBLE}|{_BRACKET}", re.DOTALL)
_PYTHON = re.compile(f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}|{_BRACKET}", re.DOTALL)
_QUOTED_KEY = re.compile(r"[{\[(\s]*'")
MAX_DEPTH = 200
_TOKEN_COST = 8


def find_close(text: str, start: int, budget: Budget, *, python: bool = False, round_too: bool = False) -> int:
    """Return the position after the bracket that closes the one at ``start``, or -1.

    ``python``: single and triple quotes are strings too (also if the first quote is a single one).
    ``round_too``: round brackets count.
    """
    python = python or _QUOTED_KEY.match(text, start, start + 200) is not None
    tokens = _PYTHON if python else _JSON
    closers: list[str] = []
    seen = 0
    last = start
    for match in tokens.finditer(text, start):
        bracket = match["b"]
        seen += 1
        if bracket is None:
            unclosed = match["d"] == "" or (python and (match["t"] == "" or match["u"] == ""))
            if unclosed:
                last = len(text)
                break
        elif bracket in "()" and not round_too:
            continue
        elif bracket in "{[(":
            closers.append(bracket)
            if len(closers) > MAX_DEPTH:
                break
        else:
            closers.pop()
            if not closers:
                budget.spend((match.end() - start) // 8)
                return match.end()
        last = match.end()
    else:
        last = len(text)
    budget.spend(last - start + _TOKEN_COST * seen)
    return -1
