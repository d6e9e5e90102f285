"""Drives the compiled graph: from an input or a checkpoint to its end, with a person's answers in between."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import RunControl

    from smallcode.context import AgentContext
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings

    Graph = CompiledStateGraph[Any, Any, Any, Any]

Answers = dict[str, Any]
Answer = Callable[[list[dict[str, Any]]], Answers | Awaitable[Answers]]
"""Asks a person about calls: given the calls with their reasons, returns ``{id: {"allowed", "reason"}}``."""


def config_of(session: Session, settings: Settings | None = None, *, turn: int = 0) -> Any:
    """LangGraph's configuration of a session, or of one turn of a conversation (each turn is a thread of its own).

    The recursion limit follows from our own limits and never ends a run.
    """
    steps = settings.limits.steps if settings else 0
    thread = f"{session.id}/{turn}" if turn else session.id
    return {"configurable": {"thread_id": thread}, "recursion_limit": (steps or 100_000) + 10}


async def drive(
    graph: Graph,
    given: Any,
    config: Any,
    context: AgentContext,
    *,
    answer: Answer | None = None,
    control: RunControl | None = None,
) -> dict[str, Any]:
    """Run to the end of the graph and return the last state's values. Where a call needs a yes, ``answer`` is asked.

    Args:
        given: the first state, or None to go on from the last checkpoint.

    Raises:
        GraphDrained: ``control`` asked for an end after the step.
    """
    from langgraph.types import Command

    while True:
        await _stream(graph, given, config, context, control)
        state = await graph.aget_state(config)
        asked = [interrupt.value for task in state.tasks for interrupt in task.interrupts]
        if not asked:
            return dict(state.values)
        answers = answer(asked[0]) if answer else {}
        given = Command(resume=await answers if inspect.isawaitable(answers) else answers)


async def _stream(graph: Graph, given: Any, config: Any, context: AgentContext, control: RunControl | None) -> None:
    """One pass through the graph. Tracing to outside services is off, whatever the environment says."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        async for _ in graph.astream(
            given, config, context=context, durability="sync", stream_mode="updates", control=control
        ):
            pass
