"""Assembles a run: the one module of the machinery that knows the graph, the nodes and the tools above it."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import BadInput, SessionError
from smallcode.events.types import Warned

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from smallcode.context import AgentContext
    from smallcode.events.sink import EventSink
    from smallcode.governor.governor import Governor
    from smallcode.models.pool import ModelPool
    from smallcode.running import RunOptions
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import ModelSettings, Settings
    from smallcode.tooling import ToolBox
    from smallcode.validation.engine import Validation
    from smallcode.workspace.workspace import Workspace

TOOL_MODULES = (
    "apply_edit", "reading", "looking", "searching", "writing", "patching", "renaming", "running", "testing", "history",
    "notes",
)  # fmt: skip
INTERNAL_TOOLS = ("apply_edit",)
"""For edits that come as fenced code: always there, never offered."""
NOT_TRUSTED = (
    "This folder is not trusted, so its tests and code are not run. "
    "`smallcode trust` trusts it; --trust or `consent: runs` in the task file does so once."
)


def assemble(
    session: Session, settings: Settings, sink: EventSink, models: ModelPool, options: RunOptions, *, since: str = ""
) -> AgentContext:
    """Make the dependencies of a run, or of the turn that began with the journal's operation ``since``.

    Raises:
        WorkspaceError: the folder can't be worked in.
    """
    from smallcode.chat.permissions import allowed_patterns
    from smallcode.context import AgentContext
    from smallcode.ui.approval import PolicyApprover
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.policy import CommandPolicy
    from smallcode.workspace.settings import load_settings
    from smallcode.workspace.workspace import Workspace

    policy = CommandPolicy.from_rules(
        allow=settings.commands.allow,
        ask=settings.commands.ask,
        deny=settings.commands.deny,
        root=session.workspace,
    )
    journal = Journal(session.journal_path)
    workspace = Workspace(
        session.workspace, folder=session.folder, journal=journal, policy=policy, settings=load_settings(), since=since
    )
    return AgentContext(
        session=session,
        workspace=workspace,
        journal=journal,
        models=models,
        settings=settings,
        sink=sink,
        toolbox=load_tools(settings),
        validation=_validation(workspace, settings, sink, trusted=options.trusted),
        governor=_governor(settings),
        approver=PolicyApprover(
            policy, interactive=options.answer is not None, remembered=lambda: allowed_patterns(session.workspace)
        ),
        steering=options.steering,
    )


def learn_from(sink: EventSink, *, trusted: bool) -> None:
    """Let models' profiles learn from what happens, and say once what an untrusted folder means."""
    from smallcode.models.learning import Learner

    sink.subscribe(Learner())
    if not trusted:
        sink.emit(Warned(message=NOT_TRUSTED))


def models_of(settings: Settings) -> list[ModelSettings]:
    """The session's model and, where escalation is on, the ladder's.

    Raises:
        BadInput: one of them costs money, and nothing may be spent; or the user's ladder is none.
    """
    from smallcode.models.ladder import load_ladder
    from smallcode.models.presets import presets

    ladder = load_ladder(settings.model)[: settings.limits.escalations] if settings.mechanisms.escalate else []
    models = [settings.model, *ladder]
    for reference in [model.name for model in models] if settings.limits.money == 0 else []:
        provider, _, name = reference.strip().partition(":")
        known = presets().get(provider.lower())
        if known is not None and known.price(name.strip()).costs_money:
            raise BadInput(
                f"{reference} costs money, and nothing may be spent: `limits.money` is 0.",
                hint="Say how many US dollars a run may cost: --set limits.money=0.50, or `limits: {money: 0.50}`.",
            )
    return models


def make_pool(settings: Settings, sink: EventSink, options: RunOptions) -> ModelPool:
    """The session's model and, where escalation is on, the ladder's, connected when first needed.

    Raises:
        BadInput: as ``models_of``.
    """
    from smallcode.models.pool import ModelPool

    return ModelPool(
        models_of(settings),
        sink=sink,
        context_tokens=settings.context.tokens,
        slot=options.slot,
    )


def load_tools(settings: Settings) -> ToolBox:
    """Import the tool modules and switch on what config/tools.yaml and the settings choose.

    Raises:
        BadInput: the settings name a tool that there is not.
    """
    from smallcode.tooling import ToolBox
    from smallcode.toolset import chosen_tools, limits_of

    for module in TOOL_MODULES:
        importlib.import_module(f"smallcode.tools.{module}")
    chosen = chosen_tools(settings)
    return ToolBox(
        [*chosen, *INTERNAL_TOOLS],
        {name: limits_of(name, spec, settings) for name, spec in chosen.items()},
        levels={name: spec.levels for name, spec in chosen.items()},
        internal=INTERNAL_TOOLS,
    )


def _governor(settings: Settings) -> Governor:
    from smallcode.governor.governor import Governor, GovernorSettings
    from smallcode.paths import state_dir

    chosen = settings.governor
    return Governor(
        Path(chosen.evidence) if chosen.evidence else state_dir() / "governor.sqlite",
        GovernorSettings(
            enabled=settings.mechanisms.governor,
            minimum_evidence=chosen.minimum_evidence,
            half_life_days=chosen.half_life_days,
            prior_weight=chosen.prior_weight,
            frozen=bool(chosen.evidence),
            explore=chosen.explore,
        ),
    )


def _validation(workspace: Workspace, settings: Settings, sink: EventSink, *, trusted: bool) -> Validation:
    from smallcode.validation.choice import chosen_validators
    from smallcode.validation.engine import Validation
    from smallcode.validation.spec import validation_limits
    from smallcode.validation.toolchains import find_toolchains

    return Validation(
        workspace,
        trusted=trusted,
        limits=validation_limits(settings.validation),
        toolchains=find_toolchains(workspace.root, trusted=trusted),
        emit=sink.emit,
        validators=chosen_validators(settings),
    )


@contextlib.asynccontextmanager
async def open_graph(session: Session) -> AsyncIterator[CompiledStateGraph[Any, Any, Any, Any]]:
    """The compiled graph on the session's own checkpoints.

    Raises:
        SessionError: the checkpoint file is damaged or locked.
    """
    import sqlite3

    from smallcode.graphs.agent import build_graph
    from smallcode.sessions.saver import Saver

    try:
        async with Saver.from_conn_string(str(session.checkpoints_path)) as saver:
            await saver.setup()
            yield build_graph().compile(checkpointer=saver)
    except sqlite3.DatabaseError as error:
        raise SessionError(
            f"The checkpoints of session {session.id} can't be used: {error}.",
            hint=f"`smallcode undo {session.id}` still restores the files from its journal.",
        ) from error


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
