"""How a run ends: the summary event, the exit code and the advice for a person."""

from __future__ import annotations

from typing import Any

from smallcode.errors import ExitCode
from smallcode.state import AgentState

EXIT_CODES: dict[str, ExitCode] = {
    "solved": ExitCode.OK,
    "unverified": ExitCode.OK,
    "answered": ExitCode.OK,
    "planned": ExitCode.OK,
    "failed": ExitCode.FAILED,
    "limit": ExitCode.FAILED,
    "denied": ExitCode.FAILED,
    "interrupted": ExitCode.INTERRUPTED,
    "error": ExitCode.INTERNAL,
}

DELIVERED = ("solved", "unverified")
"""Outcomes that leave the change in the folder, or deliver it as the task wishes."""


def is_delivery(task: dict[str, Any]) -> bool:
    """Whether a good result goes somewhere else than into the folder."""
    return any(task.get(wish) for wish in ("dry_run", "branch", "commit"))


def exit_code(outcome: str, *, strict: bool = False) -> ExitCode:
    """The exit code of an outcome; with ``strict`` only a proven change is a success."""
    if strict and outcome == "unverified":
        return ExitCode.FAILED
    return EXIT_CODES[outcome]


def ending(
    state: AgentState,
    outcome: str,
    reason: str,
    *,
    files: list[str],
    patch: str = "",
    advice: list[str] | None = None,
) -> dict[str, Any]:
    """The fields of the ``RunEnded`` event."""
    spent = state["spent"]
    return {
        "outcome": outcome,
        "exit_code": int(exit_code(outcome)),
        "reason": reason,
        "files": sorted(files),
        "prompt_tokens": spent["prompt_tokens"],
        "cached_tokens": spent["cached_tokens"],
        "completion_tokens": spent["completion_tokens"],
        "requests": spent["requests"],
        "seconds": spent["seconds"],
        "checks": state.get("report", {}).get("checks", []),
        "patch": patch,
        "advice": advice or [],
    }


def advice_for(state: AgentState, patch: str) -> list[str]:
    """What a person can try after a hard fail, most useful first."""
    advice = []
    if patch:
        advice.append(f"The best attempt is kept as {patch}: look at it, and apply it with `git apply`.")
    stop = state.get("stop")
    if stop and stop["outcome"] == "limit":
        advice.append("Raise the limit that was reached (limits: in the task file), or split the task.")
    else:
        advice.append("Name the file and the function that should change, or split the task into smaller ones.")
        advice.append("Try a larger model: `smallcode models list` shows those that fit this machine.")
    return advice
