"""Git is asked through one door, and a hostile repository runs nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from smallcode.errors import ToolError, WorkspaceError
from smallcode.workspace.git import find_git, git, is_repository, user_identity

IDENTITY = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def plain_git(folder: Path, *args: str) -> str:
    environment = {**os.environ, **IDENTITY, "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = subprocess.run(["git", *args], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def hostile_repository(root: Path, marker: Path) -> Path:
    """A repository in which every known way of naming a program writes to ``marker``."""
    root.mkdir()
    script = root.parent / "evil.sh"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> "{marker}"\n[ -t 0 ] || cat 2>/dev/null\nexit 0\n')
    script.chmod(0o755)
    plain_git(root, "init", "-q", "-b", "main")
    (root / "a.txt").write_text("one\n")
    (root / "b.bin").write_text("two\n")
    plain_git(root, "add", ".")
    plain_git(root, "commit", "-q", "-m", "first")
    evil = str(script)
    settings = {
        "core.fsmonitor": evil, "core.pager": evil, "core.editor": evil, "core.sshCommand": evil,
        "core.askPass": evil, "core.gitProxy": evil, "core.alternateRefsCommand": evil, "diff.external": evil,
        "diff.evil.textconv": evil, "diff.evil.command": evil, "diff.evil.cachetextconv": "true",
        "filter.evil.clean": evil, "filter.evil.smudge": evil, "filter.evil.required": "true",
        "filter.e=v.il.process": evil, "filter.E V.clean": evil, "merge.evil.driver": evil, "alias.status": f"!{evil}",
        "alias.diff": f"!{evil}", "alias.log": f"!{evil}", "alias.evil": f"!{evil}", "credential.helper": f"!{evil}",
        "gpg.program": evil, "gpg.ssh.program": evil, "gpg.ssh.defaultKeyCommand": evil, "log.showSignature": "true",
        "commit.gpgSign": "true", "sequence.editor": evil, "hook.evil.command": evil, "hook.evil.event": "pre-commit",
        "interactive.diffFilter": evil, "trailer.x.command": evil, "status.submoduleSummary": "true",
        "color.ui": "always", "uploadpack.packObjectsHook": evil, "diff.submodule": "diff",
        "core.untrackedCache": "true",
        "submodule.recurse": "true", "protocol.ext.allow": "always", "remote.origin.url": f"ext::{evil}",
        "extensions.partialClone": "origin", "remote.origin.promisor": "true",
    }  # fmt: skip
    for key, value in settings.items():
        plain_git(root, "config", key, value)
    attributes = '*.txt diff=evil filter=evil merge=evil\n*.bin diff=evil filter=e=v.il\n*.cfg filter="E V"\n'
    (root / ".gitattributes").write_text(attributes)
    hooks = root / ".git" / "hooks"
    for name in ("pre-commit", "post-commit", "post-index-change", "post-checkout", "prepare-commit-msg", "commit-msg",
                 "fsmonitor-watchman", "reference-transaction", "pre-auto-gc", "post-rewrite"):  # fmt: skip
        (hooks / name).write_text(f"#!/bin/sh\necho {name} >> '{marker}'\n")
        (hooks / name).chmod(0o755)
    (root / "a.txt").write_text("changed\n")
    (root / "b.bin").write_text("changed\n")
    (root / "new.cfg").write_text("new\n")
    return root


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "ran"


def test_the_hostile_repository_really_is_hostile(tmp_path: Path, marker: Path) -> None:
    root = hostile_repository(tmp_path / "r", marker)
    subprocess.run(["git", "status"], cwd=root, capture_output=True, timeout=20)
    subprocess.run(["git", "diff"], cwd=root, capture_output=True, timeout=20)
    assert "evil.sh" in marker.read_text()


COMMANDS = [
    ["status", "--porcelain=v1", "-z"], ["status"], ["diff"], ["diff", "HEAD"], ["diff", "--stat"],
    ["diff", "--cached"],
    ["log", "-p"], ["log", "--format=%H %G?"], ["show", "HEAD"], ["blame", "a.txt"], ["ls-files", "-co"],
    ["ls-files", "-m"], ["add", "-A"], ["commit", "-m", "all"], ["checkout", "-q", "-b", "other"],
    ["switch", "-q", "-c", "third"], ["checkout", "HEAD", "--", "a.txt"], ["restore", "b.bin"],
    ["reset", "-q", "--hard"],
    ["cat-file", "--textconv", "HEAD:a.txt"], ["branch", "-v"], ["rev-parse", "HEAD"], ["hash-object", "a.txt"],
]  # fmt: skip


def test_nothing_runs_in_a_hostile_repository(tmp_path: Path, marker: Path) -> None:
    root = hostile_repository(tmp_path / "r", marker)
    for command in COMMANDS:
        result = git(command, root, env=IDENTITY)
        assert not marker.exists(), f"git {command} ran {marker.read_text()}"
        assert result.ok or "textconv" in command[1], f"git {command}: {result.error}"
        assert b"\x1b" not in result.out


def test_a_hostile_submodule_and_worktree_configuration_run_nothing(tmp_path: Path, marker: Path) -> None:
    inner = hostile_repository(tmp_path / "inner", marker)
    outer = tmp_path / "outer"
    outer.mkdir()
    plain_git(outer, "init", "-q")
    inner.rename(outer / "inner")
    quiet = ("-c", "core.fsmonitor=false")
    head = plain_git(outer / "inner", *quiet, "rev-parse", "HEAD").strip()
    plain_git(outer, *quiet, "update-index", "--add", "--cacheinfo", f"160000,{head},inner")
    (outer / ".gitmodules").write_text('[submodule "inner"]\n\tpath = inner\n\turl = ./x\n\tignore = none\n')
    plain_git(outer, "config", "submodule.inner.ignore", "none")
    plain_git(outer, "config", "submodule.inner.update", f"!{tmp_path / 'evil.sh'}")
    plain_git(outer, "config", "extensions.worktreeConfig", "true")
    (outer / ".git" / "config.worktree").write_text(f"[core]\n\tfsmonitor = {tmp_path / 'evil.sh'}\n")
    marker.unlink(missing_ok=True)
    for command in (["status"], ["diff"], ["log", "--all"], ["add", "-A"], ["diff", "--cached"], ["status", "-s"]):
        git(command, outer, env=IDENTITY)
        assert not marker.exists(), f"git {command} ran {marker.read_text()}"


def test_the_callers_environment_does_not_count(tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = hostile_repository(tmp_path / "r", marker)
    evil = str(tmp_path / "evil.sh")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EXEC_PATH"):
        monkeypatch.setenv(name, evil)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor={evil}'")
    assert git(["diff"], root).ok
    assert not marker.exists()


def test_the_users_index_is_not_rewritten_by_status(tmp_path: Path) -> None:
    plain_git(tmp_path, "init", "-q")
    (tmp_path / "a").write_text("a")
    plain_git(tmp_path, "add", "a")
    os.utime(tmp_path / "a", (1, 1))
    before = (tmp_path / ".git" / "index").read_bytes()
    assert git(["status"], tmp_path).ok
    assert (tmp_path / ".git" / "index").read_bytes() == before


def test_paths_are_literal(tmp_path: Path) -> None:
    plain_git(tmp_path, "init", "-q")
    for name in ("*.py", "a.py", ":(top)x"):
        (tmp_path / name).write_text("")
    assert git(["ls-files", "-o", "-z", "--", "*.py"], tmp_path).out == b"*.py\0"
    assert git(["ls-files", "-o", "-z", "--", ":(top)x"], tmp_path).out == b":(top)x\0"


def test_unknown_commands_could_be_aliases_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fetch"):
        git(["fetch"], tmp_path)


def test_a_git_of_the_project_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".:" + os.environ["PATH"])
    found = find_git()
    assert found is not None
    assert Path(found).is_absolute()
    assert not Path(found).is_relative_to(tmp_path)


def test_without_git_there_is_a_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not is_repository(tmp_path)
    assert user_identity(tmp_path) == {}
    with pytest.raises(WorkspaceError, match="not installed"):
        git(["status"], tmp_path)


def test_a_slow_git_is_stopped(tmp_path: Path) -> None:
    plain_git(tmp_path, "init", "-q")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "list").symlink_to("pipe")
    with pytest.raises(ToolError) as caught:
        git(["hash-object", "pipe"], tmp_path, timeout=0.5)
    assert caught.value.kind == "timeout"


def test_the_identity_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert user_identity(tmp_path)["GIT_AUTHOR_EMAIL"] == "smallcode@localhost"
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    assert user_identity(tmp_path)["GIT_COMMITTER_NAME"] == "Ada"
    assert user_identity(tmp_path)["GIT_AUTHOR_EMAIL"] == "ada@example.org"
