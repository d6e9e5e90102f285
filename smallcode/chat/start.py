"""What a front end is started with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.types import Approve
    from smallcode.events.sink import Subscriber
    from smallcode.sessions.session import Session

OpenConversation = Callable[["Session", "Approve | None", Sequence["Subscriber"]], Awaitable["Conversation"]]
"""Opens a session as a conversation: ``await open_conversation(session, approve, subscribers)``."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """A session, and how to talk in it."""

    session: Session
    open_conversation: OpenConversation
    """Also for every session that is switched to later; it knows by itself which folders are trusted."""
    trusted: bool = False
    """The folder's own code may run; front ends only show it."""
    prompt: str = ""
    """The first message, as if it had been typed; empty: the person begins."""
    theme: str = ""
    """Name of a theme; empty: by the settings and the terminal's background."""
    plan: bool = False
    """Begin in plan mode."""
    once: bool = False
    """Send ``prompt``, print nothing but the answer, and end with the outcome's exit code (``-p``)."""
    notices: Sequence[str] = ()
    """Said before anything else, such as a broken settings file that was passed over."""
