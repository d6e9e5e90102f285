"""A repository whose configuration runs programs: nothing of it runs through a whole task."""

from __future__ import annotations

from pathlib import Path

from smallcode.testing.program import last_session, smallcode

from .conftest import BUGGY, GOOD, Desk

KEYS = (
    "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass", "diff.external",
    "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process",
    "merge.evil.driver", "gpg.program", "credential.helper", "sequence.editor", "alias.status", "alias.diff",
    "alias.commit", "interactive.diffFilter", "trailer.evil.command", "uploadpack.packObjectsHook",
)  # fmt: skip
HOOKS = (
    "pre-commit", "commit-msg", "post-commit", "post-checkout", "post-index-change", "prepare-commit-msg",
)  # fmt: skip


def plant(desk: Desk, tmp_path: Path) -> Path:
    """Turn the project into a trap; returns the file that a program of it would make."""
    mark, trap = tmp_path / "mark", tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ndate >> {mark}\ncat\n")
    trap.chmod(0o755)
    desk.git("init", "-q")
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "one")
    for key in KEYS:
        desk.git("config", key, f"!{trap}" if key.startswith(("alias", "credential")) else str(trap))
    desk.git("config", "commit.gpgSign", "true")
    desk.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for folder in (tmp_path / "hooks", desk.project / ".git" / "hooks"):
        for hook in (
            "pre-commit",
            "commit-msg",
            "post-commit",
            "post-checkout",
            "post-index-change",
            "prepare-commit-msg",
        ):
            (folder / hook).write_text(trap.read_text())
            (folder / hook).chmod(0o755)
    (desk.project / ".gitattributes").write_text("* filter=evil diff=evil merge=evil text=auto\n")
    nested = desk.project / "nested"
    nested.mkdir()
    (nested / ".git").write_text(f"gitdir: {desk.project / '.git'}\n")
    mark.unlink(missing_ok=True)
    return mark


def test_nothing_of_a_hostile_configuration_runs(desk: Desk, tmp_path: Path) -> None:
    mark = plant(desk, tmp_path)
    done = desk.run()
    assert done.code == 0, done.text
    assert desk.read() == GOOD
    for command in (["diff"], ["sessions"], ["undo"]):
        assert smallcode(*command, cwd=desk.project).code == 0
    assert desk.read() == BUGGY
    assert not mark.exists()


def test_nor_at_a_commit(desk: Desk, tmp_path: Path) -> None:
    mark = plant(desk, tmp_path)
    done = desk.run("--commit", "--branch", "fix/add")
    assert not mark.exists()
    assert done.code == 0, done.text
    assert "Committed" in done.out
    assert last_session().record.state == "ended"
    mark.unlink(missing_ok=True)
    assert (desk.project / ".git" / "refs" / "heads" / "fix" / "add").exists()
