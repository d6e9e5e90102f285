"""Texts that the task gives word for word are in what was written. Advice: asked for once, never a reason to refuse."""

from __future__ import annotations

import html
import re

from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult, Diagnostic


@only_if(lambda round_: bool(round_.requirements.literals) and round_.purpose == "final")
async def check_literals(round_: Round) -> list[CheckResult]:
    """Each literal is somewhere in the changed files; one that was there before may have been meant otherwise."""
    after = _plain("\n".join(change.after or "" for change in round_.every))
    before = _plain("\n".join(change.before or "" for change in round_.every))
    found = [
        Diagnostic(
            message=f'the task says "{literal}", but nothing that was changed has it. Add it where the task wants it.',
            code="missing-literal",
        )
        for literal in round_.requirements.literals
        if _plain(literal) not in after and _plain(literal) not in before
    ]
    return [round_.result("failed" if found else "passed", diagnostics=found[:3])]


def _plain(text: str) -> str:
    """Without differences that don't matter: entities, quoting, spaces, case."""
    return re.sub(r"[\s\\]+", " ", html.unescape(text)).casefold()
