"""Agents that are programs of others, each described by an entry of agents.yaml."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from smallcode.errors import BadInput
from smallcode.evals.agents import AGENTS, AgentRun, Job
from smallcode.evals.cage import Cage, relayed
from smallcode.evals.judging import is_unchanged
from smallcode.evals.metering import Meter
from smallcode.evals.upstream import Upstream

OWN_ENTRIES = Path(__file__).with_name("agents.yaml")
VERSION_SECONDS = 60
SHARE_OF_REPLY = 4
"""A reply may take up to a fourth of the window, where an agent has to be told."""
KEPT = 600
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class AgentSpec(BaseModel):
    """One entry of agents.yaml; see its head."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: str
    command: list[str] = Field(min_length=1)
    version: list[str] = []
    install: str = ""
    tried: str = ""
    prompt: Literal["argument", "stdin"] = "argument"
    environment: dict[str, str] = {}
    files: dict[str, str | dict[str, Any] | list[Any]] = {}
    honest: list[int] = []
    leaves: list[str] = []


class AgentsFile(RootModel[dict[str, AgentSpec]]):
    """A file like agents.yaml."""


def load_agents(extra: Path | None = None) -> dict[str, AgentSpec]:
    """The entries of agents.yaml, and of ``extra`` over them.

    Raises:
        BadInput: a file can't be read, or an entry is wrong.
    """
    from smallcode.validated import check
    from smallcode.yamlfile import parse_yaml, read_text

    found: dict[str, AgentSpec] = {}
    for path in [OWN_ENTRIES, *([extra] if extra else [])]:
        found |= check(AgentsFile, parse_yaml(read_text(path, "agents"), str(path))).root
    if own := sorted(set(found) & set(AGENTS)):
        raise BadInput(f"{extra}: {', '.join(own)} is an agent of ours.", hint="Give the entry another name.")
    return found


def filled(value: Any, facts: Mapping[str, str | int | float]) -> Any:
    """``value`` with its placeholders replaced, keys of mappings too.

    Raises:
        BadInput: a placeholder that does not exist.
    """
    if isinstance(value, dict):
        return {filled(key, facts): filled(item, facts) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, facts) for item in value]
    if not isinstance(value, str):
        return value
    names = _PLACEHOLDER.findall(value)
    if unknown := sorted(set(names) - set(facts)):
        raise BadInput(f"There is no placeholder {{{unknown[0]}}}.", hint=f"There are: {', '.join(sorted(facts))}.")
    if len(names) == 1 and value == f"{{{names[0]}}}" and not isinstance(facts[names[0]], str):
        return facts[names[0]]
    return _PLACEHOLDER.sub(lambda match: str(facts[match[1]]), value)


@dataclass
class ExternalAgent:
    """Runs a program of somebody else in the task's folder, with the meter as its one model server."""

    name: str
    spec: AgentSpec
    upstream: Upstream
    cage: Cage
    version: str = ""

    async def work(self, job: Job) -> AgentRun:
        """See ``Agent``."""
        from smallcode.workspace.process import run_command

        meter = job.meter
        assert meter is not None
        facts = self._facts(job, meter)
        home = job.folder / "home"
        await asyncio.to_thread(self._prepare, home, facts)
        command = [str(part) for part in filled(self.spec.command, facts)]
        command[0] = shutil.which(command[0]) or command[0]
        if self.spec.prompt == "stdin":
            command = ["/bin/sh", "-c", 'exec "$@" < "$0"', str(facts["prompt_file"]), *command]
        if self.cage.way == "meter":
            command = relayed(meter, command)
        begin = time.monotonic()
        done = await run_command(
            command, cwd=job.workspace, timeout=job.task.spec.seconds, output_folder=job.folder / "output",
            env={**own_home(home), **{k: str(v) for k, v in filled(self.spec.environment, facts).items()}},
            network=self.cage.way == "open", extra_writable=[home, meter.socket_path.parent],
            hidden=self.cage.unseen,
        )  # fmt: skip
        seconds = time.monotonic() - begin
        await asyncio.to_thread(_tidy, job.workspace, self.spec.leaves)
        changed = not await asyncio.to_thread(is_unchanged, job.task, job.workspace)
        run = self._summary(done.exit_code, changed=changed, timed_out=done.timed_out, asked=meter.usage.requests)
        reason = "" if run.delivered else done.output.strip()[-KEPT:]
        return AgentRun(**{**vars(run), "seconds": seconds, "reason": run.reason or reason})

    def _summary(self, code: int | None, *, changed: bool, timed_out: bool, asked: int) -> AgentRun:
        """What its end says: delivered means that it ended well and changed something."""
        if timed_out:
            return AgentRun(outcome="timeout", delivered=False, cause="timeout", reason="The time was up.")
        if code == 0 and changed:
            return AgentRun(outcome="unverified", delivered=True, exit_code=0)
        if asked and (code == 0 or code in self.spec.honest):
            return AgentRun(outcome="failed", delivered=False, exit_code=code, cause="no_edit")
        return AgentRun(outcome="error", delivered=False, exit_code=code, cause="error")

    def _facts(self, job: Job, meter: Meter) -> dict[str, str | int | float]:
        spec, window = job.task.spec, self.upstream.context_tokens
        return {
            "prompt": spec.prompt, "prompt_file": str(job.folder / "home" / "prompt.txt"),
            "workspace": str(job.workspace), "home": str(job.folder / "home"), "base_url": f"{meter.root_url}/v1",
            "model": self.upstream.model, "api_key": "none", "context_tokens": window,
            "reply_tokens": window // SHARE_OF_REPLY, "seconds": spec.seconds, "seed": job.seed,
        }  # fmt: skip

    def _prepare(self, home: Path, facts: Mapping[str, str | int | float]) -> None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "prompt.txt").write_text(str(facts["prompt"]), encoding="utf-8")
        for name, content in self.spec.files.items():
            place = Path(filled(name, facts))
            if home not in place.parents:
                raise BadInput(f"agents.yaml: {name} of {self.name} is not below {{home}}.")
            text = filled(content, facts)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text if isinstance(text, str) else json.dumps(text, indent=2), encoding="utf-8")


def _tidy(workspace: Path, patterns: Sequence[str]) -> None:
    """Remove what the program keeps for itself in the task's folder."""
    for path in [path for pattern in patterns for path in workspace.glob(pattern)]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def own_home(home: Path) -> dict[str, str]:
    """The variables by which programs find their folders, all below ``home``."""
    places = {"XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share", "XDG_STATE_HOME": ".local/state",
              "XDG_CACHE_HOME": ".cache"}  # fmt: skip
    names = {name: str(home / place) for name, place in places.items()}
    return {"HOME": str(home), "NO_COLOR": "1", "CI": "1", "TERM": "dumb", **names}


def version_of(spec: AgentSpec) -> str:
    """What the program says about its version; empty if it says nothing.

    Raises:
        BadInput: it is not installed.
    """
    if shutil.which(spec.program) is None:
        raise BadInput(f"{spec.program} is not on the PATH.", hint=f"Install it: {spec.install}")
    if not spec.version:
        return ""
    try:
        said = subprocess.run(
            spec.version, capture_output=True, text=True, timeout=VERSION_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (said.stdout.strip() or said.stderr.strip()).splitlines()
    return lines[-1][:80] if lines and said.returncode == 0 else ""
