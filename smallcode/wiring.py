"""Assembles a run: the one module of the machinery that knows the graph, the nodes and the tools above it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import ExitCode, SessionError, SmallCodeError
from smallcode.events.sink import EventSink, Subscriber
from smallcode.events.types import RunEnded, SessionResumed, SessionStarted, Warned
from smallcode.outcome import ending
from smallcode.settings_schema import Settings

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import RunControl

    from smallcode.context import AgentContext
    from smallcode.models.pool import ModelPool
    from smallcode.sessions.session import Session
    from smallcode.tooling import ToolBox
    from smallcode.workspace.workspace import Workspace

Answer = Callable[[list[dict[str, Any]]], dict[str, Any]]
"""Asks a person about calls: given the calls with their reasons, returns ``{id: {"allowed", "reason"}}``."""

TOOL_MODULES = ("apply_edit",)


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
    """
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.workspace.workspace import check_root

    check_root(workspace)
    store = SessionStore(state_dir())
    return store.create(workspace, task["title"], settings.dump(), task, model=settings.model.name)


async def run_session(session: Session, options: RunOptions) -> RunEnded:
    """Run a session from its start, or go on from its last checkpoint.

    What ends the run is in the returned event, a failing model included: then the session stays resumable. Our own bugs
    propagate.

    Raises:
        SessionError: in use, of another version, or already ended.
    """
    settings = Settings.model_validate(session.settings_dump)
    with session.lock(), session.workspace_lock(wait=options.wait):
        session.begin()
        sink = EventSink(session.events_path)
        for subscriber in options.subscribers:
            sink.subscribe(subscriber)
        try:
            ended = await _guarded(session, settings, sink, options)
        finally:
            sink.close()
        return ended


async def _guarded(session: Session, settings: Settings, sink: EventSink, options: RunOptions) -> RunEnded:
    models = _pool(settings, sink, options)
    models.start()
    try:
        async with open_graph(session) as graph:
            context = assemble(session, settings, sink, models, options)
            return await _drive(graph, context, session, options)
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
        return ended
    finally:
        await models.close()


async def _drive(
    graph: CompiledStateGraph[Any, Any, Any, Any],
    context: AgentContext,
    session: Session,
    options: RunOptions,
) -> RunEnded:
    from langgraph.errors import GraphDrained
    from langgraph.types import Command
    from langsmith import tracing_context

    config: Any = {
        "configurable": {"thread_id": session.id},
        "recursion_limit": _recursion_limit(context.settings),
    }
    given: Any = await _first_input(graph, config, context, session)
    endings: list[RunEnded] = []
    context.sink.subscribe(lambda event: endings.append(event) if isinstance(event, RunEnded) else None)
    with tracing_context(enabled=False):
        while True:
            try:
                async for _ in graph.astream(
                    given,
                    config,
                    context=context,
                    durability="sync",
                    stream_mode="updates",
                    control=options.control,
                ):
                    pass
            except GraphDrained:
                session.end("interrupted", state="paused")
                ended = _aborted(
                    "interrupted",
                    ExitCode.INTERRUPTED,
                    "Stopped after this step. `smallcode resume` goes on from here.",
                )
                context.sink.emit(ended)
                return ended
            state = await graph.aget_state(config)
            asked = [interrupt.value for task in state.tasks for interrupt in task.interrupts]
            if not asked:
                break
            given = Command(resume=options.answer(asked[0]) if options.answer else {})
    ended = endings[-1] if endings else _from_state(state.values)
    session.end(ended.outcome)
    return ended


async def _first_input(
    graph: CompiledStateGraph[Any, Any, Any, Any], config: Any, context: AgentContext, session: Session
) -> dict[str, Any] | None:
    """The initial state, or None to go on from the last checkpoint."""
    from smallcode.state import STATE_VERSION, no_spending

    state = await graph.aget_state(config)
    if not state.values:
        context.sink.emit(
            SessionStarted(
                session=session.id, workspace=str(session.workspace), title=session.record.title,
                model=context.models.name(0), level="",
            )
        )  # fmt: skip
        limits = context.settings.limits
        return {
            "state_version": STATE_VERSION,
            "task": session.task_dump,
            "spent": no_spending(),
            "limits": {
                name: float(getattr(limits, name))
                for name in ("steps", "seconds", "requests", "prompt_tokens", "completion_tokens")
            },
            "plan": [], "part": 0, "conversation": 0, "pending": [], "results": [],
        }  # fmt: skip
    version = state.values.get("state_version")
    if version != STATE_VERSION:
        raise SessionError(
            f"Session {session.id} was made by another version of SmallCode (state {version}, not {STATE_VERSION}).",
            hint="Undo it with `smallcode undo`, and start the task again.",
        )
    if not state.next:
        raise SessionError(f"Session {session.id} has ended: there is nothing to resume.")
    context.sink.emit(SessionResumed(session=session.id, node=", ".join(state.next), interrupted=True))
    return None


def assemble(
    session: Session, settings: Settings, sink: EventSink, models: ModelPool, options: RunOptions
) -> AgentContext:
    """Make the run's dependencies.

    Raises:
        WorkspaceError: the folder can't be worked in.
    """
    from smallcode.context import AgentContext
    from smallcode.governor.governor import Governor, GovernorSettings
    from smallcode.paths import state_dir
    from smallcode.ui.approval import PolicyApprover
    from smallcode.validation.engine import Validation
    from smallcode.validation.toolchains import Toolchains
    from smallcode.workspace.policy import CommandPolicy

    policy = CommandPolicy.from_rules(
        allow=settings.commands.allow, ask=settings.commands.ask, deny=settings.commands.deny
    )
    workspace = open_workspace(session, policy)
    evidence = Path(settings.governor.evidence) if settings.governor.evidence else state_dir() / "governor.sqlite"
    governor = Governor(
        evidence,
        GovernorSettings(
            enabled=settings.mechanisms.governor,
            minimum_evidence=settings.governor.minimum_evidence,
            half_life_days=settings.governor.half_life_days,
            prior_weight=settings.governor.prior_weight,
            frozen=bool(settings.governor.evidence),
        ),
    )
    if not options.trusted:
        sink.emit(
            Warned(
                message="This folder is not trusted: its tests and code are not run. "
                "`smallcode trust` or `consent: runs` in the task file allows it."
            )
        )
    return AgentContext(
        session=session,
        workspace=workspace,
        models=models,
        settings=settings,
        sink=sink,
        toolbox=load_tools(settings),
        validation=Validation(
            workspace, trusted=options.trusted, limits=_validation_limits(settings), toolchains=Toolchains(),
            emit=sink.emit, validators=_validators(settings),
        ),
        governor=governor,
        approver=PolicyApprover(policy, interactive=options.answer is not None),
        steering=options.steering,
    )  # fmt: skip


def open_workspace(session: Session, policy: Any) -> Workspace:
    """The session's workspace with its journal and snapshots."""
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.settings import load_settings
    from smallcode.workspace.workspace import Workspace

    return Workspace(
        session.workspace, folder=session.folder, journal=Journal(session.journal_path), policy=policy,
        settings=load_settings(),
    )  # fmt: skip


def load_tools(settings: Settings) -> ToolBox:
    """Import the tool modules and switch on what the settings choose."""
    from smallcode.tooling import ToolBox

    for module in TOOL_MODULES:
        importlib.import_module(f"smallcode.tools.{module}")
    return ToolBox()


def _validation_limits(settings: Settings) -> Any:
    from smallcode.validation.spec import ValidationLimits

    v = settings.validation
    return ValidationLimits(baseline_seconds=v.baseline_seconds, round_seconds=v.round_seconds)


def _validators(settings: Settings) -> Any:
    from smallcode.validation.spec import load_validators

    return load_validators()


def _pool(settings: Settings, sink: EventSink, options: RunOptions) -> ModelPool:
    from smallcode.models.pool import ModelPool

    return ModelPool(
        [settings.model.name],
        sink=sink,
        base_url=settings.model.base_url or None,
        overrides=settings.model.profile or None,
        slot=options.slot,
    )


@contextlib.asynccontextmanager
async def open_graph(session: Session) -> AsyncIterator[CompiledStateGraph[Any, Any, Any, Any]]:
    """The compiled graph on the session's own checkpoints.

    Raises:
        SessionError: the checkpoint file is damaged or locked.
    """
    import sqlite3

    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    from smallcode.graphs.agent import build_graph

    saver: AsyncSqliteSaver
    try:
        async with AsyncSqliteSaver.from_conn_string(str(session.checkpoints_path)) as saver:
            await saver.setup()
            yield build_graph().compile(checkpointer=saver)
    except sqlite3.DatabaseError as error:
        raise SessionError(
            f"The checkpoints of session {session.id} can't be used: {error}.",
            hint=f"`smallcode undo {session.id}` still restores the files from its journal.",
        ) from error


def _recursion_limit(settings: Settings) -> int:
    return (settings.limits.steps or 100_000) + 10


def _aborted(outcome: str, code: ExitCode, reason: str) -> RunEnded:
    return RunEnded(outcome=outcome, exit_code=int(code), reason=reason)


def _from_state(values: dict[str, Any]) -> RunEnded:
    return RunEnded(**ending(values, values["outcome"], values.get("reason", ""), files=[]))  # type: ignore[arg-type]


def draw_graph(form: str, session_name: str | None = None) -> str | bytes:
    """The agent's graph in a format of ``smallcode.graphs.draw``, with the way of a session where one is named."""
    from smallcode.events.sink import read_events
    from smallcode.graphs.draw import draw, way_of
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    if session_name is None:
        return draw(form)
    session = SessionStore(state_dir()).open(session_name)
    return draw(form, way_of(read_events(session.events_path)))
