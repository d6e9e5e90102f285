"""Rules for good: what may be offered, where they are kept, and that they hold after a restart."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.chat import permissions
from smallcode.errors import BadInput
from smallcode.paths import state_dir
from smallcode.resources import load_config
from smallcode.testing import Say, ScriptedServer
from smallcode.workspace.policy import CommandPolicy
from tests.chat.conftest import Open, named, repl

POLICY = CommandPolicy.from_rules(root=Path("/home/me/project"))


def patterns(command: str) -> list[str]:
    return [pattern for offer in permissions.offers(command, POLICY) for pattern in offer.patterns]


@pytest.mark.parametrize(
    ("command", "offered"),
    [
        ("npm install", ["npm install"]),
        ("npm install left-pad@1.0", ["npm install left-pad@1.0"]),
        ("git commit -m fix", ["git commit -m fix", "git commit *"]),
        ("cd sub && npm install", ["npm install"]),
        ("terraform plan > plan.txt", ["terraform plan"]),
        ("rm -rf build", ["rm -rf build"]),
        ("curl https://example.com/x", ["curl https://example.com/x"]),
    ],
)
def test_the_exact_command_is_offered_and_of_harmless_ones_the_kind(command: str, offered: list[str]) -> None:
    assert patterns(command) == offered


@pytest.mark.parametrize(
    "command",
    [
        "ls | xargs rm", "npm install | tee log", "psql < dump.sql", "sh -c 'npm install'", "env npm install",
        "timeout 5 npm install", "xargs rm", "find . -exec rm {} +", "python3 -c 'print(1)'", "bash setup.sh",
        'git commit -m "$(cat secret)"', "npm install `cat list`", "npm install &", "(npm install)", "npm install $X",
        "for i in 1 2; do npm install; done", "npm install; rm x", "git -c core.editor=x commit", "eval npm install",
        "FOO=1 npm install", "psql <<< 'drop table x'", "sudo npm install", "git push", "rm -rf /", "npm 'unclosed",
        "x" * 500, "ls", "",
    ],
)  # fmt: skip
def test_nothing_is_offered_for_pipes_wrappers_code_and_what_is_denied_or_allowed_anyway(command: str) -> None:
    assert patterns(command) == []


def test_no_kind_names_a_program_that_runs_others_fetches_or_destroys() -> None:
    rules = load_config("policy.yaml")
    dangerous = {*rules["wrappers"], *rules["interpreters"], *rules["downloaders"], *rules["destroyers"]}
    for kind in load_config("permissions.yaml")["kinds"]:
        assert kind.split()[0] not in dangerous
        assert len(kind.split()) > 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from("ab*?[]!\\ \n\t'\"$re:"), max_size=6), max_size=4))
def test_an_exact_pattern_allows_these_words_and_no_others(words: list[str]) -> None:
    import shlex

    command = shlex.join(["frobnicate", *words])
    for offer in permissions.offers(command, POLICY):
        allowing = POLICY.with_rules(allow=offer.patterns)
        assert allowing.judge(command).action == "allow"
        assert allowing.judge([*shlex.split(command), "more"]).action == "ask"
        assert allowing.judge(["frobnicate", *(f"{word}x" for word in words), "y"]).action == "ask"


def test_rules_are_kept_outside_of_the_project_for_the_owner_only(tmp_path: Path) -> None:
    permissions.allow(tmp_path, "npm install")
    permissions.allow(tmp_path, "npm install")
    assert permissions.allowed_patterns(tmp_path) == ["npm install"]
    [path] = (state_dir() / "permissions").glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.iterdir())
    assert permissions.allowed_patterns(tmp_path / "..") == []
    assert permissions.forget(tmp_path, "npm install")
    assert not permissions.forget(tmp_path, "npm install")
    assert permissions.allowed_patterns(tmp_path) == []


@pytest.mark.parametrize("pattern", ["", "*", "* install", "?", "re:.*", "re:.+ x", "[a-z]* x"[5:]])
def test_a_rule_that_would_allow_everything_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(BadInput):
        permissions.allow(tmp_path, pattern)


def test_deny_rules_hold_against_what_was_allowed(tmp_path: Path) -> None:
    permissions.allow(tmp_path, "git push")
    assert POLICY.with_rules(allow=permissions.allowed_patterns(tmp_path)).judge("git push").action == "deny"


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"rules": [1]}', b'{"rules": 3}', b"\xff", b"[" * 50_000])
def test_a_damaged_file_allows_nothing_and_can_be_cleared(tmp_path: Path, content: bytes) -> None:
    permissions.allow(tmp_path, "npm install")
    [path] = (state_dir() / "permissions").glob("*.json")
    path.write_bytes(content)
    assert permissions.allowed_patterns(tmp_path) == []
    with pytest.raises(BadInput, match="can't be read"):
        permissions.project_rules(tmp_path)
    permissions.forget_all(tmp_path)
    assert permissions.project_rules(tmp_path) == []


def test_rules_are_listed_added_and_removed(project: Path) -> None:
    with ScriptedServer() as server:
        done = repl(
            project, server, "/permissions add npm run *", "/permissions", "/permissions rm 1", "/permissions",
            "/permissions add *", "/permissions rm 7", "/permissions what",
        )  # fmt: skip
    assert "1   npm run *" in done.out
    assert "`npm run *` is asked about again" in done.out
    assert "Nothing is allowed for good yet" in done.out
    assert "would allow any command" in done.out
    assert "There is no rule '7'" in done.out


def test_always_holds_in_this_session_and_after_a_restart(terminal: Open, project: Path) -> None:
    run = {"name": "run", "arguments": {"command": "git init fresh"}}
    script = [Say(calls=[run]), Say("Made."), Say(calls=[run]), Say("Again."), Say(calls=[run]), Say("Once more.")]
    with ScriptedServer(script) as server:
        with terminal("chat", "--classic", "--trust", *named(server, "scripted-30b")) as one:
            one.wait("Ctrl-C stops")
            one.say("Change the folder: make a repository in fresh")
            one.wait("always in this project: exactly this command")
            one.say("2")
            one.wait("answered ·")
            one.say("Change the folder again")
            one.wait("Again.")
            one.wait(lambda text: text.count("answered ·") == 2)
            assert one.text.count("May this command run?") == 1
            one.say("/quit")
            assert one.child.wait() == 0
        with terminal("chat", "--classic", "--trust", "--continue") as one:
            one.wait("goes on")
            one.say("Change it once more")
            one.wait("answered ·")
            assert "May this command run?" not in one.text
    [path] = (state_dir() / "permissions").glob("*.json")
    assert [rule["pattern"] for rule in json.loads(path.read_bytes())["rules"]] == ["git init fresh"]
