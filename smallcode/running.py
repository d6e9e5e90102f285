"""Runs a session: locks, events, the drive through the graph, and how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.driving import Answer, config_of, drive
from smallcode.errors import ExitCode, SessionError, SmallCodeError
from smallcode.events.sink import EventSink, Subscriber
from smallcode.events.types import RunEnded, SessionResumed, SessionStarted
from smallcode.outcome import DELIVERED, ending, is_delivery
from smallcode.sessions.settings import settings_of

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import RunControl

    from smallcode.context import AgentContext
    from smallcode.sessions.locks import WorkspaceLock
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings


@dataclass(kw_only=True)
class RunOptions:
    """How a run talks to the outside."""

    subscribers: Sequence[Subscriber] = ()
    answer: Answer | None = None
    """None: nobody is there to be asked."""
    control: RunControl | None = None
    """Ask it to drain, and the run ends after the step that it is in."""
    steering: Callable[[], list[str]] = list
    trusted: bool = False
    """The folder is trusted, or the task consented to run the project's code."""
    slot: int | None = None
    wait: float = 0.0
    """Seconds to wait for a workspace that another session works in."""


def new_session(workspace: Path, task: dict[str, Any], settings: Settings) -> Session:
    """Create a session for a task.

    Raises:
        SessionError: no place for it.
        WorkspaceError: the folder can't be worked in.
        BadInput: its model costs money, and nothing may be spent.
    """
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.wiring import models_of
    from smallcode.workspace.roots import check_root

    check_root(workspace)
    models_of(settings)
    store = SessionStore(state_dir())
    return store.create(workspace, task["title"], settings.dump(), task, model=settings.model.name)


async def run_session(session: Session, options: RunOptions) -> RunEnded:
    """Run a session from its start, or go on from its last checkpoint.

    What ends the run is in the returned event, a failing model included: then the session stays resumable. Our own
    bugs propagate.

    Raises:
        SessionError: in use, damaged, of another version, or already ended.
    """
    settings = settings_of(session)
    if session.record.kind == "chat":
        raise SessionError(
            f"Session {session.id} is a conversation.", hint=f"Go on with `smallcode chat --resume {session.id}`."
        )
    with session.lock(), _workspace_lock(session, options.wait):
        session.begin()
        sink = EventSink(session.events_path)
        for subscriber in options.subscribers:
            sink.subscribe(subscriber)
        try:
            return await _guarded(session, settings, sink, options)
        finally:
            sink.close()


def _workspace_lock(session: Session, wait: float) -> WorkspaceLock:
    try:
        return session.workspace_lock(wait=wait)
    except SessionError:
        if not session.events_path.exists():  # so that nobody is told to resume what never began
            session.discard()
        raise


async def _guarded(session: Session, settings: Settings, sink: EventSink, options: RunOptions) -> RunEnded:
    from smallcode.wiring import assemble, learn_from, make_pool, open_graph

    learn_from(sink, trusted=options.trusted)
    models = make_pool(settings, sink, options)
    models.start()
    try:
        async with open_graph(session) as graph:
            context = assemble(session, settings, sink, models, options)
            ended = await _drive(graph, context, session, options)
    except asyncio.CancelledError:
        session.end("interrupted", state="paused")
        sink.emit(_aborted("interrupted", ExitCode.INTERRUPTED, "Stopped. `smallcode resume` goes on from here."))
        raise
    except SessionError:
        session.end("error", state="paused")
        raise
    except SmallCodeError as error:
        session.end("error", state="paused")
        ended = _aborted("error", error.exit_code, str(error))
        sink.emit(ended)
    finally:
        await models.close()
    return ended


async def _drive(
    graph: CompiledStateGraph[Any, Any, Any, Any], context: AgentContext, session: Session, options: RunOptions
) -> RunEnded:
    from langgraph.errors import GraphDrained

    config = config_of(session, context.settings)
    state = await graph.aget_state(config)
    # `next` leaves out a node whose result is stored and not yet taken up, so it is the tasks that tell.
    if state.values and not state.tasks:  # it came to its end, but that was not noted any more
        ended = _close(session, await asyncio.to_thread(_from_state, state.values, context))
        for subscriber in options.subscribers:  # the log has it already
            subscriber(ended)
        return ended
    given: Any = await _first_input(graph, config, context, session)
    endings: list[RunEnded] = []
    context.sink.subscribe(lambda event: endings.append(event) if isinstance(event, RunEnded) else None)
    try:
        values = await drive(graph, given, config, context, answer=options.answer, control=options.control)
    except GraphDrained:
        session.end("interrupted", state="paused")
        reason = "Stopped after this step. `smallcode resume` goes on from here."
        ended = _aborted("interrupted", ExitCode.INTERRUPTED, reason)
        context.sink.emit(ended)
        return ended
    return _close(session, endings[-1] if endings else await asyncio.to_thread(_from_state, values, context))


def _close(session: Session, ended: RunEnded) -> RunEnded:
    """Note the end. A result that is still to be delivered stays resumable until it is."""
    waits = ended.outcome in DELIVERED and is_delivery(session.task_dump)
    session.end(ended.outcome, state="paused" if waits else "ended")
    return ended


async def _first_input(
    graph: CompiledStateGraph[Any, Any, Any, Any], config: Any, context: AgentContext, session: Session
) -> dict[str, Any] | None:
    """The initial state, or None to go on from the last checkpoint."""
    from smallcode.state import STATE_VERSION, first_state

    state = await graph.aget_state(config)
    ahead = [task.name for task in state.tasks]
    if not state.values and not ahead:
        context.sink.emit(
            SessionStarted(
                session=session.id, workspace=str(session.workspace), title=session.record.title,
                model=context.models.name(0), level="",
            )
        )  # fmt: skip
        limits = context.settings.limits
        names = ("steps", "seconds", "requests", "prompt_tokens", "completion_tokens", "money")
        return dict(first_state(session.task_dump, {name: float(getattr(limits, name)) for name in names}))
    version = state.values.get("state_version")
    if version != STATE_VERSION and ahead != ["__start__"]:
        raise SessionError(
            f"Session {session.id} was made by another version of SmallCode (state {version}, not {STATE_VERSION}).",
            hint="Undo it with `smallcode undo`, and start the task again.",
        )
    context.sink.emit(SessionResumed(session=session.id, node=", ".join(ahead), interrupted=True))
    return None


def _aborted(outcome: str, code: ExitCode, reason: str) -> RunEnded:
    return RunEnded(outcome=outcome, exit_code=int(code), reason=reason)


def _from_state(values: dict[str, Any], context: AgentContext) -> RunEnded:
    outcome = values["outcome"]
    files = [change.path for change in context.workspace.changes()] if outcome in DELIVERED else []
    return RunEnded(
        **ending(values, outcome, values.get("reason", ""), files=files, advice=values.get("advice"))  # type: ignore[arg-type]
    )
