"""The one door to git. A repository may be hostile: nothing that its configuration names is ever run.

Three layers: the environment is our own (no system or user configuration, no ``GIT_*`` of the caller, no network
protocol, no prompt); fixed settings on the command line switch off what has one name (hooks, fsmonitor, pagers,
signatures); and what has a name of the repository's choosing (filters, diff and merge drivers, configured hooks) is
looked up in its configuration, which runs nothing, and emptied one by one.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smallcode.errors import ToolError, WorkspaceError

_FIXED = (
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.editor=:", "core.askPass=",
    "core.sshCommand=false", "core.gitProxy=", "core.alternateRefsCommand=", "core.quotePath=false",
    "credential.helper=", "diff.external=", "diff.ignoreSubmodules=all", "diff.submodule=short", "gc.auto=0",
    "maintenance.auto=false", "gpg.program=false", "gpg.ssh.program=false", "gpg.x509.program=false",
    "commit.gpgSign=false", "tag.gpgSign=false", "log.showSignature=false", "protocol.allow=never",
    "safe.bareRepository=explicit", "safe.directory=*", "sequence.editor=:", "status.submoduleSummary=false",
    "submodule.recurse=false", "color.ui=false", "advice.detachedHead=false",
)  # fmt: skip

# The user's safe.directory is not read (no user configuration); ownership adds nothing where every repository counts
# as hostile, and mounted folders of another owner are common in containers.

_NAMED = re.compile(
    r"(?P<section>filter|diff|merge|hook|gpg|trailer)\.(?P<name>.*)\."
    r"(?P<key>clean|smudge|process|required|textconv|command|cachetextconv|driver|program|defaultkeycommand|cmd)",
    re.DOTALL | re.IGNORECASE,
)

# An unknown word could be an alias of the repository's; known ones can't be overridden by aliases.
_COMMANDS = frozenset({
    "add", "apply", "blame", "branch", "cat-file", "check-ignore", "checkout", "commit", "config", "diff",
    "diff-tree", "fast-import", "hash-object", "init", "log", "ls-files", "ls-tree", "merge-base",
    "merge-file", "mv", "read-tree", "reset", "restore", "rev-list", "rev-parse", "rm", "show", "show-ref",
    "status", "switch", "symbolic-ref", "update-index", "update-ref", "worktree", "write-tree",
})  # fmt: skip

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "diff": ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
    "log": ("--no-ext-diff", "--no-textconv", "--no-show-signature"),
    "show": ("--no-ext-diff", "--no-textconv", "--no-show-signature"),
    "diff-tree": ("--no-ext-diff", "--no-textconv"),
    "blame": ("--no-textconv",),
    "status": ("--ignore-submodules=all",),
    "commit": ("--no-verify", "--no-gpg-sign"),
}

_PLAIN = frozenset({"config", "init", "rev-parse", "ls-files", "ls-tree", "fast-import", "merge-base"})
"""Commands that look at no file's content, so that drivers and filters play no part."""


@dataclass(frozen=True, kw_only=True)
class GitResult:
    """What git answered. ``out`` is bytes: names need not be UTF-8."""

    code: int
    out: bytes
    error: str

    @property
    def ok(self) -> bool:
        """It exited with 0."""
        return self.code == 0

    @property
    def text(self) -> str:
        """The output as text; bytes that are not UTF-8 are replaced."""
        return self.out.decode("utf-8", "replace")


def find_git() -> str | None:
    """Return git's absolute path, or None. Relative entries of PATH don't count: they would be the project's."""
    return shutil.which("git", path=_search_path())


def git(
    args: Sequence[str],
    cwd: Path,
    *,
    input: bytes | None = None,
    timeout: float = 60.0,
    git_dir: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> GitResult:
    """Run one git command, with paths taken literally; its exit code is in the result.

    Args:
        git_dir: a bare repository of our own instead of the one that ``cwd`` lies in.
        env: further variables; only an identity (``GIT_AUTHOR_*``, ``GIT_COMMITTER_*``) and ``GIT_INDEX_FILE``.

    Raises:
        WorkspaceError: git is not installed.
        ToolError: "timeout".
        ValueError: the command is not in our list.
    """
    if args[0] not in _COMMANDS:
        raise ValueError(f"git {args[0]} is not among the commands that may be run")
    overrides = _neutralised(cwd) if git_dir is None and args[0] not in _PLAIN else []
    environment = git_environment(overrides, env or {})
    return _run(command_line(args, git_dir), cwd, environment, input, timeout)


def command_line(args: Sequence[str], git_dir: Path | None = None) -> list[str]:
    """Return the full argument list for a git command."""
    program = find_git()
    if program is None:
        raise WorkspaceError("git is not installed.", hint="Install git with the system's package manager.")
    settings = [part for setting in _FIXED for part in ("-c", setting)]
    place = [f"--git-dir={git_dir}"] if git_dir is not None else []
    options = _OPTIONS.get(args[0], ())
    return [program, *place, "--no-pager", "--literal-pathspecs", *settings, args[0], *options, *args[1:]]


def git_environment(
    overrides: Sequence[tuple[str, str]] = (), further: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the whole environment of a git process; ``overrides`` are configuration keys and values."""
    environment = {
        "PATH": _search_path(), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat",
        "GIT_EDITOR": ":", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_CONFIG_COUNT": "0",
    }  # fmt: skip
    for name in ("TMPDIR", "XDG_CONFIG_HOME"):
        if name in os.environ:
            environment[name] = os.environ[name]
    allowed = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_INDEX_FILE")
    environment |= {key: value for key, value in (further or {}).items() if key.startswith(allowed)}
    environment["GIT_CONFIG_COUNT"] = str(len(overrides))
    for index, (key, value) in enumerate(overrides):
        environment[f"GIT_CONFIG_KEY_{index}"] = key
        environment[f"GIT_CONFIG_VALUE_{index}"] = value
    return environment


def is_repository(folder: Path) -> bool:
    """Tell whether ``folder`` lies in a work tree that git can read."""
    if find_git() is None:
        return False
    result = git(["rev-parse", "--is-inside-work-tree"], folder)
    return result.ok and result.out.strip() == b"true"


def user_identity(folder: Path) -> dict[str, str]:
    """Return the author that the repository's or the user's configuration names, as variables for ``git(env=...)``."""
    program = find_git()
    identity: dict[str, str] = {}
    if program is None:
        return identity
    for key, fallback in (("name", "smallcode"), ("email", "smallcode@localhost")):
        command = [program, "config", "--includes", f"user.{key}"]
        environment = git_environment()
        del environment["GIT_CONFIG_GLOBAL"]  # `git config` runs nothing, so here the user's own may be read
        value = _run(command, folder, environment, None, 10.0).text.strip() or fallback
        identity |= {f"GIT_AUTHOR_{key.upper()}": value, f"GIT_COMMITTER_{key.upper()}": value}
    return identity


def _neutralised(cwd: Path) -> list[tuple[str, str]]:
    """Empty values for every command that the repository's configuration names freely."""
    command = command_line(["config", "--list", "--includes", "--name-only", "-z"])
    listed = _run(command, cwd, git_environment(), None, 30.0)
    overrides = []
    for raw in sorted(set(listed.out.split(b"\0"))):
        key = os.fsdecode(raw)
        match = _NAMED.fullmatch(key)
        if match and match["section"].lower() == "hook":
            overrides.append((f"hook.{match['name']}.enabled", "false"))
        if match:
            boolean = match["key"].lower() in ("required", "cachetextconv")
            overrides.append((key, "false" if boolean else ""))
    return overrides


def _search_path() -> str:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if os.path.isabs(entry))  # noqa: PTH117


def _run(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str], input: bytes | None, timeout: float
) -> GitResult:
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        stdin=subprocess.DEVNULL if input is None else subprocess.PIPE,
    )  # fmt: skip
    try:
        out, error = process.communicate(input, timeout=timeout)
    except BaseException as failure:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(failure, subprocess.TimeoutExpired):
            name = next(part for part in command if part in _COMMANDS)
            raise ToolError("timeout", f"git {name} took longer than {timeout:.0f} s and was stopped.") from None
        raise
    return GitResult(code=process.returncode, out=out, error=error.decode("utf-8", "replace"))
