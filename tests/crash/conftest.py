"""Plays a case through real processes, undisturbed or killed at a point and resumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from smallcode.events.types import RunEnded
from smallcode.paths import config_dir
from smallcode.testing.program import MODEL, Ran, Tree, events_of, last_session, model, smallcode, tree, write_files
from smallcode.testing.scripted import ScriptedServer
from smallcode.workspace.journal import Journal

from .cases import CASES, Case

ONCE = ("write", "delete", "move", "restore", "run", "call")
"""Kinds of operations that may not happen more often because of a crash."""
PASSING = ("session_started", "session_resumed", "warned")
"""Events that a resumed run has more often."""


@dataclass(frozen=True)
class Played:
    """What came of a run."""

    last: Ran
    tree: Tree
    outcome: tuple[Any, ...]
    state: str
    events: list[str]
    operations: Counter[str]
    asked: list[str]
    """The distinct questions in their order."""
    requests: int


@dataclass
class Stage:
    """A folder with a project, a task file and a server to play a case on."""

    folder: Path
    case: Case
    server: ScriptedServer

    @property
    def project(self) -> Path:
        """The workspace."""
        return self.folder / "project"

    def prepare(self) -> None:
        """Write project, task file, and the ladder where the case has one."""
        write_files(self.project, self.case.files)
        if self.case.ladder:
            rung = f"ladder: [{{name: 'ollama:{MODEL}', base_url: '{self.server.base_url}'}}]\n"
            write_files(config_dir(), {"escalation.yaml": rung})
        (self.folder / "task.yaml").write_text(f"workspace: project\n{self.case.task}", encoding="utf-8")

    def run(self, crash: str = "") -> Ran:
        """Start the task."""
        return smallcode("run", self.folder / "task.yaml", *model(self.server), *self.case.arguments, crash=crash)

    def resume(self, crash: str = "") -> Ran:
        """Go on with it."""
        return smallcode("resume", last_session().id, crash=crash)

    def played(self, last: Ran) -> Played:
        """Gather what is there now."""
        session = last_session()
        events = events_of(session)
        endings = [event for event in events if isinstance(event, RunEnded)]
        journal = Journal(session.journal_path, writable=False)
        bodies = [_question(asked) for asked in self.server.requests]
        end = endings[-1] if endings else RunEnded(outcome="none", exit_code=-1)
        return Played(
            last=last,
            tree=tree(self.project),
            outcome=(end.outcome, end.exit_code, end.reason, end.files, end.requests),
            state=session.record.state,
            events=[_line(event) for event in events if event.type not in PASSING],
            operations=Counter(op.kind for op in journal.operations() if op.kind in ONCE),
            asked=list(dict.fromkeys(bodies)),
            requests=len(bodies),
        )


def _question(body: dict[str, Any]) -> str:
    return repr([(m["role"], m["content"]) for m in body["messages"]])


def _line(event: Any) -> str:
    return f"{event.type} {getattr(event, 'node', '')}{getattr(event, 'path', '')}".strip()


def _serve(case: Case) -> ScriptedServer:
    return ScriptedServer(case.script(), kind="ollama", model=MODEL, context_tokens=case.context_tokens, replay=True)


UNDISTURBED: dict[str, Played] = {}


@pytest.fixture
def undisturbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Played]:
    """What comes of a case that nobody disturbs; played once."""

    def play(name: str) -> Played:
        if name not in UNDISTURBED:
            with monkeypatch.context() as patch, _serve(CASES[name]) as server:
                patch.setenv("SMALLCODE_HOME", str(tmp_path / "other-home"))
                stage = Stage(tmp_path / "undisturbed", CASES[name], server)
                stage.prepare()
                last = stage.run()
                UNDISTURBED[name] = stage.played(last)
                assert not server.book.complaints(), last.text
        return UNDISTURBED[name]

    return play


@pytest.fixture
def stage(tmp_path: Path) -> Callable[[str], Stage]:
    """A stage for a case; its server fails the test if it was asked too much or too little."""
    open_servers: list[ScriptedServer] = []

    def make(name: str) -> Stage:
        server = _serve(CASES[name]).start()
        open_servers.append(server)
        made = Stage(tmp_path / "stage", CASES[name], server)
        made.prepare()
        return made

    yield make  # type: ignore[misc]
    for server in open_servers:
        server.stop()
