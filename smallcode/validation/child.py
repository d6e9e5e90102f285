"""Run one of ``children/`` under the project's interpreter and read its marked answers.

The job travels as arguments (compressed, in pieces below the kernel's limit for one argument) and the answers on
standard output behind a random mark, so that no file has to be shared with a sandbox. What project code prints in
between is noise: without the mark, which it does not know, it is no answer.
"""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smallcode.validation.round import CommandOutcome, Runner

_PIECE = 100_000
_MOST = 1_500_000
CHILDREN = Path(__file__).parent / "children"


class JobTooLarge(Exception):
    """The job does not fit into a command line."""


@dataclass(frozen=True)
class Answer:
    """What a child said."""

    messages: list[dict[str, Any]]
    outcome: CommandOutcome

    def first(self, kind: str) -> dict[str, Any] | None:
        """The first message of a kind."""
        return next((m for m in self.messages if m.get("type") == kind), None)


def pack(job: dict[str, Any]) -> list[str]:
    """The job as arguments.

    Raises:
        JobTooLarge: it is over the limit even compressed.
    """
    data = base64.urlsafe_b64encode(zlib.compress(json.dumps(job).encode(), 6)).decode()
    if len(data) > _MOST:
        raise JobTooLarge
    return [data[i : i + _PIECE] for i in range(0, len(data), _PIECE)]


async def run_child(
    runner: Runner,
    program: list[str],
    script: str,
    job: dict[str, Any],
    *,
    seconds: float,
    writable: bool = False,
    env: dict[str, str] | None = None,
    caches: Collection[Path] = (),
) -> Answer:
    """Run ``children/<script>`` with a job; never raises for what the child does.

    Raises:
        JobTooLarge: see ``pack``.
    """
    mark = secrets.token_hex(12)
    argv = [*program, str(CHILDREN / script), mark, *pack(job)]
    outcome = await runner.run(argv, seconds=seconds, writable=writable, env=env, caches=caches)
    return Answer(read_marked(outcome.text, mark), outcome)


def read_marked(output: str, mark: str) -> list[dict[str, Any]]:
    """The messages behind the mark; damaged lines are left out."""
    messages = []
    for line in output.splitlines():
        _, found, rest = line.partition(mark + " ")
        if not found:
            continue
        try:
            message = json.loads(rest)
        except ValueError:
            continue
        if isinstance(message, dict):
            messages.append(message)
    return messages
