"""The graph's shape is a golden file, so that a change of routing shows in review."""

from __future__ import annotations

from pathlib import Path

from smallcode.graphs.agent import build_graph

GOLDEN = Path(__file__).parent / "agent.mmd"


def test_the_topology_is_the_golden_one() -> None:
    drawn = build_graph().compile().get_graph().draw_mermaid(with_styles=False)
    assert drawn == GOLDEN.read_text(encoding="utf-8")
