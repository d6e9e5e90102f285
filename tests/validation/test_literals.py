"""Texts that a task gives in quotation marks: which of them the result should hold, and that it is only advice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.testing import Say
from smallcode.validation.reading import requirements_from


@pytest.mark.parametrize(
    ("task", "literals"),
    [
        ('Make a page with the title "Tea shop" and a link "Write to us".', ["Tea shop", "Write to us"]),
        ('Require node 20 or newer (engines, ">=20").', [">=20"]),
        ('Add a script "lint" that runs "eslint src".', ["lint", "eslint src"]),
        ('slug("Big Tea") returns "big-tea".', []),
        ('Reject numerals like "IIII" or "VX".', []),
        ('Replace the label "Old" with "New".', ["New"]),
        ('Do not print the message "Ready".', []),
    ],
)
def test_what_is_to_be_there_word_for_word(task: str, literals: list[str]) -> None:
    assert requirements_from(task).literals == literals


@pytest.fixture
def run_agent(tmp_path: Path) -> Callable[..., Any]:
    from tests.agent.conftest import AgentRunner

    workspace = tmp_path / "project"
    workspace.mkdir()
    return AgentRunner(workspace)


TASK = 'Set the title "Tea shop" in shop.json.'
PLAIN = '{"title": "Shop", "open": true}\n'
WITHOUT = Say('shop.json\n```json\n{"title": "Teas", "open": true}\n```')
WITH = Say('shop.json\n```json\n{"title": "Tea shop", "open": true}\n```', expect=('"Tea shop"',))


def test_what_is_missing_is_told_once(run_agent: Callable[..., Any]) -> None:
    run = run_agent(TASK, [WITHOUT, WITH], files={"shop.json": PLAIN})
    assert run.outcome == "unverified"
    assert "Tea shop" in run.read("shop.json")


def test_advice_that_is_not_taken_is_no_reason_to_refuse(run_agent: Callable[..., Any]) -> None:
    other = Say('shop.json\n```json\n{"title": "Teatime", "open": true}\n```')
    run = run_agent(TASK, [WITHOUT, other], files={"shop.json": PLAIN})
    assert run.outcome == "unverified"


def test_an_answer_to_advice_that_breaks_the_file_is_taken_back(run_agent: Callable[..., Any]) -> None:
    broken = Say('shop.json\n```json\n{"title": "Tea shop", "open" true}\n```')
    run = run_agent(TASK, [WITHOUT, broken], files={"shop.json": PLAIN})
    assert run.outcome == "unverified"
    assert "Teas" in run.read("shop.json")
