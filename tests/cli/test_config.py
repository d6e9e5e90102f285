"""`smallcode config`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from smallcode.cli.main import main
from smallcode.settings import default_settings, settings_schema
from smallcode.tasks import task_schema

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SMALLCODE_HOME", str(tmp_path / "home"))
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capfd.readouterr()

    return call


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_show_prints_what_can_be_used_as_a_settings_file(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("config", "show")
    assert code == 0
    shown = yaml.safe_load(out)
    assert shown == default_settings().dump()
    write(tmp_path / "home" / "config" / "settings.yaml", out)
    assert run("config", "show") == (0, out, "")


def test_show_picks_a_section_or_a_value(run: Run) -> None:
    steps = default_settings().limits.steps
    assert run("config", "show", "limits.steps") == (0, f"{steps}\n", "")
    assert yaml.safe_load(run("config", "show", "limits")[1])["steps"] == steps
    assert json.loads(run("config", "--json", "show", "limits")[1])["steps"] == steps
    code, _, err = run("config", "show", "limits.stpes")
    assert code == 2
    assert "limits.stpes: unknown setting 'stpes'. Did you mean 'steps'?" in err


def test_origin_names_the_line_that_each_value_comes_from(run: Run, tmp_path: Path) -> None:
    user = write(tmp_path / "home" / "config" / "settings.yaml", "# mine\nlimits:\n  steps: 77\n")
    code, out, _ = run("config", "show", "--origin", "limits")
    assert code == 0
    assert f"limits.steps = 77  ({user}:3:10)" in out
    assert "limits.seconds = 1800.0  (config/agent.yaml:" in out
    assert "model.name" not in out
    data = json.loads(run("config", "show", "--origin", "--json")[1])
    assert data["limits.steps"] == {"value": 77, "origin": f"{user}:3:10"}


def test_every_setting_has_an_origin(run: Run) -> None:
    def paths(data: object, path: str = "") -> set[str]:
        if isinstance(data, dict) and data:
            return {p for key, value in data.items() for p in paths(value, f"{path}.{key}" if path else key)}
        return {path}

    assert set(json.loads(run("config", "show", "--origin", "--json")[1])) == paths(default_settings().dump())


def test_project_settings_that_are_not_trusted_are_named(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "project" / ".smallcode" / "settings.yaml", "limits: {steps: 1}\n")
    code, out, err = run("config", "show", "limits.steps")
    assert (code, out) == (0, f"{default_settings().limits.steps}\n")
    assert "settings.yaml is not used, because its folder is not trusted" in err


def test_a_mistake_in_the_settings_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "home" / "config" / "settings.yaml", "limits:\n  stps: 3\n")
    code, out, err = run("config", "show")
    assert (code, out) == (2, "")
    assert err.startswith(f"smallcode: {path}:2:3: unknown key 'stps'. Did you mean 'steps'?")


def test_check_says_whether_a_file_is_fine(run: Run, tmp_path: Path) -> None:
    task = write(tmp_path / "t.yaml", "tasks: [{prompt: a}, {prompt: '${who}'}]\nvars: {who: x}\n")
    assert run("config", "check", str(task), "--var", "who=me") == (0, f"{task}: fine, 2 tasks.\n", "")
    write(task, "prompt: a\ncontext: {shares: {code: 0.9}}\n")
    code, _, err = run("config", "check", str(task))
    assert code == 2
    assert "t.yaml:2:19: context.shares: the shares sum to" in err
    settings = write(tmp_path / "settings.yaml", "limits: {steps: x}\n")
    code, _, err = run("config", "check", str(settings))
    assert (code, f"{settings}:1:17" in err) == (2, True)
    write(settings, "limits: {steps: 3}\n")
    assert run("config", "check", str(settings)) == (0, f"{settings}: fine.\n", "")
    assert run("config", "check")[0] == 2


def test_paths_and_schemas_are_printed(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("config", "path")
    assert code == 0
    assert str(tmp_path / "home" / "config" / "settings.yaml") in out
    assert json.loads(run("config", "schema")[1]) == settings_schema()
    assert json.loads(run("config", "schema", "--task")[1]) == task_schema()
