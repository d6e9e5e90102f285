"""Screens as text files beside the tests. ``GOLDEN=write`` renews them; look at what changed."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
_CHANGING = [
    (re.compile(r"\b\d+(\.\d+)? s\b"), "N s"),
    (re.compile(r"\b[\d,]+ \([\d,]+ cached\) \+ \d+ tokens"), "N tokens"),
    (re.compile(r"\b[\d,]+ \+ \d+ tokens"), "N tokens"),
    (re.compile(r"\b\d+ tokens in"), "N tokens in"),
    (re.compile(r" (· )?[\d.]+k?/8\.2k"), ""),  # comes when the model's server has answered
    (re.compile(r" · \d+\.\d/s"), ""),
    (re.compile(r"\b\d+\.\d/s"), "N/s"),
    (re.compile(r"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]"), "*"),
    (re.compile(r"SmallCode \d+\.\d+\.\d+\S*"), "SmallCode VERSION"),
]


def settled(screen: str) -> str:
    """A screen without what differs from run to run."""
    lines = []
    for line in screen.split("\n"):
        changed = line
        for pattern, text in _CHANGING:
            changed = pattern.sub(text, changed)
        if changed != line or line.lstrip().startswith(("ready", "plan mode")):
            changed = re.sub(r"(?<=\S) {2,}", "  ", changed)  # figures move what is flush right
        lines.append(changed.rstrip())
    return "\n".join(lines) + "\n"


def check(name: str, screen: str) -> None:
    """Hold a screen against its golden file."""
    path, now = FOLDER / f"{name}.txt", settled(screen)
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    difference = "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), path.name, "now", lineterm=""))
    assert now == before, f"{difference}\n\n{screen}"
