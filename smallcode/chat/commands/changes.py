"""/diff /git /commit: what was changed, and keeping it."""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING, TypeVar

from smallcode.chat.commands.registry import Command
from smallcode.chat.commands.turning import complete_turns, turn_number
from smallcode.chat.front import Diff, Notice, Output
from smallcode.chat.project import view_of
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput, ToolError

if TYPE_CHECKING:
    from collections.abc import Callable

    from smallcode.chat.front import Front
    from smallcode.chat.project import ProjectView

T = TypeVar("T")
LOOKING = ("status", "log", "diff", "show", "branch", "blame")
"""What /git does; all of it only looks."""
RISKY = ("--output", "--ext-diff", "--textconv", "--no-index")
BRANCH_OPTIONS = ("-a", "-r", "-v", "-vv", "--all", "--list")
WHAT = {"work": "the working tree since the last commit", "staged": "what is staged"}


async def diff(front: Front, argument: str) -> None:
    """Changes of the session, of a turn, of the working tree, or of a revision."""
    conversation = front.conversation
    if argument in WHAT or (argument and not argument.isdigit()):
        text = await asyncio.to_thread(_by_git, view_of(conversation.session), argument)
        front.show(Diff(text, title=WHAT.get(argument, argument)) if text.strip() else Notice("No changes."))
        return
    turn = turn_number(front, argument) if argument else None
    changes = await conversation.changes(turn)
    if not changes:
        front.show(Notice("No changes yet." if turn is None else f"Turn {turn} changed no file."))
        return
    title = "changes of the session" if turn is None else f"changes of turn {turn}"
    added, removed = sum(c.added for c in changes), sum(c.removed for c in changes)
    total = f"{len(changes)} file{'s' * (len(changes) != 1)}, +{added} -{removed}"
    front.show(Diff("".join(change.diff for change in changes), title=f"{title}: {total}"))


async def look_at_git(front: Front, argument: str) -> None:
    """git, as far as it only looks."""
    words = _words(argument) or ["status", "--short", "--branch"]
    if words[0] not in LOOKING:
        raise BadInput(
            f"/git {words[0]} is not one of {', '.join(LOOKING)}.", hint=f"To run it yourself: !git {argument}"
        )
    risky = [word for word in words[1:] if word.split("=")[0] in RISKY]
    if words[0] == "branch":
        risky = [word for word in words[1:] if word not in BRANCH_OPTIONS]
    if risky:
        raise BadInput(f"/git does not take {risky[0]}: it only looks.", hint=f"To run it yourself: !git {argument}")
    view = view_of(front.conversation.session)
    if words[0] == "log" and not any(word.startswith(("-n", "--max-count", "-")) for word in words[1:]):
        words += ["--oneline", "--max-count=20"]
    text = await asyncio.to_thread(_run, view, words)
    if words[0] in ("diff", "show") and "diff --git" in text:
        front.show(Diff(text, title=f"git {' '.join(words)}"))
    else:
        front.show(Output(text.rstrip("\n") or "(nothing)", title=f"git {' '.join(words)}"))


async def commit(front: Front, argument: str) -> None:
    """Commit what the session changed, or with -a all that differs, after showing files and message."""
    from smallcode.chat.committing import changed_files, commit_files, diff_of, written_message

    everything, message = _commit_words(argument)
    conversation = front.conversation
    view = view_of(conversation.session)
    differing = await asyncio.to_thread(_asked, lambda: changed_files(view))
    ours = {path for c in await conversation.changes() for path in (c.path, c.moved_from) if path}
    paths = differing if everything else [path for path in differing if path in ours]
    if not paths:
        more = f" {len(differing)} others differ: /commit -a takes them." if differing and not everything else ""
        front.show(Notice(f"Nothing of this session is left to commit.{more}"))
        return
    patch = await asyncio.to_thread(_asked, lambda: diff_of(view, paths))
    front.show(Diff(patch, title=f"to commit: {', '.join(paths)}"))
    if not message:
        front.show(Notice("The model writes the message ..."))
        message = await written_message(conversation, patch, paths)
        asked = await front.ask("Commit with this message (change it, or empty it to leave it)", message, lines=True)
        if not asked or not asked.strip():
            front.show(Notice("Nothing was committed."))
            return
        message = asked.strip()
    done = await asyncio.to_thread(_asked, lambda: commit_files(view, paths, message))
    front.show(Notice(done, "good"))


def complete_diff(front: Front, argument: str) -> list[Suggestion]:
    """Turns, the working tree, commits."""
    from smallcode.chat.revisions import recent_commits

    words = [Suggestion(word, word, meaning) for word, meaning in WHAT.items()]
    commits = [Suggestion(c.name, c.name, c.subject) for c in recent_commits(view_of(front.conversation.session))]
    return [*complete_turns(front, argument), *ranked(argument, [*words, *commits], lambda s: s.text)]


def complete_git(front: Front, argument: str) -> list[Suggestion]:
    """What /git does."""
    return [Suggestion(word, word) for word in ranked(argument, LOOKING, str)]


def _by_git(view: ProjectView, name: str) -> str:
    from smallcode.chat.revisions import revision_text

    text = _asked(lambda: revision_text(view, {"work": "diff"}.get(name, name)))
    if text is None:
        raise BadInput(f"{name!r} is no turn and no revision.", hint="/diff, /diff 2, /diff work, /diff HEAD~1")
    return text


def _run(view: ProjectView, words: list[str]) -> str:
    from smallcode.workspace.git import git

    done = _asked(lambda: git(words, view.root, timeout=30.0))
    if not done.ok:
        raise BadInput(f"git: {done.error.strip() or done.text.strip() or 'failed'}")
    return done.text


def _asked(work: Callable[[], T]) -> T:
    """What went wrong in git, as a message for a person."""
    try:
        return work()
    except ToolError as error:
        raise BadInput(error.message) from None


def _words(argument: str) -> list[str]:
    try:
        return shlex.split(argument)
    except ValueError as error:
        raise BadInput(f"/git: {error}.") from None


def _commit_words(argument: str) -> tuple[bool, str]:
    if argument == "-a" or argument.startswith("-a "):
        return True, argument[2:].strip()
    return False, argument


COMMANDS = [
    Command(
        "diff",
        "show what the session, a turn or the working tree changed",
        "[TURN | work | staged | REV]",
        diff,
        complete_diff,
        while_busy=True,
        details="Without an argument: all that this session changed. `work` and revisions are asked of git.",
    ),
    Command(
        "git",
        "look: status, log, diff, show, branch, blame",
        "[WHAT]",
        look_at_git,
        complete_git,
        while_busy=True,
        details="Nothing that the repository's configuration names is run. `!git ...` is your own git.",
    ),
    Command(
        "commit",
        "commit the session's changes; the message is shown first",
        "[-a] [MESSAGE]",
        commit,
        None,
        details="-a: all files that differ. Without MESSAGE the model writes one from the diff. Hooks don't run.",
    ),
]
