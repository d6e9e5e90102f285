"""Small tasks whose runs pass every node and every kind of side effect."""

from __future__ import annotations

import json
from dataclasses import dataclass

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
    ladder: bool = False
    """Whether there is a second model to climb to (the same server plays it)."""

    def script(self) -> list[Say]:
        """The replies, a few characters a piece."""
        return [Say(reply, pieces=8) for reply in self.replies]


STEPS = "1. Return the sum.\n2. Say it more clearly."
AGAIN = FIXED.replace("a + b", "a + b  # the sum")
LONG = "\n".join(f"value_{n} = {n}  # one of many lines of this file" for n in range(60))
READS = tuple(json.dumps({"name": "read", "arguments": {"path": f"data{n}.py"}}) for n in range(6))
EDIT = json.dumps({"name": "edit", "arguments": {"path": "calc.py", "old": "a - b", "new": "a + b"}})

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
    "split": Case(
        task=(
            "prompt: Fix `add` in calc.py. It must give the sum. Keep its name. Keep it short.\n"
            "checks: [{file: calc.py, contains: a + b}]\n"
            "limits: {samples: 1, repairs: 0}\n"
        ),
        files={"calc.py": BUGGY, "notes.txt": "mine\n"},
        replies=(WRONG.format(0), STEPS, FIXED, AGAIN),
    ),
    "climb": Case(
        task=(
            "prompt: Fix `add` in calc.py.\n"
            "checks: [{file: calc.py, contains: a + b}]\n"
            "limits: {samples: 1, repairs: 0}\n"
            "mechanisms: {decompose: false, symbol_edits: false, escalate: true}\n"
        ),
        files={"calc.py": BUGGY, "notes.txt": "mine\n"},
        replies=(WRONG.format(0), FIXED),
        ladder=True,
    ),
    "lead": Case(
        task="prompt: Fix `add` in calc.py.\nchecks: [{file: calc.py, contains: a + b}]\n",
        files={"calc.py": BUGGY, **{f"data{n}.py": LONG for n in range(6)}},
        replies=(*READS, EDIT, "The function now returns the sum."),
        arguments=(
            "--set",
            "model.profile.level=guided",
            "--set",
            "model.profile.dialect=json",
            "--set",
            "context.tokens=4096",
        ),
    ),
}
