"""What the status line and the side panel say, gathered from events."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from smallcode.events import chat as talk
from smallcode.events import types as ev
from smallcode.events.base import Event

LAST_NODES = 6
_DOING = {
    "prepare": "preparing", "plan": "planning", "retrieve": "looking for what matters", "compact": "compacting",
    "act": "thinking", "approve": "waiting for you", "tools": "using a tool", "validate": "checking",
    "retry": "trying again", "decompose": "splitting the task", "escalate": "asking a stronger model",
    "hard_fail": "putting things back", "finish": "finishing", "answer": "answering",
}  # fmt: skip


@dataclass
class Part:
    """One part of the plan, as the TODO list shows it."""

    title: str
    status: str = "todo"


@dataclass
class Facts:
    """Figures of the conversation so far. ``clock`` gives seconds that only go forward."""

    model: str = ""
    clock: Callable[[], float] = time.monotonic
    doing: str = ""
    """What the graph does now; empty between turns."""
    node: str = ""
    nodes: list[str] = field(default_factory=list)
    since: float = 0.0
    """When the turn began, by ``clock``."""
    window_used: int = 0
    rate: float = 0.0
    cost: float = 0.0
    tokens: int = 0
    parts: dict[int, Part] = field(default_factory=dict)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Added and removed lines by path, in the order of the changes."""
    _streamed: int = 0
    _first: float = 0.0

    def apply(self, event: Event) -> None:
        """Take an event into account."""
        match event:
            case talk.TurnStarted():
                self.since, self.doing = self.clock(), "starting"
                self.parts.clear()
                self.nodes.clear()
            case talk.TurnEnded():
                self.doing = self.node = ""
                self.cost += event.cost
                if event.outcome in ("answered", "planned"):
                    self.parts.clear()
                self.model = event.model or self.model
            case talk.ModelSwitched():
                self.model = event.model
            case ev.NodeStarted():
                self.node = event.node
                self.nodes = [*self.nodes, event.node][-LAST_NODES:]
                self.doing = _DOING.get(event.node, event.node.replace("_", " "))
            case ev.ProgressMade() if event.total:
                self.doing = f"{event.what} {100 * event.done // event.total}%"
            case ev.FileChanged():
                added, removed = self.files.get(event.path, (0, 0))
                self.files[event.path] = (added + event.added, removed + event.removed)
            case ev.FilesRestored():
                self._restored(event.restored)
            case talk.TurnUndone():
                self._restored(event.restored)
            case _:
                self._model(event)
                self._plan(event)

    def _model(self, event: Event) -> None:
        match event:
            case ev.ModelAsked():
                self.model = event.model
                self.window_used = event.prompt_tokens
                self._streamed, self._first, self.rate = 0, 0.0, 0.0
                self.doing = f"reading {event.prompt_tokens:,} tokens"
            case ev.TokensStreamed():
                self._stream()
            case ev.ModelReplied():
                self.window_used = event.prompt_tokens + event.completion_tokens
                self.tokens += event.completion_tokens
                self.rate = event.tokens_per_second or self.rate
            case ev.SessionStarted():
                self.model = event.model
            case _:
                pass

    def _stream(self) -> None:
        now = self.clock()
        if not self._streamed:
            self._first, self.doing = now, "writing"
        self._streamed += 1
        self.window_used += 1
        if now - self._first >= 0.5:
            self.rate = self._streamed / (now - self._first)

    def _plan(self, event: Event) -> None:
        match event:
            case ev.PlanMade():
                self.parts = {
                    _number(part, at): Part(str(part.get("title", ""))) for at, part in enumerate(event.parts, 1)
                }
            case ev.PartStarted() if event.part in self.parts:
                self.parts[event.part].status = "doing"
            case ev.PartEnded() if event.part in self.parts:
                self.parts[event.part].status = "done" if event.status in ("done", "solved", "passed") else event.status
            case _:
                pass

    def _restored(self, paths: list[str]) -> None:
        for path in paths:
            self.files.pop(path, None)


def _number(part: dict[str, Any], at: int) -> int:
    number = part.get("id", at)
    return number if isinstance(number, int) else at
