"""`smallcode chat`: the first start, trust, earlier conversations, worktrees; and `smallcode` alone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smallcode.cli.first_start import Choice, ask_trust, choose_model, missing_weights, remember
from smallcode.cli.main import main
from smallcode.errors import NoModel
from smallcode.models.catalogue import default_model
from smallcode.paths import config_dir
from smallcode.settings import load_settings
from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import last_session, sessions, smallcode, write_files
from smallcode.testing.pseudo import Forks, Terminal, ended
from smallcode.workspace.trust import is_trusted


@pytest.fixture
def project(clean_environment: Path) -> Path:
    test = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
    return write_files(
        clean_environment / "project", {"calc.py": "def add(a, b):\n    return a - b\n", "test_calc.py": test}
    )


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    parent = Forks()
    yield parent
    parent.close()


def answering(*answers: str) -> Callable[[str], str]:
    waiting = list(answers)

    def ask(prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask


def test_models_to_fetch_are_offered_with_size_and_time_the_default_first() -> None:
    said: list[str] = []
    choice = choose_model(answering(""), said.append, ports=[])
    assert choice.pull == default_model()
    assert choice.name == f"embedded:{default_model()}"
    assert "1.12 GB, about 2 min at 10 MB/s" in said[1]
    assert "another server" in said[-1]


def test_servers_of_this_machine_are_offered_first() -> None:
    with ScriptedServer(model="scripted-7b") as server:
        said: list[str] = []
        choice = choose_model(answering("what", "1"), said.append, ports=[server.port])
    assert choice == Choice("openai:scripted-7b", f"{server.root_url}/v1", label=choice.label)
    assert "scripted-7b, by llama.cpp at" in said[1]
    assert "'what' is none of them." in said


@pytest.mark.parametrize("kind", ["llama.cpp", "ollama"])
def test_an_address_is_asked_for_its_models(kind: str) -> None:
    with ScriptedServer(model="scripted-7b", kind=kind) as server:  # type: ignore[arg-type]
        said: list[str] = []
        wrong = "http://127.0.0.1:9"
        choice = choose_model(answering(wrong, server.base_url, "1"), said.append, ports=[])
    assert any("does not answer as a model server" in line for line in said)
    assert choice.name == ("ollama:scripted-7b" if kind == "ollama" else "openai:scripted-7b")
    assert choice.base_url == server.base_url


def test_turning_away_ends_with_no_model() -> None:
    with pytest.raises(NoModel, match="No model was chosen"):
        choose_model(answering(), lambda text: None, ports=[])


def test_the_choice_is_kept_in_the_settings_without_touching_what_is_there() -> None:
    said: list[str] = []
    remember(Choice(f"embedded:{default_model()}"), said.append)
    assert not (config_dir() / "settings.yaml").exists()
    config_dir().mkdir(parents=True)
    (config_dir() / "settings.yaml").write_text("limits: {steps: 7}")
    remember(Choice('openai:a "b"', "http://127.0.0.1:1/v1"), said.append)
    settings = load_settings().settings
    assert (settings.limits.steps, settings.model.name, settings.model.base_url) == (
        7, 'openai:a "b"', "http://127.0.0.1:1/v1",
    )  # fmt: skip
    remember(Choice("ollama:y"), said.append)
    assert load_settings().settings.model.name == 'openai:a "b"'
    assert '  name: "ollama:y"' in said


def test_only_embedded_models_can_lack_weights() -> None:
    assert missing_weights("ollama:qwen3:8b") is None
    assert isinstance(missing_weights(f"embedded:{default_model()}"), NoModel)
    assert isinstance(missing_weights("embedded:no-such-model"), NoModel)


def test_trust_is_remembered_and_everything_but_yes_is_no(tmp_path: Path) -> None:
    said: list[str] = []
    for answers in (("",), ("n",), ("maybe",), ()):
        assert not ask_trust(tmp_path, answering(*answers), said.append)
        assert not is_trusted(tmp_path)
    assert ask_trust(tmp_path, answering("Y"), said.append)
    assert is_trusted(tmp_path)
    assert any("its tests and code are run" in line for line in said)


def test_the_first_start_asks_for_trust_and_a_model_and_the_next_one_does_not(project: Path, forks: Forks) -> None:
    with ScriptedServer([Say("It subtracts.")], model="scripted-1.5b") as server:
        begin = lambda slave, env: forks.start(["chat", "--classic"], project, slave, env)  # noqa: E731
        with ended(Terminal(begin, rows=40, columns=100)) as one:
            one.wait("Trust this folder? [y/N]")
            one.say("y")
            one.wait("There is no model on this machine yet")
            one.say(server.base_url)
            one.wait("1. scripted-1.5b")
            one.say("1")
            one.wait("Ctrl-C stops")
            one.say("What does add do?")
            one.wait("answered ·")
            one.say("/quit")
            assert one.child.wait() == 0
        with ended(Terminal(begin, rows=40, columns=100)) as one:
            one.wait("Ctrl-C stops")
            assert "Trust" not in one.text
    assert last_session().record.model == "openai:scripted-1.5b"


def test_smallcode_alone_is_the_usage_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "chat " in capsys.readouterr().out


def test_a_worktree_keeps_the_folder_as_it_was(project: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    subprocess.run([*git, "commit", "-qm", "first"], cwd=project, check=True)
    fixed = Say("calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n")
    with ScriptedServer([fixed]) as server:
        done = smallcode(
            "chat", "--worktree", "--trust", "-m", "openai:scripted-1.5b", "--base-url", server.base_url,
            "-p", "Fix add in calc.py", cwd=project,
        )  # fmt: skip
    assert done.code == 0
    assert "branch smallcode/chat-" in done.err
    assert "a - b" in (project / "calc.py").read_text()
    assert "a + b" in (last_session().workspace / "calc.py").read_text()


def test_an_unknown_session_a_batch_run_and_wishes_that_exclude_each_other(project: Path) -> None:
    for arguments, wanted in (
        (["--resume", "nope"], "There are no sessions yet"),
        (["--watch", "nope"], "There are no sessions yet"),
        (["--continue"], "There is no conversation in this folder yet"),
        (["--continue", "--set", "limits.steps=3"], "are for a new conversation"),
        (["--theme", "drak"], "Did you mean dark?"),
        (["--set", "limits.stpes=3"], "stpes"),
        (["missing-folder"], "There is no folder"),
    ):
        done = smallcode("chat", *arguments, cwd=project)
        assert done.code == 2, arguments
        assert wanted in done.err
    assert sessions() == []
