"""What we rely on in LangGraph's DeltaChannel (beta): append, overwrite, resume, fork, plain dicts, flat size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Overwrite

from smallcode.state import AgentState

CONFIG: Any = {"configurable": {"thread_id": "t"}, "recursion_limit": 1000}


def message(text: str) -> dict[str, Any]:
    return {"speaker": "user", "text": text, "conversation": 1}


def graph_of(saver: AsyncSqliteSaver, steps: int, size: int = 10) -> Any:
    async def grow(state: AgentState) -> dict[str, Any]:
        return {"messages": [message("x" * size)], "part": state.get("part", 0) + 1}

    graph = StateGraph(AgentState)
    graph.add_node("grow", grow)
    graph.add_edge(START, "grow")
    graph.add_conditional_edges("grow", lambda s: "grow" if s["part"] < steps else END, ["grow", END])
    return graph.compile(checkpointer=saver)


async def test_appends_and_reads_back_plain_dicts(tmp_path: Path) -> None:
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "c.sqlite")) as saver:
        graph = graph_of(saver, 5)
        await graph.ainvoke({"part": 0}, CONFIG, durability="sync")
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "c.sqlite")) as saver:
        values = (await graph_of(saver, 5).aget_state(CONFIG)).values
    assert values["messages"] == [message("x" * 10)] * 5


async def test_overwrite_replaces_and_later_appends_follow(tmp_path: Path) -> None:
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "c.sqlite")) as saver:
        graph = graph_of(saver, 3)
        await graph.ainvoke({"part": 0}, CONFIG, durability="sync")
        await graph.aupdate_state(CONFIG, {"messages": Overwrite([message("short")])}, as_node="grow")
        await graph.aupdate_state(CONFIG, {"messages": [message("next")]}, as_node="grow")
        values = (await graph.aget_state(CONFIG)).values
    assert [m["text"] for m in values["messages"]] == ["short", "next"]


async def test_a_new_thread_can_be_seeded_from_an_old_checkpoint(tmp_path: Path) -> None:
    other: Any = {"configurable": {"thread_id": "fork"}, "recursion_limit": 100}
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "c.sqlite")) as saver:
        graph = graph_of(saver, 4)
        await graph.ainvoke({"part": 0}, CONFIG, durability="sync")
        history = [state async for state in graph.aget_state_history(CONFIG)]
        old = next(state for state in history if state.values.get("part") == 2)
        await graph.aupdate_state(other, old.values, as_node="grow")
        forked = (await graph.aget_state(other)).values
        original = (await graph.aget_state(CONFIG)).values
    assert len(forked["messages"]) == 2
    assert len(original["messages"]) == 4


async def test_bytes_for_each_step_stay_flat(tmp_path: Path) -> None:
    async def size_after(steps: int) -> int:
        path = tmp_path / f"{steps}.sqlite"
        async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
            await graph_of(saver, steps, size=2000).ainvoke({"part": 0}, CONFIG, durability="sync")
        return path.stat().st_size

    short, long = await size_after(20), await size_after(100)
    assert long / 100 < 1.5 * short / 20
