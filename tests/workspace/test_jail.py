"""Paths of the model stay inside the project, and away from git, secrets and our own places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallcode.errors import ToolError
from smallcode.workspace.jail import Jail
from smallcode.workspace.settings import load_settings


@pytest.fixture
def jail(tmp_path: Path) -> Jail:
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "src" / "app.py").write_text("")
    (tmp_path / "outside.txt").write_text("secret")
    (root / "out").symlink_to(tmp_path)
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "dangling").symlink_to(tmp_path / "not" / "yet")
    (root / "inner").symlink_to("src")
    (root / "loop").symlink_to("loop")
    (root / "gitlink").symlink_to(".git")
    (root / "ours").mkdir()
    defaults = load_settings()
    return Jail(root, defaults.secrets, not_secret=defaults.not_secret, reserved=[root / "ours" / "session"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/app.py", "src/app.py"),
        ("./src//app.py", "src/app.py"),
        ("src/../src/new/file.py", "src/new/file.py"),
        ("inner/app.py", "src/app.py"),
        ("inner/../src/x", "src/x"),
        (".", "."),
        ("na\nme 'with\" \U0001f600", "na\nme 'with\" \U0001f600"),
        (".gitignore", ".gitignore"),
        (".env.example", ".env.example"),
        ("keys/id_rsa.pub", "keys/id_rsa.pub"),
        ("src/environment.py", "src/environment.py"),
        ("...", "..."),
    ],
)
def test_paths_inside_are_resolved(jail: Jail, path: str, expected: str) -> None:
    assert jail.relative(jail.resolve(path)) == expected
    assert jail.resolve(str(jail.root / path)) == jail.resolve(path)


@pytest.mark.parametrize(
    "path",
    ["..", "../outside.txt", "src/../../outside.txt", "/etc/passwd", "out/outside.txt", "out.txt", "out/new/file",
     "dangling", "out/../project/src/app.py/../../../x", "inner/../../x", "~root/../../.."],
)  # fmt: skip
def test_paths_that_lead_out_are_refused_also_for_new_files(jail: Jail, path: str) -> None:
    with pytest.raises(ToolError) as caught:
        jail.resolve(path)
    assert caught.value.kind == "outside"
    assert path in caught.value.message or repr(path) in caught.value.message


@pytest.mark.parametrize(
    "path",
    [".git", ".git/config", ".GIT/config", "sub/.git/hooks/x", ".gi\u200ct/config", ".git./config", "gitlink/config",
     ".env", "a/.env.local", "x.PEM", "deep/server.key", "id_rsa", ".ssh/config", "home/.aws/credentials", "loop",
     ".aws/credentials", "ours/session/journal", "ours/session", ".smallcode-0123456789abcdef.tmp"],
)  # fmt: skip
def test_reserved_and_secret_paths_are_refused(jail: Jail, path: str) -> None:
    with pytest.raises(ToolError) as caught:
        jail.resolve(path)
    assert caught.value.kind == "refused"
    assert not jail.allows(path)


@pytest.mark.parametrize("path", ["", "  ", "a\0b", "x" * 5000, "d/" * 3000])
def test_what_can_be_no_path_is_a_bad_argument(jail: Jail, path: str) -> None:
    with pytest.raises(ToolError) as caught:
        jail.resolve(path)
    assert caught.value.kind == "bad_arguments"
    assert len(caught.value.message) < 200


def test_a_secret_behind_an_innocent_link_is_refused(jail: Jail) -> None:
    (jail.root / ".env").write_text("KEY=1")
    (jail.root / "settings.txt").symlink_to(".env")
    with pytest.raises(ToolError, match="secrets"):
        jail.resolve("settings.txt")


def test_a_link_itself_can_be_named_to_move_or_delete_it(jail: Jail) -> None:
    assert jail.resolve("out.txt", follow=False) == jail.root / "out.txt"
    with pytest.raises(ToolError):
        jail.resolve("out/outside.txt", follow=False)


def test_a_leading_slash_gets_a_hint(jail: Jail) -> None:
    with pytest.raises(ToolError, match=r"Did you mean 'src/app\.py'"):
        jail.resolve("/src/app.py")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["..", ".", "src", "out", "inner", "loop", "x", "", "app.py", "~"]), max_size=8))
def test_no_combination_leaves_the_project(jail: Jail, parts: list[str]) -> None:
    try:
        resolved = jail.resolve("/".join(parts))
    except ToolError:
        return
    assert resolved == jail.root or jail.root in resolved.parents
    assert resolved.resolve() == resolved
