"""The JSON schema of task files, for editors: a checked-in copy is docs/task.schema.json."""

from __future__ import annotations

from typing import Any

from smallcode.tasks.model import Task

_TEXT = {"type": "string"}
_SHORT: dict[str, dict[str, Any]] = {
    "model": _TEXT,
    "files": _TEXT,
    "protect": _TEXT,
    "tools": {"type": "array", "items": _TEXT},
    "validators": {"type": "array", "items": _TEXT},
    "checks": _TEXT,
}
"""What each key takes besides its full form."""


def task_schema() -> dict[str, Any]:
    """JSON schema (2020-12) of a task file: one task, or ``tasks:`` with ``defaults:``; ``vars:`` in both."""
    schema = Task.model_json_schema()
    definitions: dict[str, Any] = schema.pop("$defs")
    _add_short_forms(schema["properties"], definitions["Check"])
    variables = {
        "type": "object",
        "description": "Values for ${name} in any text of the file; --var name=value overrules them.",
        "additionalProperties": {"type": ["string", "number", "boolean"]},
    }
    fields: dict[str, Any] = schema["properties"]
    prompted = [{"required": ["prompt"]}, {"required": ["prompt_file"]}]
    task = {**_object(fields), "description": Task.__doc__}
    defaults = {key: value for key, value in fields.items() if key != "id"}
    many = {
        "vars": variables,
        "defaults": {**_object(defaults), "description": "What all tasks share."},
        "tasks": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Task"}},
    }
    return _tidied(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "SmallCode task file",
            "anyOf": [
                {**_object({"vars": variables, **fields}), "oneOf": prompted},
                {**_object(many), "required": ["tasks"]},
            ],
            "$defs": {**definitions, "Task": task},
        }
    )


def _add_short_forms(fields: dict[str, Any], check: dict[str, Any]) -> None:
    for key, short in _SHORT.items():
        description = fields[key].pop("description")
        fields[key].pop("default", None)
        fields[key] = {"description": description, "anyOf": [short, fields[key]]}
    items = next(form for form in fields["checks"]["anyOf"] if form.get("type") == "array")
    items["items"] = {"anyOf": [_TEXT, items["items"]]}
    for key in ("contains", "lacks"):
        description = check["properties"][key].pop("description")
        check["properties"][key] = {"description": description, "anyOf": [_TEXT, check["properties"][key]]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _tidied(schema: dict[str, Any]) -> dict[str, Any]:
    """Drop what tells a reader nothing: titles that repeat the key, and empty defaults."""

    def noise(key: str, value: Any) -> bool:
        return (key == "title" and isinstance(value, str)) or (key == "default" and value in ("", [], {}))

    def walk(node: Any, named: bool) -> Any:
        if isinstance(node, list):
            return [walk(item, False) for item in node]
        if not isinstance(node, dict):
            return node
        inner = ("properties", "$defs")
        return {
            key: walk(value, key in inner and not named)
            for key, value in node.items()
            if named or not noise(key, value)
        }

    return {**walk(schema, False), "title": schema["title"]}
