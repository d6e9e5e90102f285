"""Earlier results of a session that a message can refer to: turns, and outputs of commands and tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.events.chat import ShellRan, TurnEnded, TurnStarted
from smallcode.events.sink import read_events
from smallcode.events.types import FileChanged, ToolEnded, ToolStarted

if TYPE_CHECKING:
    from smallcode.sessions.session import Session


@dataclass(frozen=True)
class Result:
    """One thing to refer to."""

    name: str
    """``turn:2`` or ``output:5``."""
    title: str
    text: str


def results_of(session: Session) -> list[Result]:
    """All results of a session, oldest first."""
    if not session.events_path.exists():
        return []
    collected = _Collected()
    for event in read_events(session.events_path):
        collected.take(event)
    return [*collected.outputs, *collected.turns]


def find_result(session: Session, name: str) -> Result | None:
    """The result called ``turn:N``, ``output:N``, or the last of its kind for ``turn`` and ``output``."""
    kind, _, number = name.partition(":")
    if kind not in ("turn", "output"):
        return None
    found = [result for result in results_of(session) if result.name.startswith(f"{kind}:")]
    if not number:
        return found[-1] if found else None
    return next((result for result in found if result.name == name), None)


class _Collected:
    """Goes through a log once."""

    def __init__(self) -> None:
        self.outputs: list[Result] = []
        self.turns: list[Result] = []
        self._asked: dict[str, str] = {}
        self._text = ""
        self._diffs: list[str] = []

    def take(self, event: object) -> None:
        if isinstance(event, ToolStarted):
            self._asked[event.call] = str(event.arguments.get("command") or event.arguments.get("path") or "")
        elif isinstance(event, ToolEnded) and event.content:
            self._output(f"{event.tool} {self._asked.get(event.call, '')}".strip(), event.content)
        elif isinstance(event, ShellRan):
            self._output(event.command, event.output)
        elif isinstance(event, FileChanged):
            self._diffs.append(event.diff)
        elif isinstance(event, TurnStarted):
            self._text, self._diffs = event.text, []
        elif isinstance(event, TurnEnded):
            parts = [f"Asked: {self._text}", f"Outcome: {event.outcome}", event.answer or event.reason, *self._diffs]
            self.turns.append(Result(f"turn:{event.turn}", self._text, "\n\n".join(part for part in parts if part)))

    def _output(self, title: str, text: str) -> None:
        self.outputs.append(Result(f"output:{len(self.outputs) + 1}", title, f"$ {title}\n{text}"))
