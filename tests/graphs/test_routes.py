"""Every branch of every route, as a truth table."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from smallcode.graphs import routes
from smallcode.graphs.agent import BRANCHING

STOP = {"stop": {"outcome": "limit", "reason": "steps"}}
FULL = {"window": {"used": 101, "limit": 100}}
FITS = {"window": {"used": 100, "limit": 100}}
OPEN, DONE, FAILED = {"status": "open"}, {"status": "done"}, {"status": "failed"}

ROWS: list[tuple[Any, dict[str, Any], str]] = [
    (routes.after_prepare, {}, "plan"),
    (routes.after_plan, {}, "retrieve"),
    (routes.after_retrieve, FITS, "act"),
    (routes.after_retrieve, FULL, "compact"),
    (routes.after_compact, {}, "act"),
    (routes.after_compact, {"fresh": "compaction"}, "retrieve"),
    (routes.after_act, {"pending": [], "reply": {"finish": "overflow"}}, "compact"),
    (routes.after_act, {"pending": [{}]}, "approve"),
    (routes.after_act, {"pending": []}, "validate"),
    (routes.after_act, {"pending": [], "answer": "It sorts."}, "finish"),
    (routes.after_approve, {}, "tools"),
    (routes.after_tools, {"pending": [{}], "model_leads": True}, "tools"),
    (routes.after_tools, {"pending": [], "model_leads": False}, "validate"),
    (routes.after_tools, {"pending": [], "model_leads": True, **FITS}, "act"),
    (routes.after_tools, {"pending": [], "model_leads": True, "stuck": True, **FITS}, "validate"),
    (routes.after_tools, {"pending": [{}], "model_leads": True, "stuck": True}, "tools"),
    (routes.after_tools, {"pending": [], "model_leads": True, **FULL}, "compact"),
    (routes.after_validate, {"lever": "", "plan": [DONE, OPEN]}, "retrieve"),
    (routes.after_validate, {"lever": "", "plan": [DONE, DONE]}, "finish"),
    (routes.after_validate, {"lever": "repair", "plan": [OPEN]}, "retry"),
    (routes.after_validate, {"lever": "fresh_sample", "plan": [OPEN]}, "retry"),
    (routes.after_validate, {"lever": "small_change", "plan": [OPEN]}, "retry"),
    (routes.after_validate, {"lever": "change_unit", "plan": [OPEN]}, "retry"),
    (routes.after_validate, {"lever": "decompose", "plan": [OPEN]}, "decompose"),
    (routes.after_validate, {"lever": "escalate", "plan": [OPEN]}, "escalate"),
    (routes.after_validate, {"lever": "hard_fail", "plan": [FAILED]}, "hard_fail"),
    (routes.after_retry, {"fresh": "fresh_sample"}, "retrieve"),
    (routes.after_retry, {"fresh": "", **FITS}, "act"),
    (routes.after_retry, {"fresh": "", **FULL}, "compact"),
    (routes.after_decompose, {}, "retrieve"),
    (routes.after_escalate, {}, "retrieve"),
]


@pytest.mark.parametrize(("route", "state", "node"), ROWS)
def test_a_route_leads_where_the_state_says(route: Any, state: dict[str, Any], node: str) -> None:
    assert route(state) == node


@pytest.mark.parametrize("route", BRANCHING.values())
def test_a_stop_leads_every_route_to_hard_fail(route: Any) -> None:
    assert route({**STOP, "pending": [{}], "plan": [OPEN], "lever": "repair", **FITS}) == "hard_fail"


@pytest.mark.parametrize("route", BRANCHING.values())
def test_every_branch_of_a_route_is_a_row_of_the_table(route: Any) -> None:
    branches = set(get_args(get_type_hints(route)["return"]))
    assert {node for r, _, node in ROWS if r is route} | {"hard_fail"} == branches
