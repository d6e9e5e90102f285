"""The agent ``smallcode``: the real program in a child process, as a user starts it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.evals.agents import AgentRun, Job
from smallcode.evals.cage import Cage, relayed
from smallcode.evals.causes import DELIVERED, cause_of
from smallcode.evals.upstream import stand_in

if TYPE_CHECKING:
    from smallcode.models.embedded.client import EmbeddedServer

GRACE = 30.0
"""Seconds beyond the task's limit before the program, which knows the limit, is ended."""


class SmallCodeAgent:
    """Runs ``smallcode run`` on a folder of its own state, with the user's weights and model servers.

    Where a sandbox can stand inside a sandbox, the whole program runs in one: it writes only in the job's folder, can't
    read the suites, and reaches nothing but the meter.
    """

    name = "smallcode"
    version = ""

    def __init__(
        self, model: str, *, base_url: str = "", parallel: int = 1, settings: Sequence[str] = (),
        server: EmbeddedServer | None = None, cage: Cage | None = None, learned: Path | None = None,
    ) -> None:  # fmt: skip
        self._model = model
        self._base_url = base_url
        self._parallel = parallel
        self._settings = list(settings)
        self._server = server
        self.cage = cage if cage is not None and cage.nests else None
        self._learned = learned

    async def work(self, job: Job) -> AgentRun:
        """See ``Agent``."""
        from smallcode.workspace.process import run_command

        home = await asyncio.to_thread(make_home, job.folder, share_servers=job.meter is None, learned=self._learned)
        with contextlib.ExitStack() as stack:
            if self._server is not None and job.meter is not None:
                stack.enter_context(stand_in(self._server, job.meter, job.folder / "home" / "state"))
            begin = time.monotonic()
            command, confined = self._confined(job, home)
            done = await run_command(
                command, cwd=job.folder, timeout=job.task.spec.seconds + GRACE,
                output_folder=job.folder / "output", env=home, **confined,
            )  # fmt: skip
            seconds = time.monotonic() - begin
        events = await asyncio.to_thread(_events, job.folder / "events.jsonl")
        return summary(events, done.exit_code, timed_out=done.timed_out, seconds=seconds, output=done.output)

    def _confined(self, job: Job, home: Mapping[str, str]) -> tuple[list[str], dict[str, Any]]:
        """The command and the arguments of ``run_command`` that keep it inside."""
        command, cage, meter = self.command(job), self.cage, job.meter
        if cage is None or meter is None:
            # Its own sandbox remains: what it runs for the model has no network; it asks nobody but the meter.
            return command, {"network": True, "sandbox": "none"}
        writable = [Path(home["SMALLCODE_BUILD_CACHE"]), meter.socket_path.parent]
        confined = {"network": cage.way == "open", "extra_writable": writable, "hidden": cage.unseen}
        return relayed(meter, command) if cage.way == "meter" else command, confined

    def command(self, job: Job) -> list[str]:
        """What a user would type, with the seed and the task's time limit."""
        spec = job.task.spec
        sets = [f"model.seed={job.seed}", f"model.parallel={self._parallel}", f"limits.seconds={spec.seconds:g}"]
        flags = [part for pair in [*sets, *self._settings] for part in ("--set", pair)]
        address = job.meter.base_url if job.meter is not None and self._server is None else self._base_url
        url = ["--base-url", address] if address else []
        return [
            sys.executable, "-P", "-m", "smallcode", "run", "-p", spec.prompt, "-C", str(job.workspace),
            "--model", self._model, *url, "--trust", "--plain", "--events", str(job.folder / "events.jsonl"), *flags,
        ]  # fmt: skip


def make_home(folder: Path, *, share_servers: bool = True, learned: Path | None = None) -> dict[str, str]:
    """A home without settings, sessions or evidence of earlier runs, and the variables that name it.

    What compilers built is shared by all runs. With ``share_servers`` its model servers are those of the user;
    ``learned`` is a file with what was found out about the model.
    """
    from smallcode.models.catalogue import models_dir
    from smallcode.paths import cache_dir, private_dir, state_dir

    home = (folder / "home").absolute()
    private_dir(home / "state")
    if share_servers:
        servers = private_dir(state_dir() / "servers")
        with contextlib.suppress(FileExistsError):
            (home / "state" / "servers").symlink_to(servers.absolute())
    if learned is not None:
        shutil.copy(learned, private_dir(home / "cache" / "profiles"))
    built = private_dir(cache_dir() / "build-evals")
    # Compilers that come as wheels lie beside this Python; the rest is found as on the user's machine.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])
    return {
        "SMALLCODE_HOME": str(home), "SMALLCODE_MODELS_DIR": str(models_dir().absolute()), "NO_COLOR": "1",
        "SMALLCODE_BUILD_CACHE": str(built.absolute()), "PATH": path,
    }  # fmt: skip


def summary(
    events: Sequence[Any], exit_code: int | None, *, timed_out: bool, seconds: float, output: str = ""
) -> AgentRun:
    """What the events of a run say; without a last word, the tokens are added up from the replies."""
    replies = [event for event in events if event.type == "model_replied"]
    ends = [event for event in events if event.type == "run_ended"]
    ended = ends[-1] if ends else None
    outcome = ended.outcome if ended else ("timeout" if timed_out else "error")
    patch = Path(ended.patch) if ended and ended.patch else None
    return AgentRun(
        outcome=outcome,
        delivered=outcome in DELIVERED and exit_code == 0,
        exit_code=exit_code,
        reason=(ended.reason if ended else output.strip()[-600:]),
        cause=cause_of(outcome, exit_code, events),
        patch=patch if patch is not None and patch.is_file() else None,
        requests=ended.requests if ended else len(replies),
        prompt_tokens=ended.prompt_tokens if ended else sum(reply.prompt_tokens for reply in replies),
        cached_tokens=ended.cached_tokens if ended else sum(reply.cached_tokens for reply in replies),
        completion_tokens=ended.completion_tokens if ended else sum(reply.completion_tokens for reply in replies),
        seconds=seconds,
    )


def _events(path: Path) -> list[Any]:
    from smallcode.events.sink import read_events

    return list(read_events(path)) if path.is_file() else []
