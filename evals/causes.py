"""Why a run delivered nothing, read from its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smallcode.errors import ExitCode

DELIVERED = ("solved", "unverified")
CAUSES = ("no_edit", "parse", "validation", "wrong_answer", "timeout", "limit", "loop", "error")


def cause_of(outcome: str, exit_code: int | None, events: Sequence[Any]) -> str:
    """The cause of a run that is no success by its own word, most outward first.

    timeout: the time was up. error: no model, bad input or a bug. loop: replies were cut because they repeated
    themselves, and nothing was edited. parse: the last reply could not be read, and nothing was edited. no_edit: it
    was read and edited nothing. limit: another limit. validation: edits were made and the checks refused them all.
    """
    if outcome in DELIVERED:
        return ""
    if outcome == "timeout" or (outcome == "limit" and _ran_out_of_time(events)):
        return "timeout"
    if outcome == "error" or exit_code in (ExitCode.BAD_INPUT, ExitCode.NO_MODEL, ExitCode.INTERNAL, None):
        return "error"
    if not any(event.type == "file_changed" for event in events):
        return _without_edit(events)
    return "limit" if outcome == "limit" else "validation"


def _without_edit(events: Sequence[Any]) -> str:
    replies = [event for event in events if event.type == "model_replied"]
    if replies and replies[-1].finish in ("repetition", "length"):
        return "loop"
    parsed = [event for event in events if event.type == "reply_parsed"]
    if parsed and parsed[-1].problem:
        return "parse"
    return "no_edit"


def _ran_out_of_time(events: Sequence[Any]) -> bool:
    ended = [event for event in events if event.type == "run_ended"]
    return bool(ended) and "second" in ended[-1].reason.lower()
