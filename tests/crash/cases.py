"""Small tasks whose runs pass every node and every kind of side effect."""

from __future__ import annotations

from dataclasses import dataclass, field

from smallcode.testing.script import Say

BUGGY = "def add(a, b):\n    return a - b\n"
FIXED = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"
WRONG = "calc.py\n```python\ndef add(a, b):\n    return a * {}\n```\n"


@dataclass(frozen=True)
class Case:
    """A task, its project, and what the model says."""

    task: str
    files: dict[str, str]
    replies: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    context_tokens: int = 8192
    after: dict[str, str] = field(default_factory=dict)
    """Files that a good end leaves (of those in ``files``, and new ones)."""

    def script(self) -> list[Say]:
        """The replies, a few characters a piece."""
        return [Say(reply, pieces=8) for reply in self.replies]


CASES = {
    "fix": Case(
        task="prompt: Fix `add` in calc.py.\n",
        files={"calc.py": BUGGY, "notes.txt": "mine\n"},
        replies=(FIXED,),
    ),
    "fail": Case(
        task=(
            "prompt: Fix `add` in calc.py.\n"
            "checks: [{file: calc.py, contains: a + b}]\n"
            "limits: {samples: 2, repairs: 1}\n"
            "mechanisms: {decompose: false, symbol_edits: false}\n"
        ),
        files={"calc.py": BUGGY, "notes.txt": "mine\n"},
        replies=tuple(WRONG.format(n) for n in range(4)),
    ),
}
