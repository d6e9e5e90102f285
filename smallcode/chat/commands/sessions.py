"""/new /sessions /resume /fork /export: conversations as sessions."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.commands.turning import complete_turns, turn_number
from smallcode.chat.front import Notice, Option, Table
from smallcode.chat.opened import chats_of, find_chat, new_chat
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput, SessionError
from smallcode.sessions.ages import age_text

if TYPE_CHECKING:
    from smallcode.chat.front import Front
    from smallcode.sessions.store import SessionInfo

LISTED = 50


async def new(front: Front, argument: str) -> None:
    """Begin another conversation in the same folder, with the same settings and model."""
    old = front.conversation
    session = await asyncio.to_thread(new_chat, old.session.workspace, old.settings, trusted=old.trusted)
    await front.switch(session)


async def sessions(front: Front, argument: str) -> None:
    """List, search, rename or remove conversations of this folder."""
    verb, _, rest = argument.partition(" ")
    if verb == "rename":
        await _rename(front, rest.strip())
    elif verb in ("rm", "delete"):
        await _remove(front, rest.strip())
    else:
        words = rest if verb == "search" else argument
        await _list(front, words)


async def resume(front: Front, argument: str) -> None:
    """Go on with another conversation."""
    here = front.conversation.session
    if not argument:
        found = [info for info in await asyncio.to_thread(chats_of, here.workspace) if info.id != here.id]
        if not found:
            front.show(Notice("There is no other conversation in this folder."))
            return
        chosen = await front.choose("Go on with", [_option(info) for info in found[:LISTED]])
        if chosen is None:
            return
        argument = chosen
    session = find_chat(argument, here.workspace)
    if session.id == here.id:
        front.show(Notice("This is that conversation."))
        return
    if session.status == "running":
        raise SessionError(
            f"Session {session.id} is in use by another terminal.",
            hint=f"To follow it there: smallcode chat --watch {session.id}",
        )
    await front.switch(session)


async def fork(front: Front, argument: str) -> None:
    """A new conversation as this one was after a turn."""
    number = turn_number(front, argument)
    made = await front.conversation.fork(number)
    front.show(Notice(f"Session {made.id} goes on from turn {number}. The files stay as they are.", "good"))
    await front.switch(made)


async def export(front: Front, argument: str) -> None:
    """Write the conversation as Markdown, JSON or one HTML file."""
    from smallcode.sessions.export import export_session, form_of

    form, name = form_of(argument)
    session = front.conversation.session
    path = Path(name).expanduser() if name else Path(f"smallcode-{session.id}.{form}")
    path = path if path.is_absolute() else session.workspace / path
    if not name and path.exists():
        path.unlink()  # our own name: an earlier export of the same conversation
    written = await asyncio.to_thread(export_session, session, form, path)
    front.show(Notice(f"Exported to {written} (readable by you alone).", "good"))


def complete_sessions(front: Front, argument: str) -> list[Suggestion]:
    """What /sessions does, and ids."""
    verb, space, rest = argument.partition(" ")
    if not space:
        return [Suggestion(word, word) for word in ranked(verb, ("search", "rename", "rm"), str)]
    return [Suggestion(f"{verb} {s.text}", s.label, s.detail) for s in complete_ids(front, rest)]


def complete_ids(front: Front, argument: str) -> list[Suggestion]:
    """Ids of the folder's conversations, found by id or title."""
    infos = chats_of(front.conversation.session.workspace)
    found = ranked(argument, infos, lambda info: f"{info.id} {_title(info)}", limit=LISTED)
    return [Suggestion(info.id, _title(info), f"{info.id}, {_age(info)}") for info in found]


def complete_export(front: Front, argument: str) -> list[Suggestion]:
    """Forms."""
    return [Suggestion(word, word) for word in ranked(argument, ("html", "md", "json"), str)]


async def _list(front: Front, words: str) -> None:
    from smallcode.chat.searching import search_chats

    here = front.conversation.session
    infos = await asyncio.to_thread(chats_of, here.workspace)
    if words:
        found = await asyncio.to_thread(search_chats, infos, words)
        rows = [[hit.info.id[-4:], _age(hit.info), _title(hit.info), hit.excerpt] for hit in found[:LISTED]]
        front.show(Table(f"Conversations with {words!r}", ["id", "age", "title", "where"], rows))
        return
    rows = [
        [info.id[-4:], _age(info), "this" if info.id == here.id else info.status, _title(info)]
        for info in infos[:LISTED]
    ]
    front.show(Table("Conversations of this folder", ["id", "age", "", "title"], rows))
    front.show(Notice("/resume ID goes on with one, /sessions WORDS searches, /sessions rename ID TITLE, rm ID."))


async def _rename(front: Front, rest: str) -> None:
    name, _, title = rest.partition(" ")
    if not title.strip():
        raise BadInput("An id and a title are needed.", hint="/sessions rename ab3f Another title")
    here = front.conversation.session
    session = find_chat(name, here.workspace) if name not in ("this", here.id) else here
    title = " ".join(title.split())[:100]
    if session.id == here.id:
        here.update(title=title)
    else:
        with session.lock():
            session.update(title=title)
    front.show(Notice(f"{session.id} is now: {title}", "good"))


async def _remove(front: Front, name: str) -> None:
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    if not name:
        raise BadInput("Which conversation is to be removed?", hint="/sessions rm ab3f")
    here = front.conversation.session
    session = find_chat(name, here.workspace)
    if session.id == here.id:
        raise BadInput("This conversation is going on.", hint="/new begins another one; then remove it.")
    title = session.record.title or session.id
    options = [Option("no", "keep it"), Option("yes", "remove it", "what it changed in files stays")]
    if await front.choose(f"Remove {title!r}?", options) != "yes":
        front.show(Notice("It stays."))
        return
    removed = await asyncio.to_thread(SessionStore(state_dir()).delete, session.id)
    front.show(Notice(f"Removed {removed}."))


def _option(info: SessionInfo) -> Option:
    return Option(info.id, _title(info), f"{_age(info)}, {info.status}, {info.id[-4:]}")


def _title(info: SessionInfo) -> str:
    return (info.record.title if info.record else info.problem) or "(nothing said yet)"


def _age(info: SessionInfo) -> str:
    return age_text(time.time() - info.record.updated) if info.record else ""


COMMANDS = [
    Command("new", "begin another conversation in this folder", "", new),
    Command(
        "sessions",
        "list, search, rename, remove the folder's conversations",
        "[WORDS | rename ID TITLE | rm ID]",
        sessions,
        complete_sessions,
        while_busy=True,
    ),
    Command("resume", "go on with another conversation", "[ID]", resume, complete_ids),
    Command(
        "fork",
        "a new conversation as this one was after a turn",
        "[TURN]",
        fork,
        complete_turns,
        details="Files stay as they are; /undo in the new one takes its turns back too.",
    ),
    Command(
        "export",
        "write the conversation as one HTML file, Markdown or JSON",
        "[html | md | json] [FILE]",
        export,
        complete_export,
        while_busy=True,
        details="The HTML file needs nothing from elsewhere and runs no script. Keys are taken out of all forms.",
    ),
]
