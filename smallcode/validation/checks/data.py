"""JSON, YAML and TOML: do they parse, and does no key stand twice?"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from smallcode.validation.round import Round, line_of, per_file
from smallcode.validation.spec import matches
from smallcode.validation.types import CheckResult, Diagnostic

_WITH_COMMENTS = ["*.jsonc", "tsconfig*.json", "jsconfig*.json", ".vscode/*.json", "**/.vscode/*.json",
                  ".eslintrc.json", "devcontainer.json", ".swcrc"]  # fmt: skip
_STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])')


async def check_json(round_: Round) -> list[CheckResult]:
    """Strict JSON; comments and trailing commas only where the file's name allows them."""
    return await per_file(round_, json_problems)


async def check_yaml(round_: Round) -> list[CheckResult]:
    """YAML, all documents, without building objects."""
    return await per_file(round_, yaml_problems)


async def check_toml(round_: Round) -> list[CheckResult]:
    """TOML 1.0."""
    return await per_file(round_, toml_problems)


def json_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """The first error of a JSON text, and duplicate keys."""
    if matches(path, _WITH_COMMENTS):
        text = without_comments(text)
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            keys = [key for key, _ in items]
            duplicates.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return found

    def no_constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    try:
        json.loads(text, object_pairs_hook=pairs, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        return [
            Diagnostic(
                message=f"not JSON: {error.msg}", path=path, line=error.lineno, column=error.colno, code="syntax",
                snippet=line_of(text, error.lineno),
            )
        ]  # fmt: skip
    except (ValueError, RecursionError) as error:
        return [Diagnostic(message=f"not JSON: {str(error) or 'nested too deeply'}", path=path, code="syntax")]
    return [Diagnostic(message=f"key {key!r} stands twice in one object", path=path, code="duplicate-key")
            for key in duplicates]  # fmt: skip


def without_comments(text: str) -> str:
    """Blank out comments and trailing commas, keeping every line and column."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        return found if found.startswith('"') else re.sub(r"[^\n]", " ", found)

    text = _STRING_OR_COMMENT.sub(blank, text)
    return _TRAILING_COMMA.sub(lambda m: m[1] or " ", text)


def yaml_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """The first error of a YAML text, and duplicate keys. Templates (``{{``) are not YAML yet and pass."""
    import yaml

    if "{{" in text and "templates/" in path:
        return []
    found: list[Diagnostic] = []
    try:
        for document in yaml.compose_all(text, Loader=yaml.SafeLoader):
            _duplicate_keys(document, path, found, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        message = " ".join(part for part in (error.problem, error.context) if part)
        return [
            Diagnostic(
                message=f"not YAML: {message}", path=path, line=line, column=mark.column + 1 if mark else 0,
                code="syntax", snippet=line_of(text, line),
            )
        ]  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [Diagnostic(message=f"not YAML: {str(error)[:200]}", path=path, code="syntax")]
    return found


def _duplicate_keys(node: Any, path: str, found: list[Diagnostic], depth: int) -> None:
    import yaml

    if depth > 100:
        return
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen and key.value != "<<":
                    message = f"key {key.value!r} stands twice in one mapping"
                    line = key.start_mark.line + 1
                    found.append(Diagnostic(message=message, path=path, line=line, code="duplicate-key"))
                seen.add(key.value)
            _duplicate_keys(value, path, found, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _duplicate_keys(value, path, found, depth + 1)


def toml_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """The first error of a TOML text."""
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error) or "nested too deeply"
        place = re.search(r"\(at line (\d+), column (\d+)\)", message)
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        message = re.sub(r"\s*\(at [^)]*\)$", "", message)
        return [
            Diagnostic(
                message=f"not TOML: {message}", path=path, line=line, column=column, code="syntax",
                snippet=line_of(text, line),
            )
        ]  # fmt: skip
    return []
