"""Checkpoints of a session: list them, and branch a new session from one."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from typing import Any, NamedTuple

from smallcode.errors import SessionError
from smallcode.sessions.record import Kind
from smallcode.sessions.session import Session


class Checkpoint(NamedTuple):
    """A place to branch from."""

    number: int
    next_node: str
    steps: int


def list_checkpoints(session: Session) -> list[Checkpoint]:
    """All checkpoints, oldest first."""
    return [
        Checkpoint(i, ", ".join(state.next) or "the end", (state.values.get("spent") or {}).get("steps", 0))
        for i, state in enumerate(asyncio.run(_history(session)))
    ]


def branch_session(session: Session, number: int) -> Session:
    """A new session that goes on from checkpoint ``number``; the old one stays as it is.

    A fork inside the old thread would become what ``resume`` continues, so the branch is a session of its own. It has
    a copy of the journal and the snapshots, and its files go back to the last attempt before that checkpoint.

    Raises:
        SessionError: there is no such checkpoint, nothing follows it, or a session is in use.
    """
    states = asyncio.run(_history(session))
    if not 0 <= number < len(states) or not states[number].next or not states[number].values:
        raise SessionError(
            f"Session {session.id} has no checkpoint {number} to go on from.",
            hint=f"`smallcode resume {session.id} --checkpoints` lists them.",
        )
    made = copy_session(session, f"{session.record.title} (from {number})")
    before = states[number - 1].next[0] if number and states[number - 1].next else "__start__"
    asyncio.run(_seed(made, states[number].values, before))
    _restore_files(made, states[number].values)
    made.end("", state="paused")
    made.lock().release()
    return made


async def _history(session: Session) -> list[Any]:
    from smallcode.driving import config_of
    from smallcode.wiring import open_graph

    async with open_graph(session) as graph:
        states = [state async for state in graph.aget_state_history(config_of(session))]
    states.reverse()
    return states


async def _seed(session: Session, values: dict[str, Any], as_node: str) -> None:
    from smallcode.driving import config_of
    from smallcode.wiring import open_graph

    async with open_graph(session) as graph:
        await graph.aupdate_state(config_of(session), values, as_node=as_node)


def copy_session(session: Session, title: str, *, kind: Kind = "run") -> Session:
    """A new session, locked, with the journal and the snapshots of another one."""
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    made = SessionStore(state_dir()).create(
        session.workspace, title, session.settings_dump, session.task_dump,
        model=session.record.model, parent=session.id, kind=kind,
    )  # fmt: skip
    for name in ("journal.jsonl", "blobs", "shadow.git"):
        source = session.folder / name
        if source.is_dir():
            shutil.copytree(source, made.folder / name, dirs_exist_ok=True, symlinks=True)
        elif source.exists():
            shutil.copy2(source, made.folder / name)
    return made


def _restore_files(session: Session, values: dict[str, Any]) -> None:
    from smallcode.delivery import session_workspace

    attempts = values.get("attempts") or []
    checkpoint = attempts[-1]["checkpoint"] if attempts else values.get("part_start")
    if checkpoint:
        with session.workspace_lock():
            session_workspace(session).restore(checkpoint, op=f"branch-{secrets.token_hex(4)}")
