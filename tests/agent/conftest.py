"""The real graph, tools, files and HTTP; only the model is scripted."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from smallcode.events.base import Event
from smallcode.events.types import AnyEvent, RunEnded
from smallcode.running import RunOptions, new_session, run_session
from smallcode.sessions.session import Session
from smallcode.settings import load_settings
from smallcode.tasks.model import Task
from smallcode.testing.script import ScriptItem
from smallcode.testing.scripted import ScriptedServer

MODEL = "openai:scripted-1.5b"


@dataclass
class Finished:
    """A run that is over."""

    ended: RunEnded
    events: list[AnyEvent]
    requests: list[dict[str, Any]]
    workspace: Path
    session: Session

    @property
    def outcome(self) -> str:
        return self.ended.outcome

    def kinds(self, *wanted: str) -> list[str]:
        """Types of the logged events, all or those of ``wanted``."""
        return [e.type for e in self.events if not wanted or e.type in wanted]

    def of(self, kind: str) -> list[Any]:
        return [e for e in self.events if e.type == kind]

    def nodes(self) -> list[str]:
        return [e.node for e in self.of("node_started")]

    def read(self, path: str) -> str:
        return (self.workspace / path).read_text(encoding="utf-8")


@dataclass
class AgentRunner:
    """Runs tasks in one workspace."""

    workspace: Path
    overrides: dict[str, Any] = field(default_factory=lambda: {"mechanisms.small_changes": False})
    """Of settings. These tests are about what the model is asked, so nothing is mended without it."""

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            target = self.workspace / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def __call__(
        self,
        prompt: str,
        script: list[ScriptItem],
        *,
        files: dict[str, str] | None = None,
        trusted: bool = True,
        overrides: dict[str, Any] | None = None,
        server: dict[str, Any] | None = None,
        steering: Callable[[], list[str]] = list,
        **task_fields: Any,
    ) -> Finished:
        self.write(files or {})
        with ScriptedServer(script, **(server or {})) as model_server:
            settings = load_settings(
                self.workspace,
                trusted=False,
                overrides={
                    "model.name": MODEL, "model.base_url": model_server.base_url, **self.overrides, **(overrides or {}),
                },
            ).settings  # fmt: skip
            task = Task(prompt=prompt, title=prompt[:60], workspace=str(self.workspace), **task_fields)
            session = new_session(self.workspace, task.model_dump(mode="json"), settings)
            events: list[Event] = []
            options = RunOptions(subscribers=[events.append], trusted=trusted, steering=steering)
            ended = asyncio.run(run_session(session, options))
            requests = list(model_server.requests)
        logged = [event for event in events if event.logged]
        run = Finished(ended, logged, requests, self.workspace, session)  # type: ignore[arg-type]
        # Another model may have another server.
        if not run.of("model_retried") and len({event.model for event in run.of("model_asked")}) == 1:
            assert_append_only(run)
        return run


def assert_append_only(run: Any) -> dict[int, list[dict[str, Any]]]:
    """Check a session's requests against its events; return the requests by conversation."""
    asked = run.of("model_asked")
    assert len(asked) == len(run.requests)
    by_number: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for event, body in zip(asked, run.requests, strict=True):
        by_number[event.conversation].append(body)
    for bodies in by_number.values():
        for before, after in itertools.pairwise(bodies):
            assert json.dumps(after["messages"]).startswith(json.dumps(before["messages"])[:-1])
            assert len(after["messages"]) > len(before["messages"])
            assert after.get("tools") == before.get("tools")
    started = [event.conversation for event in run.of("conversation_started")]
    assert len(started) == len(set(started))
    assert set(by_number) <= set(started)
    order = {e.conversation: e.seq for e in run.of("conversation_started")}
    assert all(order[event.conversation] < event.seq for event in asked)
    return by_number


@pytest.fixture
def run_agent(tmp_path: Path) -> Callable[..., Finished]:
    """Run a task with a scripted model; the script is strict in both directions."""
    workspace = tmp_path / "project"
    workspace.mkdir()
    return AgentRunner(workspace)
