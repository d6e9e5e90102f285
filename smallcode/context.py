"""What nodes are given beside the state: dependencies that live as long as the run and are never checkpointed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from smallcode.events.base import Event

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from smallcode.events.sink import EventSink
    from smallcode.governor.governor import Governor
    from smallcode.models.pool import ModelPool
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings
    from smallcode.state import AgentState, Call
    from smallcode.tooling import ToolBox
    from smallcode.validation.engine import Validation
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.workspace import Workspace


class Approver(Protocol):
    """Says what may run without asking."""

    def judge(self, call: Call) -> tuple[str, str]:
        """Return ``("allow" | "ask" | "deny", reason)`` for a call."""

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to be asked; in batch ``ask`` is a no."""


@dataclass(frozen=True, kw_only=True)
class AgentContext:
    """The run's dependencies, by LangGraph's runtime context."""

    session: Session
    workspace: Workspace
    journal: Journal
    models: ModelPool
    settings: Settings
    sink: EventSink
    toolbox: ToolBox
    validation: Validation
    governor: Governor
    approver: Approver
    steering: Callable[[], list[str]] = list
    """What the user typed meanwhile, taken once; batch runs have none."""


Emit = Callable[[Event], None]


def emitter(state: AgentState, runtime: Runtime[AgentContext]) -> Emit:
    """A function that emits events with this node execution's step and task id filled in."""
    info = runtime.execution_info
    task_id = info.task_id if info else ""
    step = (state.get("spent") or {"steps": 0})["steps"] + 1
    sink = runtime.context.sink

    def emit(event: Event) -> None:
        sink.emit(event.model_copy(update={"step": step, "task_id": task_id}))

    return emit


def operation_id(runtime: Runtime[AgentContext], what: int | str) -> str:
    """Our own id of what a node does once (a call by its index): the same when a crashed node runs again."""
    info = runtime.execution_info
    return f"{info.task_id if info else 'direct'}:{what}"
