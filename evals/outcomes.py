"""What a result keeps of a run's events, so that studies need nothing but the results file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smallcode.evals.copies import contents
from smallcode.evals.task import EvalTask


def extras(task: EvalTask, events_path: Path) -> dict[str, Any]:
    """Keywords of ``Result`` that follow from the task and from the events of its run."""
    events = kept_events(events_path)
    return {
        "kind": kind_of(task), "checkable": checkable(task), "levers": levers_of(events),
        "refused_by": refused_by(events),
    }  # fmt: skip


def checkable(task: EvalTask) -> bool:
    """Whether somebody who works on the task has something to run: the repository's own commands, or examples."""
    from smallcode.validation.task_examples import examples_in
    from smallcode.validation.task_text import read_task

    return bool(task.spec.visible) or bool(examples_in(read_task(task.spec.prompt)))


def kind_of(task: EvalTask) -> str:
    """The kind of task that the agent's rules see, by which the governor keeps its evidence."""
    from smallcode.retrieval.facts import task_kind
    from smallcode.retrieval.mentions import mentioned_files

    files = sorted(contents(task.files))
    named, new = mentioned_files(task.spec.prompt, files)
    there = set(files)
    return task_kind(task.spec.prompt, [p for p in [*named, *new] if p in there], [p for p in new if p not in there])


def kept_events(path: Path) -> list[Any]:
    """The events of a run, those of steps that a crash cut short left out; empty if there are none."""
    from smallcode.cli.replay import superseded_left_out
    from smallcode.events.sink import read_events

    return list(superseded_left_out(list(read_events(path)))) if path.is_file() else []


def levers_of(events: Sequence[Any]) -> list[dict[str, Any]]:
    """Each choice of the governor: ``error_kind``, ``legal``, ``lever``, ``scored`` and ``helped``.

    It helped if the next verdict closes the part; it did not if that verdict asks for another lever. A choice that
    the run's end left without a verdict has ``helped`` null. ``scored``: evidence decided, not the fixed order.
    """
    found: list[dict[str, Any]] = []
    waiting: dict[str, Any] | None = None
    for event in events:
        if event.type == "lever_chosen":
            if waiting is not None:
                waiting["helped"] = False
            waiting = {
                "error_kind": event.error_kind, "legal": list(event.legal), "lever": event.lever,
                "scored": bool(event.scores), "helped": None,
            }  # fmt: skip
            found.append(waiting)
        elif event.type == "part_ended" and event.status == "done" and waiting is not None:
            waiting["helped"] = True
            waiting = None
    return [choice for choice in found if choice["lever"] != "hard_fail"]


def refused_by(events: Sequence[Any]) -> str:
    """The first check that failed in the last round of checks; empty if that round was good or there was none."""
    failed: list[str] = []
    baseline = False
    for event in events:
        if event.type == "validation_started":
            baseline = event.purpose == "baseline"
            failed = [] if not baseline else failed
        elif event.type == "check_ended" and event.status == "failed" and not baseline:
            failed.append(event.check)
        elif event.type == "validation_ended" and event.ok and not baseline:
            failed = []
    return failed[0] if failed else ""
