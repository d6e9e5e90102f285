"""The runner: every task, agent and seed in a copy of its own, judged, and written down as it ends."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import traceback
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput, SmallCodeError
from smallcode.evals.acquainted import learn
from smallcode.evals.agents import AGENTS, Agent, AgentRun, Job
from smallcode.evals.bare import BareAgent
from smallcode.evals.cage import Cage, reach_of, try_cage
from smallcode.evals.copies import make_workspace
from smallcode.evals.external import AgentSpec, ExternalAgent, load_agents, version_of
from smallcode.evals.judging import Verdict, is_unchanged, judge, judge_patch
from smallcode.evals.outcomes import extras
from smallcode.evals.progress import Silent, Watch
from smallcode.evals.proof import success
from smallcode.evals.results import NOT_RUN, Result, ResultsFile, read_results
from smallcode.evals.smallcode_agent import SmallCodeAgent
from smallcode.evals.task import EvalTask
from smallcode.evals.upstream import Upstream, hold
from smallcode.evals.usage import Usage

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
    agents_file: Path | None = None
    """More entries like those of agents.yaml."""
    hidden: Sequence[Path] = ()
    """Folders that agents which are not ours may not read, such as the suites."""
    watch: Watch = field(default_factory=Silent)

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
    specs = _specs(plan)
    done_before = _done(plan)
    todo = [item for item in plan.todo() if plan.key(*item) not in done_before]
    file = ResultsFile(plan.output)
    gate, results = asyncio.Semaphore(plan.jobs), list[Result]()
    plan.watch.begin(len(todo), len(done_before), plan.jobs)
    try:
        async with _shared_model(plan, needed=bool(todo)) as upstream:
            agents = await _agents(plan, specs, upstream) if upstream is not None else {}

            async def one(task: EvalTask, agent: str, seed: int) -> None:
                async with gate:
                    title = f"{task.id} {plan.label or agent} seed {seed}"
                    plan.watch.started(title)
                    assert upstream is not None
                    result = await run_job(plan, agents[agent], task, seed, upstream)
                file.append(result)
                results.append(result)
                plan.watch.ended(title, result)

            async with asyncio.TaskGroup() as group:
                for item in todo:
                    group.create_task(one(*item))
    finally:
        plan.watch.close()
        file.close()
    return results


async def run_job(plan: RunPlan, agent: Agent, task: EvalTask, seed: int, upstream: Upstream) -> Result:
    """One task with one agent and seed: a fresh copy, the agent with a meter of its own, the judge."""
    job = Job(task=task, seed=seed, folder=plan.work / f"{task.suite}.{task.name}.{plan.label or agent.name}.s{seed}")
    facts: dict[str, Any] = {
        "task": task.id, "category": task.spec.category, "half": task.spec.half, "agent": agent.name,
        "model": plan.model, "seed": seed, "version": plan.version, "label": plan.label,
        "settings": list(plan.settings), "folder": job.folder.name, "agent_version": agent.version,
        "network": network_of(agent),
    }  # fmt: skip
    missing = task.missing_tools()
    if missing:
        return Result(**facts, outcome=NOT_RUN, reason=f"not on this machine: {', '.join(missing)}", at=_now())
    try:
        await asyncio.to_thread(shutil.rmtree, job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        await asyncio.to_thread(make_workspace, task, job.workspace)
        async with upstream.way(job.folder / "requests.jsonl") as meter:
            run = await agent.work(replace(job, meter=meter))
        kept = await asyncio.to_thread(extras, task, job.folder / "events.jsonl")
        used: dict[str, Any] = {"estimated": meter.usage.estimated, "model_seconds": round(meter.usage.seconds, 2)}
        return Result(**facts, **kept, **used, **await assess(job, measured(run, meter.usage)), at=_now())
    except Exception as error:  # one job must not end a run of hours; --resume tries it again
        (job.folder / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
        reason = _without_places(f"{type(error).__name__}: {error}", job)[:400]
        return Result(**facts, outcome="error", cause="error", reason=reason, at=_now())


def measured(run: AgentRun, usage: Usage) -> AgentRun:
    """The run with the meter's figures, which are taken in the same way for every agent."""
    if run.requests and not usage.requests:
        reason = "It asked a model past the meter, so that its figures can't be compared."
        return replace(run, outcome="error", cause="error", delivered=False, reason=reason)
    return replace(
        run, requests=usage.requests, prompt_tokens=usage.prompt_tokens, cached_tokens=usage.cached_tokens,
        completion_tokens=usage.completion_tokens,
    )  # fmt: skip


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
async def _shared_model(plan: RunPlan, *, needed: bool) -> AsyncIterator[Upstream | None]:
    """Hold the model for the whole run, so that the embedded server stays loaded between tasks."""
    if not needed:
        yield None
        return
    from smallcode.settings import load_settings

    settings = load_settings(overrides=_overrides(plan)).settings
    async with hold(
        plan.model, base_url=plan.base_url, parallel=plan.jobs, context_tokens=settings.context.tokens,
        overrides=settings.model.profile or None,
    ) as upstream:  # fmt: skip
        yield upstream


def _overrides(plan: RunPlan) -> dict[str, object]:
    import yaml

    pairs = (pair.partition("=") for pair in plan.settings)
    return {"model.name": plan.model, **{key.strip(): yaml.safe_load(value) for key, _, value in pairs}}


def _specs(plan: RunPlan) -> dict[str, AgentSpec]:
    """The entries of the agents that are not ours.

    Raises:
        BadInput: no such agent.
    """
    others = [name for name in plan.agents if name not in AGENTS]
    if not others:
        return {}
    known = load_agents(plan.agents_file)
    if unknown := [name for name in others if name not in known]:
        hint = f"There are: {', '.join([*AGENTS, *known])}."
        raise BadInput(f"There is no agent {unknown[0]!r}.", hint=hint)
    return {name: known[name] for name in others}


async def _agents(plan: RunPlan, specs: Mapping[str, AgentSpec], upstream: Upstream) -> dict[str, Agent]:
    """The agents of the plan; those that are not ours are looked up and the sandbox is tried first.

    Raises:
        BadInput: one is not installed.
    """
    agents: dict[str, Agent] = {}
    cage = await _cage(plan, upstream) if specs or "smallcode" in plan.agents else None
    for name in plan.agents:
        if name == "smallcode":
            agents[name] = SmallCodeAgent(
                plan.model, base_url=plan.base_url, parallel=plan.jobs, settings=plan.settings, server=upstream.server,
                cage=cage, learned=await _learned(plan, upstream),
            )  # fmt: skip
            plan.watch.note(reach_of("smallcode", network_of(agents[name])))
        elif name in AGENTS:
            agents[name] = BareAgent(_connector(upstream), repairs=REPAIRS if name == "bare-loop" else 0)
    for name, spec in specs.items():
        assert cage is not None
        version = await asyncio.to_thread(version_of, spec)
        agents[name] = ExternalAgent(name, spec, upstream, cage, version)
        plan.watch.note(reach_of(version if name in version else f"{name} {version}", cage.way))
    return agents


async def _cage(plan: RunPlan, upstream: Upstream) -> Cage:
    async with upstream.way(plan.work / "trial.jsonl") as meter:
        cage = await try_cage(meter, plan.work / "trial", plan.hidden)
    await asyncio.to_thread(shutil.rmtree, plan.work / "trial", ignore_errors=True)
    return cage


async def _learned(plan: RunPlan, upstream: Upstream) -> Path | None:
    """What the jobs of ``smallcode`` are told about a model that no profile knows."""
    if _overrides(plan).get("model.probe") is False:
        return None
    path = await learn(upstream, plan.work / "model")
    if path is not None:
        plan.watch.note("No profile knows this model: it was probed once, which counts for no task.")
    return path


def _connector(upstream: Upstream) -> Callable[[Job], Any]:
    async def connect(job: Job) -> Any:
        assert job.meter is not None
        return await upstream.connect(job.meter)

    return connect


def network_of(agent: Agent) -> str:
    """What an agent in a process of its own can reach; see ``Result.network``."""
    cage = agent.cage if isinstance(agent, ExternalAgent | SmallCodeAgent) else None
    return cage.way if cage is not None else "open" if isinstance(agent, SmallCodeAgent) else ""


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
