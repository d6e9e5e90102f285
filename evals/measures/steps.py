"""What a step of the graph costs: harness time (model and validators taken out) and bytes in the checkpoints."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smallcode.evals.measures.processes import Server, home_at, scratch, scripted
from smallcode.evals.measures.table import Row, judged
from smallcode.events.base import Event

STEPS = 220
MEDIAN_LIMIT_MS = 15.0
GROWTH_LIMIT = 2.0
EARLY, LATE = slice(4, 16), slice(193, 205)
"""Steps around the 10th and around the 200th, four rounds of act, approve and tools each."""
FILES = {f"module_{number:02}.py": f"def area(width):\n    return width * {number}\n" for number in range(20)}


@dataclass
class Stopwatch:
    """A subscriber that times the steps as they pass."""

    starts: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    asked_in: list[int] = field(default_factory=list)
    """Index of the step in which the first, second, ... request was made."""
    validating: dict[int, float] = field(default_factory=dict)
    _validation_began: float = 0.0

    def __call__(self, event: Event) -> None:
        now = time.perf_counter()
        kind = getattr(event, "type", "")
        step = len(self.starts) - 1
        if kind == "node_started":
            self.starts.append(now)
            self.cpu.append(time.process_time())
            self.nodes.append(getattr(event, "node", ""))
        elif kind == "model_asked":
            self.asked_in.append(step)
        elif kind == "validation_started":
            self._validation_began = now
        elif kind == "validation_ended":
            self.validating[step] = self.validating.get(step, 0.0) + now - self._validation_began

    def harness(self, server_seconds: list[float]) -> list[float]:
        """Seconds from each step's start to the next one's, without the server's and the validators' part."""
        spans = [later - earlier for earlier, later in zip(self.starts, self.starts[1:], strict=False)]
        for step, seconds in zip(self.asked_in, server_seconds, strict=False):
            if step < len(spans):
                spans[step] -= seconds
        for step, seconds in self.validating.items():
            if 0 <= step < len(spans):
                spans[step] -= seconds
        return spans


def step_rows() -> list[Row]:
    """Drive the real graph in this process: a model that leads, and reads one file after the other."""
    with scratch(FILES) as folder, scripted(folder / "server", _script()) as server:
        watch = Stopwatch()
        with home_at(folder / "home"):
            checkpoints = asyncio.run(_session(folder / "project", server, watch))
        spans = watch.harness([asked["seconds"] for asked in server.asked()])
        sizes = checkpoint_sizes(checkpoints)
    if len(spans) < LATE.stop or len(sizes) < LATE.stop:
        raise RuntimeError(f"The session ended after {len(spans)} steps: {', '.join(watch.nodes[-6:])}.")
    early, late = (_a_step(watch.nodes[part], spans[part]) for part in (EARLY, LATE))
    cpu = [later - earlier for earlier, later in zip(watch.cpu, watch.cpu[1:], strict=False)]
    cpu_early, cpu_late = (_a_step(watch.nodes[part], cpu[part]) for part in (EARLY, LATE))
    busy = statistics.median(cpu) * 1000
    bytes_early, bytes_late = (statistics.mean(sizes[part]) for part in (EARLY, LATE))
    return [
        judged("harness time of a step, median", statistics.median(spans) * 1000, MEDIAN_LIMIT_MS, "{:.1f} ms",
               note=f"{len(spans)} steps, {busy:.1f} ms of CPU; " + _by_node(watch, spans)),
        judged("step 200 against step 10", late / early, GROWTH_LIMIT, "{:.2f} x",
               note=f"{late:.1f} ms / {early:.1f} ms, {EARLY.stop - EARLY.start} steps around each; "
               f"CPU {cpu_late:.1f} / {cpu_early:.1f} ms"),
        judged("checkpoint bytes, step 200 against step 10", bytes_late / bytes_early, 1.5, "{:.2f} x",
               note=f"{bytes_late:.0f} / {bytes_early:.0f} bytes a step"),
    ]  # fmt: skip


def _script() -> list[dict[str, Any]]:
    names = list(FILES)
    return [
        {"say": "", "calls": [{"name": "read", "arguments": {"path": names[number % len(names)]}}]}
        for number in range(STEPS)
    ]


async def _session(workspace: Path, server: Server, watch: Stopwatch) -> Path:
    """Run until the limit of steps; returns the session's checkpoint file."""
    from smallcode.running import RunOptions, new_session, run_session
    from smallcode.settings import load_settings
    from smallcode.tasks.model import Task

    overrides = {
        "model.name": "openai:scripted", "model.base_url": server.base_url,
        "model.profile": {"level": "agent", "dialect": "native", "context_tokens": 262_144},
        "limits.steps": STEPS, "limits.requests": 0, "limits.prompt_tokens": 0, "limits.completion_tokens": 0,
    }  # fmt: skip
    settings = load_settings(workspace, trusted=False, overrides=overrides).settings
    task = Task(prompt="Look at the modules.", title="Look", workspace=str(workspace))
    session = new_session(workspace, task.model_dump(mode="json"), settings)
    await run_session(session, RunOptions(subscribers=[watch], trusted=False))
    return session.checkpoints_path


def checkpoint_sizes(path: Path) -> list[int]:
    """Bytes that each step added: its checkpoint, and the writes that led to it."""
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT c.checkpoint_id, LENGTH(c.checkpoint) + LENGTH(c.metadata) + COALESCE((SELECT SUM(LENGTH(w.value))"
            " FROM writes w WHERE w.thread_id = c.thread_id AND w.checkpoint_id = c.checkpoint_id), 0)"
            " FROM checkpoints c ORDER BY c.checkpoint_id"
        ).fetchall()
    return [size for _, size in rows]


def _a_step(nodes: list[str], spans: list[float]) -> float:
    """Milliseconds of a step: the mean of the nodes' own medians, so that the slow node counts as much as the others
    (the median of all would never show it)."""
    return statistics.mean(_medians(nodes, spans).values())


def _by_node(watch: Stopwatch, spans: list[float]) -> str:
    """The median of the nodes that came often."""
    often = {node for node in watch.nodes if watch.nodes.count(node) > 10}
    medians = _medians(watch.nodes, spans)
    return ", ".join(f"{node} {medians[node]:.1f}" for node in sorted(often))


def _medians(nodes: list[str], spans: list[float]) -> dict[str, float]:
    groups: dict[str, list[float]] = {}
    for node, span in zip(nodes, spans, strict=False):
        groups.setdefault(node, []).append(span * 1000)
    return {node: statistics.median(values) for node, values in groups.items()}
