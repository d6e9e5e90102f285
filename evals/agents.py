"""What an agent under measurement is, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from smallcode.evals.metering import Meter
from smallcode.evals.task import EvalTask

AGENTS = ("smallcode", "bare", "bare-loop")
"""Those of our own; the others are in agents.yaml."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One task to be done once."""

    task: EvalTask
    seed: int
    folder: Path
    """Everything of this job; the agent may keep things here."""
    meter: Meter | None = None
    """The way to the model server, which counts; none: the agent's own way."""

    @property
    def workspace(self) -> Path:
        """The agent's own copy of the task's files."""
        return self.folder / "workspace"


@dataclass(frozen=True, kw_only=True)
class AgentRun:
    """How it went, as the agent and its events say."""

    outcome: str
    delivered: bool
    exit_code: int | None = None
    reason: str = ""
    cause: str = ""
    """Why nothing was delivered; empty where something was."""
    patch: Path | None = None
    """The best attempt of a run that delivered nothing."""
    requests: int = 0
    """This and the tokens: by the agent's own account; what counts is the meter's."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class Agent(Protocol):
    """Something that does a task in a folder."""

    @property
    def name(self) -> str:
        """As --agent names it."""

    @property
    def version(self) -> str:
        """Of a program that is not ours; empty otherwise."""

    async def work(self, job: Job) -> AgentRun:
        """Do the task in ``job.workspace``. What goes wrong is in the returned value."""
