"""The schema for editors says the same as the loader, and its copy in docs/ is fresh."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from smallcode.errors import BadInput
from smallcode.tasks import load_tasks, task_schema

ROOT = Path(__file__).parents[2]

LEGAL = [
    "prompt: x",
    "vars: {a: 1}\nprompt: x",
    "prompt: x\nmodel: ollama:a",
    "prompt: x\nmodel: {name: ollama:a, profile: {level: agent}}",
    "prompt: x\ntools: [read]\nvalidators: {without: [a]}",
    "prompt: x\nfiles: a.py\nchecks: make test\nprotect: a",
    "prompt: x\nchecks: [make test, {file: a, contains: b}, {file: c, lacks: [d]}]",
    "tasks: [{prompt: x}]",
    "defaults: {prompt: x, limits: {steps: 3}}\ntasks: [{id: a}, {id: b, limits: {steps: 4}}]",
]
ILLEGAL = [
    "promt: x",
    "title: x",
    "prompt: 3",
    "prompt: x\nlimits: {stepz: 3}",
    "prompt: x\nlimits: {steps: -3}",
    "prompt: x\nid: a b",
    "prompt: x\nchecks: [{fle: a}]",
    "prompt: x\nconsent: maybe",
    "prompt: x\ntasks: [{prompt: y}]",
    "defaults: {id: a}\ntasks: [{prompt: y}]",
    "tasks: []",
]


@pytest.mark.parametrize(("text", "legal"), [(t, True) for t in LEGAL] + [(t, False) for t in ILLEGAL])
def test_schema_and_loader_agree(tmp_path: Path, text: str, legal: bool) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(text)
    validator = jsonschema.Draft202012Validator(task_schema())
    errors = [error.message for error in validator.iter_errors(yaml.safe_load(text))]
    assert (not errors) == legal, errors
    if legal:
        load_tasks(path)
    else:
        with pytest.raises(BadInput):
            load_tasks(path)


def test_the_schema_is_a_schema_and_explains_every_key() -> None:
    schema = task_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, field in schema["$defs"]["Task"]["properties"].items():
        # pydantic leaves out a description that is the same as that of the section referred to
        section = schema["$defs"].get(field.get("$ref", "").removeprefix("#/$defs/"), {})
        assert field.get("description") or section.get("description"), name


def test_the_copy_in_docs_is_fresh() -> None:
    copy = json.loads((ROOT / "docs" / "task.schema.json").read_text())
    assert copy == task_schema(), "run: smallcode config schema --task > docs/task.schema.json"
