"""Commits from a conversation: which files, what message. No hook runs: a repository's hooks are its own code."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smallcode.errors import BadInput, SmallCodeError
from smallcode.workspace.git import git, user_identity

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.project import ProjectView

DIFF_CHARACTERS = 6000
SUBJECT = 72


def changed_files(view: ProjectView) -> list[str]:
    """Every file of the project that differs from the last commit, new ones included; secrets are left out."""
    from pathlib import Path

    listed = git(["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "."], view.root)
    if not listed.ok:
        raise BadInput(f"{view.root} is in no git repository.", hint="Make one: !git init")
    top = Path(os.fsdecode(git(["rev-parse", "--show-toplevel"], view.root).out.rstrip(b"\n")))
    found = []
    for raw in listed.out.split(b"\0"):
        path = top / os.fsdecode(raw[3:])
        if raw and path.is_relative_to(view.root) and not view.jail.is_reserved(str(path.relative_to(view.root))):
            found.append(path.relative_to(view.root).as_posix())
    return sorted(found)


def diff_of(view: ProjectView, paths: Sequence[str]) -> str:
    """What committing these files would commit, new files included; nothing is staged."""
    head = ["HEAD"] if git(["rev-parse", "--verify", "--quiet", "HEAD"], view.root).ok else []
    text = git(["diff", "--relative", *head, "--", *paths], view.root).text
    new = git(["ls-files", "-z", "--others", "--", *paths], view.root)
    for raw in new.out.split(b"\0"):
        if raw:
            made = git(["diff", "--no-index", "--", os.devnull, os.fsdecode(raw)], view.root)  # exits with 1
            text += made.text
    return text


def commit_files(view: ProjectView, paths: Sequence[str], message: str) -> str:
    """Commit these files and only these, in the name of the user; what was done, in words.

    Raises:
        BadInput: git refused; the files stay as they are.
    """
    done = git(["add", "--all", "--", *paths], view.root)
    if done.ok:
        done = git(["commit", "--message", message, "--", *paths], view.root, env=user_identity(view.root))
    if not done.ok:
        raise BadInput(
            f"git did not commit: {done.error.strip() or done.text.strip()}", hint="The files are as they were."
        )
    short = git(["rev-parse", "--short", "HEAD"], view.root).text.strip()
    return f"Committed {short}: {message.splitlines()[0]}"


async def written_message(conversation: Conversation, diff: str, paths: Sequence[str]) -> str:
    """A message by the model; a plain one by ourselves where it says nothing of use."""
    from smallcode.resources import render_prompt

    asked = "\n".join(f"- {' '.join(turn.text.split())[:200]}" for turn in conversation.turns if not turn.undone)
    prompt = render_prompt("commit", asked=asked[-1000:], diff=diff[:DIFF_CHARACTERS])
    try:
        reply = await conversation.ask_model(prompt, purpose="commit message", max_tokens=60)
    except SmallCodeError:
        reply = ""
    return subject_of(reply) or plain_message(paths)


def subject_of(reply: str) -> str:
    """The subject line in a model's reply, without fences, quotes and introductions; empty if there is none."""
    lines = [line.strip() for line in reply.splitlines()]
    lines = [line for line in lines if line and not line.startswith("```") and not line.endswith(":")]
    if not lines:
        return ""
    line = re.sub(r"^(?:[-*#>]+\s*|(?:commit )?(?:message|subject):\s*)+", "", lines[0], flags=re.IGNORECASE)
    line = line.strip("\"'`* ").rstrip(".")
    words = line.split()
    while len(" ".join(words)) > SUBJECT:
        words.pop()
    return " ".join(words) if len(words) > 1 else ""


def plain_message(paths: Sequence[str]) -> str:
    """A message that names the files."""
    names = [path.rpartition("/")[2] for path in paths]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"Change {shown}"[:SUBJECT]
