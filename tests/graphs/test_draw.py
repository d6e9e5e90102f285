"""The graph as pictures, and a session's way on it."""

from __future__ import annotations

import json

import pytest

from smallcode.events.base import Event
from smallcode.events.types import ModelReplied, NodeEnded, NodeStarted
from smallcode.graphs.draw import Way, draw, mermaid, way_of

REPLY = {"conversation": 1, "text": "", "finish": "stop", "prompt_tokens": 9, "cached_tokens": 0, "seconds": 1.0}


def visit(node: str, task: str, seconds: float = 0.5) -> list[Event]:
    return [NodeStarted(node=node, task_id=task), NodeEnded(node=node, seconds=seconds, task_id=task)]


@pytest.fixture
def way() -> Way:
    asked = ModelReplied(completion_tokens=42, **REPLY)  # type: ignore[arg-type]
    act = visit("act", "3")
    return way_of([*visit("prepare", "1"), *visit("plan", "2"), act[0], asked, act[1], *visit("finish", "4")])


def test_the_way_counts_visits_time_and_tokens(way: Way) -> None:
    assert (way.visits["act"], way.seconds["act"], way.tokens["act"]) == (1, 0.5, 42)
    assert way.steps["plan", "act"] == 1
    assert way.steps["finish", "__end__"] == 1


def test_a_node_that_a_crash_repeated_counts_once() -> None:
    way = way_of([NodeStarted(node="act", task_id="7"), *visit("act", "7")])
    assert way.visits["act"] == 1


def test_mermaid_marks_the_way(way: Way) -> None:
    text = mermaid(way)
    assert 'act["act<br/>1x, 0.5 s, 42 tokens"]:::visited' in text
    assert "linkStyle" in text
    assert "visited" not in mermaid()


def test_json_has_every_node_and_edge(way: Way) -> None:
    data = json.loads(draw("json", way))
    nodes = {node["id"]: node for node in data["nodes"]}
    assert nodes["act"]["tokens"] == 42
    assert {"source": "validate", "target": "finish", "taken": 0} in data["edges"]


def test_svg_and_png_are_drawn_offline(way: Way) -> None:
    svg = draw("svg", way)
    assert isinstance(svg, str)
    assert "<svg" in svg
    assert "hard_fail" in svg
    png = draw("png")
    assert isinstance(png, bytes)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="mermaid, json, svg, png"):
        draw("gif")
