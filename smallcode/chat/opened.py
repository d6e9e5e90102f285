"""Conversations as sessions: making one, finding those of a folder, opening one with all that belongs to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import SessionError

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.types import Approve
    from smallcode.events.sink import Subscriber
    from smallcode.sessions.session import Session
    from smallcode.sessions.store import SessionInfo, SessionStore
    from smallcode.settings_schema import Settings


class Opener:
    """Opens conversations for a front end, and clears away those in which nothing was said.

    Args:
        trusted: folders whose own code may run although they are not on the list of trusted ones (``--trust``).
    """

    def __init__(self, *, trusted: Iterable[Path] = ()) -> None:
        self._trusted = {path.resolve() for path in trusted}
        self._opened: list[Session] = []

    async def __call__(
        self, session: Session, approve: Approve | None, subscribers: Sequence[Subscriber]
    ) -> Conversation:
        """Open ``session``; its budget is guarded. Errors as for ``Conversation.open``."""
        from smallcode.chat.budget import BudgetGuard, has_budget
        from smallcode.chat.conversation import Conversation

        conversation = await Conversation.open(
            session, subscribers=subscribers, approve=approve, trusted=self.trusts(session.workspace)
        )
        self._opened.append(session)
        budget = conversation.settings.budget
        if has_budget(budget):
            guard = BudgetGuard(conversation, budget, subscribers)
            await guard.begin()
            conversation.subscribe(guard.take)
        return conversation

    def trusts(self, workspace: Path) -> bool:
        """Whether a folder's own code may run."""
        from smallcode.workspace.trust import is_trusted

        return workspace.resolve() in self._trusted or is_trusted(workspace)

    def tidy(self) -> None:
        """Remove the sessions of this program in which nothing was said."""
        from smallcode.chat.turns import FILE

        for session in self._opened:
            if not (session.folder / FILE).exists():
                with contextlib.suppress(SessionError):
                    _store().delete(session.id)


def new_chat(workspace: Path, settings: Settings, *, trusted: bool) -> Session:
    """A new session for a conversation in a folder.

    Raises:
        WorkspaceError: the folder can't be worked in.
        SessionError: no place for it.
    """
    from smallcode.tasks import task_from_prompt
    from smallcode.workspace.roots import check_root

    root = check_root(workspace)
    task = task_from_prompt("conversation", workspace=root).model_dump(mode="json")
    return _store().create(
        root, "", settings.dump(), {**task, "trusted": trusted}, model=settings.model.name, kind="chat"
    )


def chats_of(workspace: Path) -> list[SessionInfo]:
    """The conversations of a folder, the one used last first."""
    root = str(workspace.resolve())
    found = [i for i in _store().list() if i.record and i.record.kind == "chat" and i.record.workspace == root]
    return sorted(found, key=lambda info: info.record.updated if info.record else 0.0, reverse=True)


def find_chat(name: str, workspace: Path) -> Session:
    """The conversation of that id (or part of it); an empty name: the last one of the folder.

    Raises:
        SessionError: unknown, not unique, damaged, or no conversation.
    """
    if name and name != "last":
        session = _store().open(name)
        if session.record.kind != "chat":
            raise SessionError(
                f"Session {session.id} is no conversation.", hint=f"`smallcode resume {session.id}` goes on with it."
            )
        return session
    found = chats_of(workspace)
    if not found:
        raise SessionError("There is no conversation in this folder yet.", hint="Start one with `smallcode chat`.")
    return _store().open(found[0].id)


def _store() -> SessionStore:
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    return SessionStore(state_dir())
