"""The steps of the last turn, and how far they are; read from the session's events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smallcode.events.chat import TurnStarted
from smallcode.events.sink import read_events
from smallcode.events.types import PartEnded, PartStarted, PlanMade, ToolEnded

if TYPE_CHECKING:
    from smallcode.sessions.session import Session

DONE = ("done", "solved", "passed", "accepted", "ok")


@dataclass(frozen=True)
class Progress:
    """One step."""

    number: int
    title: str
    status: str = "waiting"
    """waiting, doing, done or failed."""


def progress_of(session: Session) -> list[Progress]:
    """The steps of the last turn: the plan's parts, or the model's own list where it keeps one."""
    steps: dict[int, Progress] = {}
    own: list[Progress] = []
    if not session.events_path.exists():
        return []
    for event in read_events(session.events_path):
        if isinstance(event, TurnStarted):
            steps, own = {}, []
        elif isinstance(event, PlanMade):
            made = [Progress(int(part["id"]), str(part.get("title", ""))) for part in event.parts]
            steps = {step.number: steps.get(step.number, step) for step in made}
        elif isinstance(event, PartStarted):
            steps[event.part] = Progress(event.part, event.title, "doing")
        elif isinstance(event, PartEnded) and event.part in steps:
            status = "done" if event.status in DONE else "failed"
            steps[event.part] = replace(steps[event.part], status=status)
        elif isinstance(event, ToolEnded) and event.tool == "todo" and "todo" in event.details:
            own = [_own(number, text) for number, text in enumerate(event.details["todo"], 1)]
    return own or list(steps.values())


def _own(number: int, text: str) -> Progress:
    return Progress(number, text[3:].strip(), "done" if text.startswith("[x]") else "waiting")
