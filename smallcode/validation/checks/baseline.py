"""The baseline: each validator that runs tests or commands says how things stood before the change."""

from __future__ import annotations

from smallcode.validation.baseline import Baseline
from smallcode.validation.checks import commands, node_tests, python_tests
from smallcode.validation.round import Round

_TAKERS = {
    "python_tests": python_tests.baseline,
    "node_tests": node_tests.baseline,
    "npm_test": node_tests.npm_baseline,
    "commands": commands.baseline,
}


async def take(rounds: list[Round]) -> Baseline:
    """Ask every validator that keeps a baseline, in their order, until the time is over."""
    found = Baseline()
    for round_ in rounds:
        taker = _TAKERS.get(round_.spec.builtin)
        if taker is not None and round_.runner.left > 0:
            found = await taker(round_, found)
    return found
