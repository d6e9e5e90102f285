"""Pasted text, kept as it was pasted: a long one stands in the input as a placeholder until it is sent."""

from __future__ import annotations

import re

FOLD_LINES = 20
FOLD_CHARACTERS = 2000


class Pastes:
    """The long texts that were pasted into one input."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def take(self, text: str) -> str:
        """What to insert for a pasted text: itself, or its placeholder."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.count("\n") + (not text.endswith("\n"))
        if lines <= FOLD_LINES and len(text) <= FOLD_CHARACTERS:
            return text
        size = f"{lines:,} lines" if lines > 1 else f"{len(text):,} characters"
        name = f"[pasted text {len(self._texts) + 1}: {size}]"
        self._texts[name] = text
        return name

    def expand(self, text: str) -> str:
        """``text`` with every placeholder replaced by what was pasted."""
        if not self._texts:
            return text
        pattern = "|".join(re.escape(name) for name in self._texts)
        return re.sub(pattern, lambda found: self._texts[found[0]], text)

    def at_end(self, before: str) -> str:
        """The placeholder that ends at the cursor, to be removed as one; empty where there is none."""
        return next((name for name in self._texts if before.endswith(name)), "")

    def clear(self) -> None:
        """Forget all of them, once they are sent."""
        self._texts.clear()
