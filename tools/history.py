"""Looking at the project's git repository, through the hardened door only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import cut_lines, limit, plural, shown_list
from smallcode.workspace.clean import clean_name
from smallcode.workspace.git import GitResult, find_git, git, is_repository


class GitStatus(Arguments):
    """Nothing to say."""


@tool("git_status", "reads")
def git_status(args: GitStatus, tools: ToolContext) -> ToolResult:
    """Show the branch and the files that differ from the last commit."""
    out = _git(["status", "--short", "--branch", "--untracked-files=all", "--no-renames", "--", "."], tools)
    branch, *files = out.text.splitlines() or [""]
    shown = [clean_name(line) for line in files]
    body = shown_list(shown, limit(tools, "entries", 60)) or "nothing to commit"
    return ToolResult(content=f"{clean_name(branch.removeprefix('## '))}\n{body}", details={"files": len(files)})


class GitDiff(Arguments):
    """A file or folder; all of the project if none is named."""

    path: str | None = None


@tool("git_diff", "reads")
def git_diff(args: GitDiff, tools: ToolContext) -> ToolResult:
    """Show what differs from the last commit."""
    place = _place(args.path, tools)
    base = ["HEAD"] if _run(["rev-parse", "--verify", "--quiet", "HEAD"], tools).ok else ["--cached"]
    names = _git(["diff", *base, "--name-only", "--no-renames", "--relative", "-z", "--", place], tools).text
    files = [name for name in names.split("\0") if name and tools.workspace.jail.allows(name)]
    if not files:
        untracked = "New files that git does not know yet are in git_status."
        return ToolResult(content=f"No difference from the last commit. {untracked}", details={"files": 0})
    out = _git(["diff", *base, "--no-renames", "--relative", "--no-color", "--", *files[:500]], tools).text
    most = limit(tools, "characters", 8000)
    lines, whole = cut_lines(out.splitlines(), most)
    note = f"\n(cut by the limit of {most} characters; {plural(len(files), 'file')} differ: name one)" * (not whole)
    return ToolResult(content="\n".join(lines) + note, details={"files": len(files), "cut": not whole})


class GitLog(Arguments):
    """A file or folder; all of the project if none is named."""

    path: str | None = None
    count: int = Field(default=10, ge=1)


@tool("git_log", "reads")
def git_log(args: GitLog, tools: ToolContext) -> ToolResult:
    """Show the last commits."""
    place, most = _place(args.path, tools), limit(tools, "entries", 30)
    count = min(args.count, most)
    out = _run(["log", f"-n{count}", "--no-color", "--date=short", "--format=%h %ad %an: %s", "--", place], tools)
    rows = [clean_name(line) for line in out.text.splitlines()] if out.ok else []
    if not rows:
        return ToolResult(
            content="No commits" + (f" of {args.path}." if args.path else " yet."), details={"commits": 0}
        )
    note = f"\n(the limit is {most})" if args.count > most and len(rows) == most else ""
    return ToolResult(content="\n".join(rows) + note, details={"commits": len(rows)})


def _place(path: str | None, tools: ToolContext) -> str:
    """The path for git; errors as for ``resolve``, and "not_found" for what neither is nor was there."""
    if path is None:
        return "."
    target = tools.workspace.resolve(path)
    name = tools.workspace.relative(target)
    if not target.exists() and not _run(["log", "-n1", "--format=%h", "--", name], tools).text.strip():
        near = tools.workspace.similar(name)
        hint = f" Near names: {', '.join(near)}." if near else " List the files to see what there is."
        raise ToolError("not_found", f"There is no file {path!r}, and there was none.{hint}")
    return name


def _git(args: Sequence[str], tools: ToolContext) -> GitResult:
    """As ``_run``; ToolError("failed") with git's own words where it did not work."""
    result = _run(args, tools)
    if not result.ok:
        raise ToolError("failed", f"git {args[0]} failed: {clean_name(result.error.strip())[:300]}")
    return result


def _run(args: Sequence[str], tools: ToolContext) -> GitResult:
    root: Path = tools.workspace.root
    if find_git() is None:
        raise ToolError("failed", "git is not installed here. Go on without it; don't send this call again.")
    if not is_repository(root):
        raise ToolError("failed", "This project is no git repository. Go on without git; don't send this call again.")
    return git(args, root, timeout=limit(tools, "seconds", 20))
