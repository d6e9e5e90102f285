"""What happens to a good result: kept in the folder, given as a patch, or put on a branch and committed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.sessions.session import Session
    from smallcode.workspace.workspace import Workspace


def session_workspace(session: Session, *, writable: bool = True) -> Workspace:
    """A session's workspace outside of a run, for ``diff`` and ``undo``."""
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.policy import CommandPolicy
    from smallcode.workspace.settings import load_settings
    from smallcode.workspace.workspace import Workspace

    return Workspace(
        session.workspace, folder=session.folder, journal=Journal(session.journal_path, writable=writable),
        policy=CommandPolicy.from_rules(), settings=load_settings({"read_only": not writable}),
    )  # fmt: skip


def take_back(session: Session) -> str:
    """The session's patch; the workspace is as it was before."""
    with session.lock(), session.workspace_lock():
        workspace = session_workspace(session)
        patch = workspace.diff()
        workspace.undo(op=f"dry-run-{secrets.token_hex(4)}")
    return patch


def commit(session: Session, *, branch: str, message: str) -> str:
    """Commit the session's files, and only these, on ``branch`` (made if need be) or the current one.

    Raises:
        BadInput: no git repository, or git refused; the files stay as they are.
    """
    from smallcode.workspace.git import git

    with session.lock(), session.workspace_lock():
        workspace = session_workspace(session, writable=False)
        paths = sorted({p for c in workspace.changes() for p in (c.path, c.moved_from) if p})
        root = session.workspace
        if not paths:
            return "Nothing to commit."
        if branch:
            made = git(["switch", "--create", branch], root)
            if made.code and git(["switch", branch], root).code:
                raise BadInput(f"The branch {branch} can't be used: {made.error.strip()}")
        added = git(["add", "--all", "--", *paths], root)
        if added.code == 0:
            added = git(["commit", "--message", message, "--", *paths], root)
        if added.code:
            raise BadInput(
                f"git did not commit: {added.error.strip() or added.text.strip()}",
                hint="The changes are in the folder; commit them yourself.",
            )
        short = git(["rev-parse", "--short", "HEAD"], root).text.strip()
        return f"Committed {short}{f' on {branch}' if branch else ''}: {message}"
