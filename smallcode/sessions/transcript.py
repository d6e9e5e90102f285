"""A session as plain data: its turns with messages, calls, diffs, checks, answers and figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from smallcode.events import types as ev
from smallcode.events.chat import ModelSwitched, ShellRan, TurnEnded, TurnRedone, TurnStarted, TurnUndone
from smallcode.events.sink import read_events

if TYPE_CHECKING:
    from smallcode.sessions.session import Session

FIGURES = ("prompt_tokens", "cached_tokens", "completion_tokens", "requests", "seconds")


def transcript_of(session: Session) -> dict[str, Any]:
    """The session's record and turns; a batch run is one turn."""
    record = session.record
    events = read_events(session.events_path) if session.events_path.exists() else iter(())
    collected = Collected(str(session.task_dump.get("prompt", "")) if record.kind == "run" else "")
    collected.take_all(events)
    return {
        "session": record.id, "title": record.title, "workspace": record.workspace, "model": record.model,
        "created": record.created, "updated": record.updated, "turns": collected.turns,
    }  # fmt: skip


class Collected:
    """Goes through the events once."""

    def __init__(self, prompt: str) -> None:
        self.turns: list[dict[str, Any]] = []
        self._prompt = prompt
        self._calls: dict[str, dict[str, Any]] = {}

    def take_all(self, events: Iterable[object]) -> None:
        """Take in every event."""
        for event in events:
            self._take(event)

    def _take(self, event: object) -> None:
        match event:
            case TurnStarted():
                self._begin(event)
            case TurnEnded() | ev.RunEnded():
                self._end(event)
            case TurnUndone() | TurnRedone():
                for turn in self.turns:
                    if turn["number"] in event.turns:
                        turn["undone"] = isinstance(event, TurnUndone)
            case ev.ToolStarted():
                call = {"kind": "call", "tool": event.tool, "arguments": event.arguments, "outcome": "", "content": ""}
                self._calls[event.call] = call
                self._add(call)
            case ev.ToolEnded():
                if event.call not in self._calls:
                    self._take(ev.ToolStarted(call=event.call, tool=event.tool, arguments={}))
                self._calls[event.call] |= {"outcome": event.outcome, "content": event.content}
            case _:
                self._add_detail(event)

    def _add_detail(self, event: object) -> None:
        match event:
            case ev.FileChanged():
                added = {"added": event.added, "removed": event.removed}
                self._add({"kind": "diff", "path": event.path, "change": event.kind, "diff": event.diff, **added})
            case ev.CheckEnded():
                shown = {"check": event.check, "path": event.path, "status": event.status, "message": event.message}
                self._add({"kind": "check", **shown})
            case ev.LeverChosen():
                self._add({"kind": "note", "text": f"{event.lever}: {event.reason}"})
            case ev.FilesRestored():
                self._add({"kind": "note", "text": f"restored: {', '.join(event.restored) or 'nothing'}"})
            case ShellRan():
                shell = {"command": event.command, "exit_code": event.exit_code, "output": event.output}
                self._add({"kind": "shell", **shell, "shared": event.shared})
            case ModelSwitched():
                self._add({"kind": "note", "text": f"the conversation goes on with {event.model}"})
            case ev.Warned():
                self._add({"kind": "note", "text": event.message})

    def _begin(self, event: TurnStarted) -> None:
        if self.turns and self.turns[-1]["number"] == event.turn:  # it went on after a stop
            return
        self._open(event.turn, event.text, event.at)
        self.turns[-1]["attached"] = event.attached

    def _end(self, event: TurnEnded | ev.RunEnded) -> None:
        if isinstance(event, ev.RunEnded) and not self._prompt:
            return  # in a conversation, the turn's own end says more
        if not self.turns:
            self._open(1, self._prompt, event.at)
        answer = event.answer if isinstance(event, TurnEnded) else ""
        self.turns[-1] |= {
            "outcome": event.outcome, "answer": answer, "reason": event.reason, "files": event.files,
            **{name: getattr(event, name) for name in FIGURES},
        }  # fmt: skip

    def _open(self, number: int, text: str, at: float) -> None:
        self.turns.append({
            "number": number, "at": at, "text": text, "attached": [], "outcome": "", "answer": "", "reason": "",
            "undone": False, "files": [], "items": [],
        })  # fmt: skip

    def _add(self, item: dict[str, Any]) -> None:
        if not self.turns:
            self._open(1 if self._prompt else 0, self._prompt, 0.0)
        self.turns[-1]["items"].append(item)
