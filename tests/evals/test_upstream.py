"""The real embedded server with a tiny model: what agents say to it goes through the meter."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from smallcode.evals.agents import AgentRun
from smallcode.evals.copies import contents
from smallcode.evals.runner import RunPlan, measured, run_plan
from smallcode.evals.upstream import hold
from smallcode.evals.usage import Usage
from smallcode.events.sink import read_events
from smallcode.testing.tiny_model import write_tiny_model


def test_all_agents_of_ours_ask_the_embedded_server_through_the_meter(make_task: Any, tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path / "tiny.gguf", context_tokens=4096)
    task = make_task(seconds=90.0)
    plan = RunPlan(
        tasks=[task], agents=["smallcode", "bare"], model=f"embedded:{model}", output=tmp_path / "r.jsonl",
        settings=["limits.requests=1", "context.tokens=2048"],
    )  # fmt: skip
    results = {result.agent: result for result in run_plan(plan)}
    for name, result in results.items():
        log = (tmp_path / "r.jsonl.work" / result.folder / "requests.jsonl").read_text()
        assert log.count("/v1/chat/completions") == result.requests > 0, (name, result)
        assert result.prompt_tokens > 20 and result.completion_tokens > 0, result
    folder = tmp_path / "r.jsonl.work" / results["smallcode"].folder
    kinds = [event.type for event in read_events(folder / "events.jsonl")]
    assert "model_asked" in kinds and "model_server_started" not in kinds, "it joined the server that was there"
    assert not any("server.json" in path for path in contents(folder / "home"))


def test_one_server_serves_all_jobs_and_ends_with_the_last(tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path / "tiny.gguf", context_tokens=1024)

    async def look() -> None:
        async with hold(f"embedded:{model}", context_tokens=1024) as upstream:
            assert upstream.server is not None
            async with upstream.way(tmp_path / "a") as first, upstream.way(tmp_path / "b") as second:
                assert first.base_url != second.base_url and first.upstream == second.upstream
                asked = await upstream.connect(first)
                assert await asked.count_tokens("four") > 0
                await asked.close()
            assert first.usage.requests == 0, "counting tokens makes the model write nothing"

    asyncio.run(look())


def test_figures_past_the_meter_are_an_error_and_not_a_result() -> None:
    run = AgentRun(outcome="solved", delivered=True, requests=3, prompt_tokens=9)
    past = measured(run, Usage())
    assert (past.outcome, past.delivered, past.cause) == ("error", False, "error")
    counted = measured(run, Usage(requests=4, prompt_tokens=11, cached_tokens=2, completion_tokens=5))
    assert (counted.outcome, counted.requests, counted.prompt_tokens, counted.completion_tokens) == ("solved", 4, 11, 5)
