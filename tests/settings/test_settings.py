"""Layers of settings, their order, and where each value comes from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from smallcode.errors import BadInput
from smallcode.paths import config_dir
from smallcode.resources import load_config
from smallcode.settings import (
    UNSET,
    Settings,
    check_settings_file,
    default_settings,
    load_settings,
    parse_overrides,
    settings_schema,
)
from smallcode.settings_parts import Section
from smallcode.yamlfile import parse_yaml


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLCODE_HOME", str(tmp_path / "home"))


def user_settings(text: str) -> Path:
    path = config_dir() / "settings.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def project_settings(root: Path, text: str) -> Path:
    path = root / ".smallcode" / "settings.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_each_layer_overrules_the_one_before(tmp_path: Path) -> None:
    user = user_settings("limits:\n  steps: 1\n  seconds: 1\n  parts: 1\n  samples: 1\n")
    project = project_settings(tmp_path, "limits: {seconds: 2, parts: 2, samples: 2}\n")
    task = parse_yaml("limits: {parts: 3, samples: 3}", "task.yaml")
    found = load_settings(tmp_path, task=task, overrides={"limits.samples": 4}, trusted=True)
    limits = found.settings.limits
    assert (limits.steps, limits.seconds, limits.parts, limits.samples) == (1, 2, 3, 4)
    assert str(found.origins["limits.steps"]) == f"{user}:2:10"
    assert str(found.origins["limits.seconds"]) == f"{project}:1:19"
    assert str(found.origins["limits.parts"]) == "task.yaml:1:17"
    assert str(found.origins["limits.samples"]) == "command line"
    assert re.fullmatch(r"config/agent\.yaml:\d+:\d+", str(found.origins["limits.repairs"]))


def test_a_project_that_is_not_trusted_sets_nothing_and_is_named(tmp_path: Path) -> None:
    project = project_settings(tmp_path, "model: {base_url: 'http://evil.example'}\n")
    found = load_settings(tmp_path, trusted=False)
    assert found.settings == default_settings()
    assert found.ignored == (project,)


def test_the_list_of_trusted_folders_decides_when_nobody_says(tmp_path: Path) -> None:
    from smallcode.workspace.trust import trust

    project_settings(tmp_path, "limits: {steps: 7}\n")
    assert load_settings(tmp_path).settings.limits.steps == default_settings().limits.steps
    trust(tmp_path)
    assert load_settings(tmp_path).settings.limits.steps == 7


def test_rules_add_up_so_that_no_layer_takes_back_a_denial(tmp_path: Path) -> None:
    user_settings("commands: {deny: ['curl *']}\n")
    task = parse_yaml("commands: {deny: [], allow: ['make *']}", "task.yaml")
    found = load_settings(tmp_path, task=task, overrides={"commands.deny": ["wget *", "curl *"]}, trusted=False)
    assert found.settings.commands.deny == ["curl *", "wget *"]
    assert found.settings.commands.allow == ["make *"]


def test_unset_is_not_given_and_empty_is() -> None:
    found = load_settings(overrides={"model.name": UNSET, "model.base_url": "http://127.0.0.1:1/v1", "limits.steps": 0})
    assert found.settings.model.name == default_settings().model.name
    assert found.settings.model.base_url == "http://127.0.0.1:1/v1"
    assert found.settings.limits.steps == 0


def test_profile_overrides_keep_only_what_was_given() -> None:
    found = load_settings(overrides={"model.profile": {"sampling": {"temperature": 0.7}, "level": "agent"}})
    assert found.settings.model.profile == {"sampling": {"temperature": 0.7}, "level": "agent"}
    assert Settings.model_validate(found.settings.dump()) == found.settings


def test_empty_files_and_commented_out_sections_change_nothing(tmp_path: Path) -> None:
    user_settings("# nothing yet\n")
    project_settings(tmp_path, "limits:\n  # steps: 3\nmodel:\n")
    assert load_settings(tmp_path, trusted=True).settings == default_settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit: {steps: 3}", ":1:1: unknown key 'limit'. Did you mean 'limits'?"),
        ("limits:\n  stepz: 3", ":2:3: unknown key 'stepz'. Did you mean 'steps'? Allowed: steps, seconds"),
        ("limits:\n  steps: many", ":2:10: limits.steps: a whole number is needed here, not 'many'."),
        ("limits:\n  steps: 1.5", ":2:10: limits.steps: a whole number is needed here, not 1.5."),
        ("limits:\n  seconds: .inf", ":2:12: limits.seconds"),
        ("limits:\n  seconds: 1e999", ":2:12: limits.seconds"),
        ("limits: {steps: -1}", ":1:17: limits.steps"),
        ("limits: 3", ":1:9: limits: a mapping (`key: value`) is needed here, not 3."),
        (
            "commands: {sandbox: nver}",
            ":1:21: commands.sandbox: 'nver' is not allowed. Did you mean 'never'?",
        ),
        ("model: {name: 5}", ':1:15: model.name: text is needed here, not 5. Put it in quotes: "5".'),
        ("model: {name: ''}", ":1:15: model.name"),
        ("model: {profile: {dialct: json}}", ":1:19: unknown key 'dialct'. Did you mean 'dialect'?"),
        ("model:\n  profile:\n    sampling: {temprature: 1}", ":3:16: unknown key 'temprature'"),
        ("commands: {allow: [make, 3]}", ":1:26: commands.allow.1: text is needed here"),
        ("context: {shares: {code: 0.9}}", ":1:19: context.shares: the shares sum to"),
        (
            "mechanisms: {governor: maybe}",
            ":1:24: mechanisms.governor: true or false is needed here, not 'maybe'.",
        ),
        ("- a", ":1:1: settings are a mapping"),
    ],
)
def test_mistakes_name_place_legal_values_and_nearest_key(text: str, message: str) -> None:
    path = user_settings(text)
    with pytest.raises(BadInput) as caught:
        load_settings()
    assert f"{path}{message}" in caught.value.message
    assert caught.value.hint


def test_all_mistakes_of_a_file_come_at_once_in_its_order() -> None:
    path = user_settings("zzz: 1\nlimits:\n  steps: x\nui: {tokens: 3}\n")
    with pytest.raises(BadInput) as caught:
        load_settings()
    places = [line.split(": ")[0] for line in caught.value.message.splitlines()]
    assert places == [f"{path}:1:1", f"{path}:3:10", f"{path}:4:14"]


def test_a_single_file_can_be_checked(tmp_path: Path) -> None:
    path = project_settings(tmp_path, "limits: {steps: 3}\n")
    check_settings_file(path)
    path.write_text("limits: {stps: 3}\n")
    with pytest.raises(BadInput, match="steps"):
        check_settings_file(path)


@pytest.mark.parametrize("overrides", [{"limits": 3, "limits.steps": 4}, {"limits.steps": 4, "limits": {"parts": 3}}])
def test_overrides_that_contradict_each_other_are_refused(overrides: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="both given"):
        load_settings(overrides=overrides)


def test_set_values_are_yaml() -> None:
    pairs = [
        "limits.steps=40",
        "mechanisms.governor=false",
        "commands.deny=[rm *]",
        "model.name=ollama:qwen3:8b",
    ]
    assert parse_overrides(pairs) == {
        "limits.steps": 40,
        "mechanisms.governor": False,
        "commands.deny": ["rm *"],
        "model.name": "ollama:qwen3:8b",
    }
    for wrong in ("limits.steps", "=3", "a..b=1", "a=[1", "a=b: c: d"):
        with pytest.raises(BadInput, match="--set"):
            parse_overrides([wrong])


def models_below(model: type[Section]) -> set[type[Section]]:
    below = [f.annotation for f in model.model_fields.values()]
    inner = {m for m in below if isinstance(m, type) and issubclass(m, Section)}
    return {model}.union(*(models_below(m) for m in inner))


def test_every_default_is_in_the_yaml_file_and_every_key_is_explained() -> None:
    for model in models_below(Settings):
        for name, field in model.model_fields.items():
            assert field.is_required(), f"{model.__name__}.{name} has a default in code"
            assert field.description, f"{model.__name__}.{name} has no docstring"


def test_names_of_tools_and_validators_are_checked_where_they_are_known(tmp_path: Path) -> None:
    path = user_settings("tools:\n  only: [read, wirte]\n  without: [nope]\n")
    found = load_settings()
    found.check_names("validators", ["a"])
    with pytest.raises(BadInput) as caught:
        found.check_names("tools", ["read", "write"])
    assert caught.value.message.splitlines() == [
        f"{path}:2:16: tools.only: unknown tool 'wirte'. Did you mean 'write'? Allowed: read, write.",
        f"{path}:3:13: tools.without: unknown tool 'nope'. Allowed: read, write.",
    ]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        default_settings().limits.steps = 3


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("limits: {steps: 3}", True),
        ("model: {profile: {level: agent}}", True),
        ("{}", True),
        ("limits: {stepz: 3}", False),
        ("limits: {steps: x}", False),
        ("commands: {sandbox: none}", False),
    ],
)
def test_the_schema_for_editors_agrees_with_what_is_read(text: str, legal: bool) -> None:
    schema = settings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    user_settings(text)
    document: Any = yaml.safe_load(text)
    assert jsonschema.Draft202012Validator(schema).is_valid(document) == legal
    if legal:
        load_settings()
    else:
        with pytest.raises(BadInput):
            load_settings()


def test_the_example_of_the_page_is_a_settings_file(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    user_settings(example)
    assert load_settings().settings != default_settings()


def test_the_defaults_pass_the_schema_for_editors() -> None:
    jsonschema.validate(load_config("agent.yaml"), settings_schema())
