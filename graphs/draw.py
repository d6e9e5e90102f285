"""The compiled graph as Mermaid, JSON, SVG and PNG, drawn offline, with the way that a session took."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from smallcode.events.base import Event
from smallcode.events.types import ModelReplied, NodeEnded, NodeStarted
from smallcode.graphs.agent import build_graph

FORMATS = ("mermaid", "json", "svg", "png")
_NAMES = {"__start__": "start", "__end__": "end_"}
_SHAPES = {"__start__": '(["start"])', "__end__": '(["end"])'}


@dataclass
class Way:
    """How a session went through the graph."""

    visits: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    tokens: Counter[str] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: str = "__start__"


def way_of(events: Iterable[Event]) -> Way:
    """Count visits, seconds and completion tokens by node, and how often each edge was taken."""
    way, task_id = Way(), ""
    for event in events:
        if isinstance(event, NodeStarted):
            if event.task_id != task_id:
                way.steps[way.last, event.node] += 1
                way.visits[event.node] += 1
            way.last, task_id = event.node, event.task_id
        elif isinstance(event, NodeEnded):
            way.seconds[event.node] += event.seconds
        elif isinstance(event, ModelReplied):
            way.tokens[way.last] += event.completion_tokens
    if way.last in ("finish", "hard_fail"):
        way.steps[way.last, "__end__"] += 1
    return way


def draw(form: str, way: Way | None = None) -> str | bytes:
    """Return the graph in one of ``FORMATS``.

    Raises:
        ValueError: an unknown format.
    """
    if form == "json":
        return json.dumps(_as_data(way), indent=2) + "\n"
    text = mermaid(way)
    if form == "mermaid":
        return text
    if form not in FORMATS:
        raise ValueError(f"unknown format {form!r}; there are {', '.join(FORMATS)}")
    import mermaidx

    diagram = mermaidx.render(text)
    return str(diagram.svg()) if form == "svg" else bytes(diagram.png(width=1400, background="#ffffff"))


def mermaid(way: Way | None = None) -> str:
    """The graph as Mermaid text; visited nodes and edges are marked and labelled."""
    nodes, edges = _shape()
    lines = ["flowchart TD"]
    for node in nodes:
        visited = way is not None and (way.visits[node] or node in _SHAPES)
        lines.append(f"    {_id(node)}{_SHAPES.get(node) or _box(node, way)}{':::visited' if visited else ''}")
    taken: list[int] = []
    for number, (source, target) in enumerate(edges):
        count = way.steps[source, target] if way else 0
        if count:
            taken.append(number)
        lines.append(f"    {_id(source)} --{f'>|{count}|' if count else '>'} {_id(target)}")
    if way is not None:
        lines.append("    classDef visited fill:#d6f5d6,stroke:#2a7a2a,color:#000")
        lines += [f"    linkStyle {number} stroke:#2a7a2a,stroke-width:3px" for number in taken]
    return "\n".join(lines) + "\n"


def _box(node: str, way: Way | None) -> str:
    if way is None or not way.visits[node]:
        return f'["{node}"]'
    parts = [f"{way.visits[node]}x", f"{way.seconds[node]:.1f} s"]
    if way.tokens[node]:
        parts.append(f"{way.tokens[node]} tokens")
    return f'["{node}<br/>{", ".join(parts)}"]'


def _shape() -> tuple[list[str], list[tuple[str, str]]]:
    drawn = build_graph().compile().get_graph()
    return list(drawn.nodes), [(edge.source, edge.target) for edge in drawn.edges]


def _id(node: str) -> str:
    return _NAMES.get(node, node)


def _as_data(way: Way | None) -> dict[str, Any]:
    nodes, edges = _shape()
    if way is None:
        return {"nodes": [{"id": n} for n in nodes], "edges": [{"source": s, "target": t} for s, t in edges]}
    return {
        "nodes": [
            {"id": n, "visits": way.visits[n], "seconds": round(way.seconds[n], 3), "tokens": way.tokens[n]}
            for n in nodes
        ],
        "edges": [{"source": s, "target": t, "taken": way.steps[s, t]} for s, t in edges],
    }
