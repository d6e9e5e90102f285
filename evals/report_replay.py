"""The replay of a job as a static page, made from its event log by the same filter as on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from smallcode.evals.outcomes import kept_events
from smallcode.evals.report_groups import Group
from smallcode.evals.report_html import page
from smallcode.evals.results import Result, write_text
from smallcode.ui.lines import Line, lines_for

MOST_EVENTS = 3_000
"""That one page shows."""
_DIFF = {"+": "added", "-": "removed", "@": "place"}


class Folded(NamedTuple):
    """A text that opens on demand."""

    title: str
    text: str


@dataclass(frozen=True)
class Entry:
    """What one event shows."""

    at: str
    lines: list[Line] = field(default_factory=list)
    folded: list[Folded] = field(default_factory=list)


def write_replays(groups: Sequence[Group], folder: Path, back: str) -> dict[tuple[str, int], str]:
    """Write a page for each result whose event log is there, into ``folder``.

    Returns:
        Addresses relative to the folder's parent, by (name of group, index of its result).
    """
    links: dict[tuple[str, int], str] = {}
    number = 0
    for group in groups:
        for index, result in enumerate(group.results):
            log = events_file(group, result)
            if log is None:
                continue
            number += 1
            name = f"{number:04d}-{_slug(result.task)}-{_slug(group.name)}-s{int(result.seed)}.html"
            write_text(folder / name, replay_page(result, kept_events(log), back))
            links[group.name, index] = f"{quote(folder.name)}/{name}"
    return links


def events_file(group: Group, result: Result) -> Path | None:
    """Where the events of a result are; None if they are gone, or if the results file leads out of its work folder."""
    if group.source is None or not result.folder:
        return None
    work = group.source.with_name(f"{group.source.name}.work").resolve()
    path = (work / result.folder / "events.jsonl").resolve()
    return path if work in path.parents and path.is_file() else None


def replay_page(result: Result, events: Sequence[Any], back: str) -> str:
    """The page of one job. ``back`` is the address of the report."""
    word = "solved" if result.success else result.cause or result.outcome
    facts = [
        ("agent", f"{result.label or result.agent}, {result.model}, seed {result.seed}"),
        ("verdict", word + (" (false alarm)" if result.false_alarm else "")),
        ("the agent says", f"{result.outcome}. {result.reason}".strip()),
        ("the hidden check says", result.failed_check),
        ("settings", " ".join(result.settings)),
        ("version", result.version),
    ]
    entries = list(_entries(events[:MOST_EVENTS]))
    return page(
        "replay.html.j2", title=result.task, back=back, facts=[(n, v) for n, v in facts if v], entries=entries,
        cut=max(len(events) - MOST_EVENTS, 0),
    )  # fmt: skip


def _entries(events: Sequence[Any]) -> Iterator[Entry]:
    begin = next((event.at for event in events if event.at), 0.0)
    for event in events:
        lines = [piece for line in lines_for(event) for piece in _pieces(line)]
        folded = list(_folded(event))
        if lines or folded:
            yield Entry(f"{max(event.at - begin, 0.0):.1f} s" if event.at else "", lines, folded)


def _folded(event: Any) -> Iterator[Folded]:
    if event.type == "model_replied":
        if event.reasoning:
            yield Folded("reasoning", event.reasoning)
        yield Folded("reply", event.text)
    elif event.type == "run_ended":
        pairs = ((f"{check.get('status', '')} {check.get('check', '')}", check) for check in event.checks)
        if text := "\n".join(head for head, _ in pairs):
            yield Folded("checks", text)


def _pieces(line: Line) -> list[Line]:
    """A diff in runs of lines of one kind, which is how it is coloured."""
    if line.style != "diff":
        return [line]
    made: list[tuple[str, list[str]]] = []
    for text in line.text.splitlines():
        style = _DIFF.get(text[:1], "dim")
        if not made or made[-1][0] != style:
            made.append((style, []))
        made[-1][1].append(text)
    return [Line(style, "\n".join(texts)) for style, texts in made]  # type: ignore[arg-type]


def _slug(name: str) -> str:
    """A part of a file name that is safe everywhere."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60] or "x"
