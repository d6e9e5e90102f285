"""Pictures of the real program: ``python -m smallcode.testing.screenshot FOLDER``.

Runs `smallcode chat` in a pseudo-terminal against a scripted model, and writes what stands on the screen as SVG.
The terminal is pyte's, which comes with the development tools.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from smallcode.testing.pseudo import Terminal, ended, fresh
from smallcode.testing.screen_svg import screen_svg
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

LEDGER = (
    "def running_balance(entries):\n    total = 0\n    rows = []\n    for entry in entries:\n"
    "        rows.append(total)\n        total += entry\n    return rows\n"
)
TEST = "from ledger import running_balance\n\n\ndef test_rows():\n    assert running_balance([5, -2, 4]) == [5, 3, 7]\n"
MENDED = LEDGER.replace(
    "        rows.append(total)\n        total += entry\n", "        total += entry\n        rows.append(total)\n"
)
FIX = Say(f"ledger.py\n```python\n{MENDED}```\n")
ANSWER = Say(
    "`running_balance` walks through the entries and keeps a **running total**:\n\n1. it adds each entry\n"
    "2. it notes the total so far\n\n```python\nrunning_balance([5, -2, 4])  # [5, 3, 7]\n```\n"
)
PLAN = Say(
    "1. Fix running_balance in ledger.py\n2. Create report.py with a function report(entries) that prints each row\n"
    "3. Add tests for report in test_report.py\n"
)


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser(prog="python -m smallcode.testing.screenshot", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("only", nargs="*", help=f"which: {', '.join(SCENES)} (default: all)")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.only or SCENES:
        path = given.folder / f"{name}.svg"
        path.write_text(take(name), encoding="utf-8")
        print(path)
    return 0


def take(name: str) -> str:
    """One picture as SVG."""
    script, size, theme, play = SCENES[name]
    home = Path(tempfile.mkdtemp(prefix="smallcode-screen-"))
    try:
        project = home / "ledger"
        project.mkdir()
        for file, text in {"ledger.py": LEDGER, "test_ledger.py": TEST}.items():
            (project / file).write_text(text, encoding="utf-8")
        with ScriptedServer(script, any_order=True) as server:
            command = [
                "chat",
                "--trust",
                "--theme",
                theme,
                "-m",
                "openai:qwen2.5-coder-1.5b",
                "--base-url",
                server.base_url,
            ]
            env = {"HOME": str(home), "SMALLCODE_HOME": str(home / "smallcode"), "NO_COLOR": ""}
            start = lambda slave, extra: fresh(command, project, slave, extra)  # noqa: E731
            with ended(Terminal(start, rows=size[0], columns=size[1], env={**os.environ, **env})) as terminal:
                terminal.wait("/8.2k")
                play(terminal)
                colours = ("#ffffff", "#1c1c1c") if theme == "light" else ("#1e1e1e", "#d4d4d4")
                return screen_svg(terminal.screen, background=colours[0], foreground=colours[1])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _fixed(terminal: Terminal) -> None:
    terminal.say("Fix running_balance in ledger.py: each row lacks its own entry")
    terminal.wait("solved: ledger.py")
    terminal.idle()


def _answered(terminal: Terminal) -> None:
    terminal.say("What does @running_balance do?")
    terminal.wait("answered")
    terminal.idle()


def _planned(terminal: Terminal) -> None:
    terminal.press("tab")
    terminal.say("Fix running_balance in ledger.py and add a report")
    terminal.wait("before you approve")


def _commands(terminal: Terminal) -> None:
    terminal.type("/")
    terminal.wait("/help")


Scene = tuple[list[Say], tuple[int, int], str, Callable[[Terminal], None]]
SCENES: dict[str, Scene] = {
    "fix": ([FIX], (32, 140), "dark", _fixed),
    "answer": ([ANSWER], (24, 80), "light", _answered),
    "plan": ([PLAN], (24, 80), "dark", _planned),
    "commands": ([], (24, 80), "dark", _commands),
}
"""What the model says, rows and columns, theme, and what is done."""

if __name__ == "__main__":
    raise SystemExit(main())
