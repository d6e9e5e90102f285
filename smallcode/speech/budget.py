"""A limit on the work that failing attempts may cost, so that parsing stays linear in the reply's length."""

from __future__ import annotations

_ATTEMPTS_PER_CHARACTER = 5
_FREE_CHARACTERS = 2_000_000


class Budget:
    """Characters that scanners may look at in vain; when they are spent, doubtful openers count as prose."""

    def __init__(self, length: int) -> None:
        self.left = _FREE_CHARACTERS + _ATTEMPTS_PER_CHARACTER * length

    def spend(self, characters: int) -> bool:
        """Take ``characters`` off; False when the budget is spent."""
        self.left -= max(characters, 1)
        return self.left > 0
