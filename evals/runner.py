"""The runner: every task, agent and seed in a copy of its own, judged, and written down as it ends."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import time
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput, SmallCodeError
from smallcode.evals.agents import Agent, AgentRun, Job
from smallcode.evals.bare import BareAgent
from smallcode.evals.copies import make_workspace
from smallcode.evals.judging import Verdict, is_unchanged, judge, judge_patch
from smallcode.evals.proof import success
from smallcode.evals.results import NOT_RUN, Result, ResultsFile, read_results
from smallcode.evals.smallcode_agent import SmallCodeAgent
from smallcode.evals.task import EvalTask
from smallcode.models.types import Model

REPAIRS = 2
"""How often bare-loop sends errors back."""
HONEST = ("failed", "limit", "denied")
"""Outcomes by which an agent says that it could not do the task."""


@dataclass(frozen=True, kw_only=True)
class RunPlan:
    """What is to be measured."""

    tasks: Sequence[EvalTask]
    agents: Sequence[str]
    model: str
    output: Path
    seeds: Sequence[int] = (1,)
    jobs: int = 1
    resume: bool = False
    base_url: str = ""
    label: str = ""
    settings: Sequence[str] = ()
    version: str = ""
    show: Callable[[int, int, Result], None] = field(default=lambda done, total, result: None)

    @property
    def work(self) -> Path:
        """Where the copies, events and outputs lie."""
        return self.output.with_name(f"{self.output.name}.work")

    def todo(self) -> list[tuple[EvalTask, str, int]]:
        """All of it, task by task, so that agents can be compared early."""
        return [(task, agent, seed) for seed in self.seeds for task in self.tasks for agent in self.agents]

    def key(self, task: EvalTask, agent: str, seed: int) -> tuple[str, str, str, int]:
        """The key that the result will have."""
        return task.id, self.label or agent, self.model, seed


def run_plan(plan: RunPlan) -> list[Result]:
    """Do all of it and return the new results.

    Raises:
        BadInput: the file has results already, and not to be resumed.
        NoModel: the model can't be reached.
    """
    try:
        return asyncio.run(_run(plan))
    except* SmallCodeError as group:
        raise _first(group) from None


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _run(plan: RunPlan) -> list[Result]:
    done_before = _done(plan)
    todo = [item for item in plan.todo() if plan.key(*item) not in done_before]
    file = ResultsFile(plan.output)
    gate, results = asyncio.Semaphore(plan.jobs), list[Result]()
    try:
        async with _shared_model(plan, needed=bool(todo)) as model:
            agents = {name: _agent(name, plan, model) for name in plan.agents if todo}

            async def one(task: EvalTask, agent: str, seed: int) -> None:
                async with gate:
                    result = await run_job(plan, agents[agent], task, seed)
                file.append(result)
                results.append(result)
                plan.show(len(results), len(todo), result)

            async with asyncio.TaskGroup() as group:
                for item in todo:
                    group.create_task(one(*item))
    finally:
        file.close()
    return results


async def run_job(plan: RunPlan, agent: Agent, task: EvalTask, seed: int) -> Result:
    """One task with one agent and seed: a fresh copy, the agent, the judge."""
    job = Job(task=task, seed=seed, folder=plan.work / f"{task.suite}.{task.name}.{plan.label or agent.name}.s{seed}")
    facts: dict[str, Any] = {
        "task": task.id, "category": task.spec.category, "half": task.spec.half, "agent": agent.name,
        "model": plan.model, "seed": seed, "version": plan.version, "label": plan.label,
        "settings": list(plan.settings), "folder": job.folder.name,
    }  # fmt: skip
    missing = task.missing_tools()
    if missing:
        return Result(**facts, outcome=NOT_RUN, reason=f"not on this machine: {', '.join(missing)}", at=_now())
    try:
        await asyncio.to_thread(shutil.rmtree, job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        await asyncio.to_thread(make_workspace, task, job.workspace)
        run = await agent.work(job)
        return Result(**facts, **await assess(job, run), at=_now())
    except Exception as error:  # one job must not end a run of hours; --resume tries it again
        (job.folder / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
        reason = _without_places(f"{type(error).__name__}: {error}", job)[:400]
        return Result(**facts, outcome="error", cause="error", reason=reason, at=_now())


async def assess(job: Job, run: AgentRun) -> dict[str, Any]:
    """The judged part of a result."""
    task = job.task
    verdict = Verdict(False) if task.spec.impossible else await judge(task, job.workspace)
    unchanged = await asyncio.to_thread(is_unchanged, task, job.workspace)
    right = success(task, verdict, delivered=run.delivered, unchanged=unchanged)
    if task.spec.impossible and run.outcome not in HONEST:
        right = False  # a crash or an endless search is no honest failure
    alarm = False
    if not task.spec.impossible and not run.delivered:
        alarm = right or (run.patch is not None and (await judge_patch(task, run.patch)).passed)
        right = False  # what was not handed over as good is no success
    wrong = run.delivered and not right
    return {
        "outcome": run.outcome, "exit_code": run.exit_code, "delivered": run.delivered, "success": right,
        "false_success": wrong, "false_alarm": alarm,
        "cause": "" if right else ("wrong_answer" if wrong else run.cause or "validation"),
        "reason": _without_places(run.reason, job)[-400:],
        "failed_check": "" if right else _without_places(verdict.detail, job)[-600:],
        "requests": run.requests, "prompt_tokens": run.prompt_tokens, "cached_tokens": run.cached_tokens,
        "completion_tokens": run.completion_tokens, "seconds": round(run.seconds, 2),
    }  # fmt: skip


@contextlib.asynccontextmanager
async def _shared_model(plan: RunPlan, *, needed: bool) -> AsyncIterator[Model | None]:
    """Hold the model for the whole run, so that the embedded server stays loaded between tasks."""
    if not needed:
        yield None
        return
    from smallcode.models.providers import connect
    from smallcode.settings import load_settings

    settings = load_settings(overrides=_overrides(plan)).settings
    model = await connect(
        plan.model, base_url=plan.base_url or None, overrides=settings.model.profile or None,
        context_tokens=settings.context.tokens, parallel=plan.jobs,
    )  # fmt: skip
    try:
        yield model
    finally:
        await model.close()


def _overrides(plan: RunPlan) -> dict[str, object]:
    import yaml

    pairs = (pair.partition("=") for pair in plan.settings)
    return {"model.name": plan.model, **{key.strip(): yaml.safe_load(value) for key, _, value in pairs}}


def _agent(name: str, plan: RunPlan, model: Model | None) -> Agent:
    if name == "smallcode":
        return SmallCodeAgent(plan.model, base_url=plan.base_url, parallel=plan.jobs, settings=plan.settings)
    assert model is not None
    return BareAgent(model, repairs=REPAIRS if name == "bare-loop" else 0)


def _done(plan: RunPlan) -> set[tuple[str, str, str, int]]:
    """Keys of what need not be done again; what could not be run or had no model is tried again."""
    if not plan.output.exists():
        return set()
    results = read_results(plan.output)
    if results and not plan.resume:
        raise BadInput(f"{plan.output} has {len(results)} results already.", hint="Add --resume, or name another file.")
    return {result.key for result in results if result.counts and result.cause != "error"}


def _without_places(text: str, job: Job) -> str:
    """Without the folders of this machine: results are kept and compared across machines."""
    for place in (job.workspace, job.folder, Path(__file__).resolve().parent.parent, Path.home()):
        text = text.replace(f"{place}/", "")
    return re.sub(r"/\S*/smallcode-judge-[^/]*/(copy|patched)/", "", text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def time_left(begin: float, done: int, total: int) -> float:
    """Seconds until all is done, at the pace so far."""
    return (time.monotonic() - begin) / done * (total - done) if done else 0.0
