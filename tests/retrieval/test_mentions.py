"""What counts as naming a file or a symbol."""

from __future__ import annotations

import pytest

from smallcode.retrieval.mentions import mentioned_files, mentioned_symbols

FILES = ["src/app.py", "src/util/text.py", "tests/test_app.py", "index.html", "Makefile", "docs/app.py.md"]


@pytest.mark.parametrize(
    ("text", "found", "new"),
    [
        ("Fix the bug in src/app.py.", ["src/app.py"], []),
        ("fix text.py, please", ["src/util/text.py"], []),
        ("Create `src/cli.py` and use it in app.py", ["src/app.py"], ["src/cli.py"]),
        ("Use Node.js, e.g. version 20.11", [], []),
        ("It crashes with 3.14 and 1.5e3 items", [], []),
        ("Add a target to the Makefile", ["Makefile"], []),
        ("index.html: make the title blue", ["index.html"], []),
        ("write ./hello.sh", [], ["hello.sh"]),
        ("see https://example.com/a.py for details", [], []),
        ("Nothing named here", [], []),
    ],
)
def test_files(text: str, found: list[str], new: list[str]) -> None:
    assert mentioned_files(text, FILES) == (found, new)


SYMBOLS = ["Stack", "Stack.push", "Stack.pop", "parse_args", "parseArgs", "total", "main"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`Stack.pop` should raise on an empty stack", ["Stack", "Stack.pop"]),
        ("parse_args forgets --help", ["parse_args"]),
        ("the parseArgs function", ["parseArgs"]),
        ("the total is wrong", []),
        ("`total` is wrong", ["total"]),
        ("total() is wrong", ["total"]),
        ("the main thing to do", []),
        ("pop() on an empty Stack", ["Stack", "Stack.pop"]),
    ],
)
def test_symbols(text: str, found: list[str]) -> None:
    assert mentioned_symbols(text, SYMBOLS) == found
