"""What happens to a good result: kept in the folder, given as a patch, or put on a branch and committed."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import BadInput
from smallcode.sessions.record import write_private

if TYPE_CHECKING:
    from smallcode.sessions.session import Session
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.workspace import Workspace


def session_workspace(
    session: Session, *, writable: bool = True, since: str = "", journal: Journal | None = None
) -> Workspace:
    """A session's workspace outside of a run, for ``diff`` and ``undo``."""
    from smallcode.workspace.journal import Journal
    from smallcode.workspace.policy import CommandPolicy
    from smallcode.workspace.settings import load_settings
    from smallcode.workspace.workspace import Workspace

    return Workspace(
        session.workspace, folder=session.folder, journal=journal or Journal(session.journal_path, writable=writable),
        policy=CommandPolicy.from_rules(), settings=load_settings({"read_only": not writable}), since=since,
    )  # fmt: skip


def take_back(session: Session) -> str:
    """The session's patch; the workspace is as it was before. Its locks must be held.

    Asked again after a crash, it gives the same patch and finishes taking back.
    """
    workspace = session_workspace(session)
    kept = session.folder / "result.patch"
    if not kept.exists():
        write_private(kept, workspace.diff().encode("utf-8", "surrogateescape"), sync=True)
    workspace.undo(op="dry-run")
    return kept.read_bytes().decode("utf-8", "surrogateescape")


def check_repository(root: Path) -> None:
    """Find out before the work whether its result can be committed.

    Raises:
        BadInput: ``root`` is in no git repository.
    """
    from smallcode.workspace.git import git

    if not git(["rev-parse", "--is-inside-work-tree"], root).ok:
        raise BadInput(
            f"{root} is in no git repository, so nothing can be committed there.",
            hint="Make one (`git init`), or leave out --branch and --commit.",
        )


def commit(session: Session, *, branch: str, message: str) -> str:
    """Commit the session's files, and only these, on ``branch`` (made if need be) or the current one.

    Its locks must be held. Asked again after a crash, it finds nothing left to commit.

    The user's name is on it; no hook runs (a repository's hooks are its own code).

    Raises:
        BadInput: no git repository, or git refused; the files stay as they are.
    """
    from smallcode.workspace.git import git, user_identity

    workspace = session_workspace(session, writable=False)
    paths = sorted({p for c in workspace.changes() for p in (c.path, c.moved_from) if p})
    root = session.workspace
    if not paths:
        return "Nothing to commit."
    if branch:
        made = git(["switch", "--create", branch], root)
        if not made.ok and not git(["switch", branch], root).ok:
            raise BadInput(f"The branch {branch} can't be used: {made.error.strip()}")
    done = git(["add", "--all", "--", *paths], root)
    if done.ok and git(["diff", "--cached", "--quiet", "HEAD", "--", *paths], root).ok:
        return "Nothing to commit: it is committed already."
    if done.ok:
        done = git(["commit", "--message", message, "--", *paths], root, env=user_identity(root))
    if not done.ok:
        raise BadInput(
            f"git did not commit: {done.error.strip() or done.text.strip()}",
            hint="The changes are in the folder; commit them yourself.",
        )
    short = git(["rev-parse", "--short", "HEAD"], root).text.strip()
    return f"Committed {short}{f' on {branch}' if branch else ''}: {message}"


def make_worktree(root: Path, name: str) -> tuple[Path, str]:
    """A copy of the repository's last commit beside the user's own folder, on a new branch; both are returned.

    Raises:
        BadInput: ``root`` is no git repository with a commit.
    """
    from smallcode.paths import private_dir, state_dir
    from smallcode.workspace.git import git

    top = git(["rev-parse", "--show-toplevel"], root)
    if not top.ok or not git(["rev-parse", "--verify", "HEAD"], root).ok:
        raise BadInput(
            f"--worktree needs a git repository with a commit; {root} is none.", hint="Run without --worktree."
        )
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "task"
    branch = f"smallcode/{slug}-{secrets.token_hex(2)}"
    folder = private_dir(state_dir() / "worktrees") / branch.rsplit("/", 1)[-1]
    made = git(["worktree", "add", "-b", branch, str(folder), "HEAD"], root)
    if not made.ok:
        raise BadInput(f"git made no worktree: {made.error.strip()}")
    inside = root.resolve().relative_to(Path(top.text.strip()).resolve())
    return folder / inside, branch
