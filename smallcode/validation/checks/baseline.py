"""The baseline: each validator that compiles, or runs tests or commands, says how things stood before the change."""

from __future__ import annotations

from smallcode.validation.baseline import Baseline
from smallcode.validation.checks.commands import baseline as commands_before
from smallcode.validation.checks.go_tests import baseline as go_before
from smallcode.validation.checks.node_tests import baseline as node_before
from smallcode.validation.checks.node_tests import npm_baseline as npm_before
from smallcode.validation.checks.python_tests import baseline as python_before
from smallcode.validation.checks.rust_tests import baseline as rust_before
from smallcode.validation.checks.typescript import baseline as typescript_before
from smallcode.validation.round import Round

_TAKERS = {
    "typescript": typescript_before,
    "python_tests": python_before,
    "node_tests": node_before,
    "npm_test": npm_before,
    "rust_tests": rust_before,
    "go_tests": go_before,
    "commands": commands_before,
}


async def take(rounds: list[Round]) -> Baseline:
    """Ask every validator that keeps a baseline, in their order, until the time is over."""
    found = Baseline()
    for round_ in rounds:
        taker = _TAKERS.get(round_.spec.builtin)
        if taker is not None and round_.runner.left > 0:
            found = await taker(round_, found)
    return found
