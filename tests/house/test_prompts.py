"""Prompt templates: each is used, each gets all that it names, and each renders strictly."""

from __future__ import annotations

import ast
import fnmatch
import functools
from typing import Any

import jinja2
import jinja2.meta
import pytest

from smallcode.resources import render_prompt
from tests.house.conftest import ROOT, own_modules

PROMPTS = sorted(path.stem for path in (ROOT / "config" / "prompts").glob("*.md"))


def names_of(prompt: str) -> set[str]:
    """The variables that a template uses."""
    text = (ROOT / "config" / "prompts" / f"{prompt}.md").read_text(encoding="utf-8")
    return jinja2.meta.find_undeclared_variables(jinja2.Environment(autoescape=False).parse(text))


@functools.cache
def calls() -> list[tuple[str, str, set[str]]]:
    """Every ``render_prompt(...)`` of the code: where, which template (a pattern), which variables it gives."""
    found = []
    for name in own_modules():
        if name.startswith("tests/"):
            continue
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_prompt":
                found.append((f"{name}:{node.lineno}", pattern_of(node.args[0]), keywords_of(node)))
    return found


def pattern_of(argument: ast.expr) -> str:
    if isinstance(argument, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in argument.values)
    assert isinstance(argument, ast.Constant), ast.unparse(argument)
    return str(argument.value)


def keywords_of(node: ast.Call) -> set[str]:
    assert all(keyword.arg for keyword in node.keywords), "name the variables of a prompt one by one"
    return {str(keyword.arg) for keyword in node.keywords}


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_is_used_and_gets_what_it_names(prompt: str) -> None:
    uses = [(where, given) for where, pattern, given in calls() if fnmatch.fnmatch(prompt, pattern)]
    assert uses, f"nothing renders config/prompts/{prompt}.md"
    for where, given in uses:
        assert names_of(prompt) <= given, f"{where} does not give {sorted(names_of(prompt) - given)}"


def test_every_call_finds_a_prompt() -> None:
    lost = [(where, pattern) for where, pattern, _ in calls() if not fnmatch.filter(PROMPTS, pattern)]
    assert not lost


class Anything:
    """A value that has every attribute."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return f"<{name}>"


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_renders_full_and_empty(prompt: str) -> None:
    full: dict[str, Any] = {name: [Anything()] for name in names_of(prompt)}
    assert render_prompt(prompt, **full)
    render_prompt(prompt, **dict.fromkeys(full, ""))


@pytest.mark.parametrize("prompt", [prompt for prompt in PROMPTS if names_of(prompt)])
def test_a_missing_value_is_an_error_and_not_a_gap(prompt: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        render_prompt(prompt)
