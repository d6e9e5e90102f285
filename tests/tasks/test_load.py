"""Task files: what they may say, and how a mistake in one is told."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.errors import BadInput, SmallCodeError, WorkspaceError
from smallcode.settings import default_settings, load_settings
from smallcode.tasks import Task, load_tasks, parse_variables, task_from_prompt


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(text: str, **variables: str) -> list[Task]:
    Path("task.yaml").write_text(text)
    return load_tasks("task.yaml", variables, environment={"SET": "from outside"})


def refusal(text: str, kind: type[SmallCodeError] = BadInput) -> SmallCodeError:
    with pytest.raises(kind) as caught:
        load(text)
    assert caught.value.exit_code == 2
    return caught.value


def test_the_smallest_task_is_one_line(folder: Path) -> None:
    [task] = load("prompt: Fix the bug in add()\n")
    assert (task.id, task.title, task.prompt) == ("task", "Fix the bug in add()", "Fix the bug in add()")
    assert task.root == folder
    assert task.consent == "none"
    assert not task.tests_allowed


def test_every_key_is_read(folder: Path) -> None:
    (folder / "sub").mkdir()
    [task] = load(
        """
        id: fix-1
        title: The title
        prompt: |
          Line one
            indented
        files: [a.py, "with space.py"]
        workspace: sub
        model: {name: "ollama:qwen3:8b", profile: {level: guided}}
        limits: {steps: 9, money: 0.5}
        context: {tokens: 4096}
        validation: {test_seconds: 5}
        validators: {without: [probing]}
        tools: [read, edit]
        commands: {allow: ["make *"], deny: ["curl *"]}
        mechanisms: {governor: false}
        checks:
          - make test
          - {run: "python -m x", exit_code: 3, seconds: 5}
          - {file: a.py, contains: "def f", lacks: [print, exec], matches: "f\\\\("}
          - {file: old.py, exists: false}
        protect: ["tests/**"]
        tests_allowed: true
        consent: runs
        branch: fix/add
        commit: true
        commit_message: Mend add
        strict: true
        """
    )
    assert task.prompt == "Line one\n  indented"
    assert task.root == folder / "sub"
    assert task.files == ["a.py", "with space.py"]
    assert [check.title for check in task.checks] == [
        "make test",
        "python -m x",
        "a.py is as described",
        "old.py is gone",
    ]
    assert task.checks[2].contains == ["def f"]
    found = load_settings(task=task.settings_layer()).settings
    assert found.model.name == "ollama:qwen3:8b"
    assert found.model.profile == {"level": "guided"}
    assert (found.limits.steps, found.limits.money) == (9, 0.5)
    assert found.limits.seconds == default_settings().limits.seconds
    assert found.tools.only == ["read", "edit"]
    assert found.validators.without == ["probing"]
    assert found.mechanisms.governor is False
    assert Task.model_validate(task.dump()).dump() == task.dump()


def test_the_settings_of_a_task_keep_their_place(folder: Path) -> None:
    [task] = load("prompt: x\nmodel: ollama:a\nlimits:\n  steps: 9\n")
    origins = load_settings(task=task.settings_layer()).origins
    assert str(origins["limits.steps"]) == "task.yaml:4:10"
    assert str(origins["model.name"]) == "task.yaml:2:8"


def test_tasks_share_defaults_and_overrule_them_key_by_key(folder: Path) -> None:
    first, second = load(
        """
        defaults:
          prompt: Do it
          limits: {steps: 5, seconds: 60}
          model: ollama:a
        tasks:
          - {id: one, limits: {steps: 9}}
          - {prompt: Other, model: {base_url: "http://127.0.0.1:1"}}
        """
    )
    assert (first.id, first.prompt, first.limits) == ("one", "Do it", {"steps": 9, "seconds": 60.0})
    assert (second.id, second.prompt) == ("task-2", "Other")
    assert second.model == {"name": "ollama:a", "base_url": "http://127.0.0.1:1"}


def test_a_prompt_file_is_taken_as_it_is(folder: Path) -> None:
    (folder / "prompt.md").write_text("Use `${x}` in:\n\n    code\n")
    [task] = load("prompt_file: prompt.md")
    assert task.prompt == "Use `${x}` in:\n\n    code"
    tasks = load("defaults: {prompt: A}\ntasks: [{prompt_file: prompt.md}, {id: b}]")
    assert [task.prompt[:3] for task in tasks] == ["Use", "A"]


def test_variables_are_filled_in_after_parsing(folder: Path) -> None:
    text = """
        vars: {name: world, greeting: "hello ${name}", steps: 7}
        prompt: "${greeting}: ${env:SET} $${literal} ${not a name} $HOME"
        limits: {steps: "${steps}"}
        """
    [task] = load(text)
    assert task.prompt == "hello world: from outside ${literal} ${not a name} $HOME"
    assert task.limits == {"steps": 7}
    [task] = load(text, name="x\nlimits: {steps: 1}", steps="8")
    assert task.prompt.startswith("hello x\nlimits: {steps: 1}:")
    assert task.limits == {"steps": 8}


def test_environment_is_read_only_where_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    error = refusal("prompt: ${SECRET}")
    assert "unknown variable ${SECRET}" in error.message
    assert "s3cret" not in str(error)


def test_variables_cannot_grow_without_end(folder: Path) -> None:
    lines = [f"  v{i}: '${{v{i - 1}}}${{v{i - 1}}}'" for i in range(1, 60)]
    error = refusal("vars:\n  v0: aaaaaaaaaa\n" + "\n".join(lines) + "\nprompt: ${v59}\n")
    assert "grows beyond" in error.message


def test_a_variable_that_the_file_does_not_know_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="--var nmae") as caught:
        load("vars: {name: a}\nprompt: ${name}", nmae="b")
    assert "Did you mean 'name'?" in caught.value.hint


def test_variables_of_the_command_line() -> None:
    assert parse_variables(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for wrong in ("a", "=1", "1a=2", "a b=1"):
        with pytest.raises(BadInput, match="--var"):
            parse_variables([wrong])


def test_standard_input_is_relative_to_the_current_folder(folder: Path) -> None:
    (folder / "sub").mkdir()
    [task] = load_tasks("-", stdin=io.BytesIO(b"prompt: x\nworkspace: sub\n"))
    assert (task.id, task.root) == ("task", folder / "sub")
    with pytest.raises(BadInput, match=r"standard input:1:1: unknown key 'prmpt'"):
        load_tasks("-", stdin=io.BytesIO(b"prmpt: x\n"))
    with pytest.raises(BadInput, match="larger than"):
        load_tasks("-", stdin=io.BytesIO(b"#" * 10_000_000))


def test_paths_are_relative_to_the_task_file(folder: Path) -> None:
    (folder / "tasks" / "ws").mkdir(parents=True)
    (folder / "tasks" / "p.md").write_text("From a file")
    (folder / "tasks" / "t.yaml").write_text("prompt_file: p.md\nworkspace: ws\n")
    [task] = load_tasks(Path("tasks/t.yaml"))
    assert (task.prompt, task.root) == ("From a file", folder / "tasks" / "ws")
    [task] = load_tasks(Path("tasks/t.yaml"), workspace=folder)
    assert task.root == folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "task.yaml: the file is empty"),
        ("# only a comment", "task.yaml: the file is empty"),
        ("just text", "task.yaml:1:1: a task file is a mapping"),
        ("- prompt: x", "task.yaml:1:1: a task file is a mapping"),
        ("title: x", "task.yaml:1:1: the prompt is missing"),
        ("prompt:", "task.yaml:1:1: the prompt is missing"),
        ('prompt: ""', "task.yaml:1:9: the prompt is empty"),
        ("prompt: |\n\n  \n", "task.yaml:1:9: the prompt is empty"),
        ("prompt: 3", 'task.yaml:1:9: prompt: text is needed here, not 3. Put it in quotes: "3".'),
        ("prompt: [a]", "task.yaml:1:9: prompt: text is needed here, not a list."),
        (
            "promt: x",
            "task.yaml:1:1: unknown key 'promt'. Did you mean 'prompt'? Allowed: id, title, prompt,",
        ),
        ("prompt: x\nprompt_file: y", "task.yaml:2:1: both prompt and prompt_file"),
        ("prompt_file: gone.md", "task.yaml:1:14: prompt_file:"),
        ("prompt: x\nlimits:\n  step: 3", "task.yaml:3:3: unknown key 'step'. Did you mean 'steps'?"),
        ("prompt: x\nlimits: {steps: -3}", "task.yaml:2:17: limits.steps"),
        ("prompt: x\nmodel: {nam: y}", "task.yaml:2:9: unknown key 'nam'. Did you mean 'name'?"),
        ("prompt: x\nid: a b", "task.yaml:2:5: id: 'a b' is not allowed"),
        ("prompt: x\nid: 7", 'task.yaml:2:5: id: text is needed here, not 7. Put it in quotes: "7".'),
        ("prompt: x\nfiles: [a, ../b]", "task.yaml:2:12: files.1: '../b' leads out of the workspace"),
        ("prompt: x\nfiles: [/etc/passwd]", "leads out of the workspace"),
        ("prompt: x\nconsent: run", "Did you mean 'runs'? Allowed: 'none' or 'runs'."),
        ("prompt: x\nchecks: [{run: a, file: b}]", "task.yaml:2:10: checks.0: a check has either"),
        ("prompt: x\nchecks: [{contains: a}]", "checks.0: a check has either"),
        ("prompt: x\nchecks: [{run: a, contains: b}]", "describe a `file`, not a command"),
        (
            "prompt: x\nchecks: [{file: a, exist: b}]",
            "task.yaml:2:20: unknown key 'exist'. Did you mean 'exists'?",
        ),
        ("prompt: x\nchecks: [{file: a, matches: '('}]", "not a regular expression"),
        ("prompt: x\nchecks: [3]", "task.yaml:2:10: checks.0: a mapping"),
        ("prompt: x\nbranch: --force", "not a name that git takes"),
        ("prompt: x\nbranch: a..b", "not a name that git takes"),
        ("prompt: x\ndefaults: {}", "task.yaml:2:1: `defaults` belongs to a list of tasks"),
        ("prompt: x\nvars: [a]", "task.yaml:2:7: vars: a mapping"),
        ("prompt: x\nvars: {a: [1]}", "task.yaml:2:11: vars.a: one text or number"),
        ("prompt: x\nvars: {1a: b}", "task.yaml:2:8: '1a' is not a name for a variable"),
        ("prompt: ${nme}\nvars: {name: b}", "task.yaml:1:9: unknown variable ${nme}"),
        ("prompt: ${env:NOT_THERE}", "task.yaml:1:9: the environment has no NOT_THERE"),
        ("tasks: []", "task.yaml:1:8: `tasks` is a list with at least one task"),
        ("tasks: x", "task.yaml:1:8: `tasks` is a list"),
        ("tasks: [x]", "task.yaml:1:9: a mapping"),
        ("prompt: y\ntasks: [{prompt: x}]", "task.yaml:1:1: unknown key 'prompt'"),
        ("defaults: {id: a}\ntasks: [{prompt: x}]", "task.yaml:1:12: an id can't be a default"),
        (
            "tasks: [{id: a, prompt: x}, {id: a, prompt: y}]",
            "task.yaml:1:34: the id 'a' is taken (at task.yaml:1:14)",
        ),
        ("prompt: x\nworkspace: gone", "task.yaml:2:12: the workspace 'gone' does not exist"),
        ("prompt: x\nworkspace: task.yaml", "is a file, not a folder"),
        ("prompt: x\nworkspace: 'a\\0b'", "the workspace"),
        ("prompt: x\nworkspace: ~nobody-of-this-name/x", "task.yaml:2:12: the workspace"),
    ],
)
def test_mistakes_name_place_cause_and_way_out(folder: Path, text: str, message: str) -> None:
    error = refusal(text)
    assert message in error.message.replace(f"{folder}/", "")


def test_mistakes_of_several_tasks_come_at_once_and_one_in_the_defaults_only_once(folder: Path) -> None:
    error = refusal("defaults: {limts: {}}\ntasks:\n  - {prompt: x, files: 3}\n  - {promt: y}\n")
    assert [line.split(": ")[0] for line in error.message.splitlines()] == [
        "task.yaml:1:12",
        "task.yaml:3:24",
        "task.yaml:4:6",
    ]


def test_a_missing_workspace_is_a_workspace_error(folder: Path) -> None:
    refusal("prompt: x\nworkspace: gone", WorkspaceError)


def test_rules_of_a_task_add_to_those_of_the_defaults(folder: Path) -> None:
    [task] = load(
        "defaults: {commands: {deny: [a]}, files: [x]}\ntasks: [{prompt: p, commands: {deny: [b]}, files: [y]}]"
    )
    assert task.commands == {"deny": ["a", "b"]}
    assert task.files == ["y"]


def test_a_task_from_a_pipe_works_in_the_current_folder(folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, b"prompt: x\n")
    os.close(write)
    [task] = load_tasks(f"/dev/fd/{read}")
    os.close(read)
    assert (task.id, task.root) == ("task", folder)


def test_the_examples_of_the_page_are_tasks(folder: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "task-files.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 4
    for example in examples:
        text = example if "prompt" in example else f"prompt: x\n{example}"
        (folder / "t.yaml").write_text(text)
        assert load_tasks("t.yaml", workspace=folder)


def test_every_key_is_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "task-files.md").read_text(encoding="utf-8")
    assert [name for name in Task.model_fields if f"`{name}`" not in page] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="platform: root reads everything")
def test_a_file_without_permission_says_so(folder: Path) -> None:
    Path("task.yaml").write_text("prompt: x")
    Path("task.yaml").chmod(0)
    with pytest.raises(BadInput, match="no permission"):
        load_tasks("task.yaml")


def test_a_task_from_the_command_line(folder: Path) -> None:
    task = task_from_prompt("Fix ${it}", workspace=folder, files=["a.py"])
    assert (task.prompt, task.files, task.root) == ("Fix ${it}", ["a.py"], folder)
    with pytest.raises(BadInput, match="command line: the prompt is empty"):
        task_from_prompt("  ", workspace=folder)
    with pytest.raises(BadInput, match="leads out"):
        task_from_prompt("x", workspace=folder, files=["../a"])
    with pytest.raises(WorkspaceError, match="--workspace"):
        task_from_prompt("x", workspace=folder / "gone")


@given(prompt=st.text(min_size=1, max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_prompt_on_the_command_line_is_kept_word_by_word(prompt: str) -> None:
    try:
        task = task_from_prompt(prompt, workspace=Path("/"))
    except BadInput:
        assert not prompt.strip()
    else:
        assert task.prompt == prompt.strip("\n")
        assert "\n" not in task.title


def test_what_a_session_keeps_of_a_task_is_read_again(tmp_path: Path) -> None:
    """With every field written out, as sessions do; also where a check is a command and names no file."""
    (tmp_path / "task.yaml").write_text("prompt: x\nchecks: [make test, {file: a.py, contains: x}]\n")
    (task,) = load_tasks(tmp_path / "task.yaml")
    kept = task.model_dump(mode="json")
    assert Task.model_validate(kept).model_dump(mode="json") == kept
