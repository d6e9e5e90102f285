"""Searching conversations by what was said in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.chat.turns import TurnLog
from smallcode.errors import SessionError

if TYPE_CHECKING:
    from smallcode.sessions.store import SessionInfo

AROUND = 40


@dataclass(frozen=True)
class Hit:
    """A conversation that has all the words, and the place of the first."""

    info: SessionInfo
    excerpt: str


def search_chats(infos: Iterable[SessionInfo], words: str) -> list[Hit]:
    """Conversations whose title, messages or answers have all of ``words``, in any case; in the order of ``infos``."""
    wanted = words.casefold().split()
    found = []
    for info in infos:
        texts = _texts(info)
        joined = "\n".join(texts).casefold()
        if wanted and all(word in joined for word in wanted):
            found.append(Hit(info, _excerpt(texts, wanted)))
    return found


def _texts(info: SessionInfo) -> list[str]:
    title = info.record.title if info.record else ""
    try:
        turns = TurnLog(info.folder).turns
    except SessionError:
        return [title]
    return [title, *(part for turn in turns for part in (turn.text, turn.answer, *turn.files) if part)]


def _excerpt(texts: Sequence[str], wanted: Sequence[str]) -> str:
    for text in texts[1:]:
        at = text.casefold().find(wanted[0])
        if at >= 0:
            start, end = max(0, at - AROUND), at + len(wanted[0]) + AROUND
            return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
    return ""
