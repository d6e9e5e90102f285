"""From events to lines of text for people: one pure function, shared by every printer and by ``replay``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar

from smallcode.events import types as ev
from smallcode.events.base import Event
from smallcode.workspace.clean import clean_text

Style = Literal["title", "plain", "dim", "good", "bad", "warn", "diff"]
E = TypeVar("E", bound=Event)


class Line(NamedTuple):
    """One line (or a block, for diffs), without styling of its own."""

    style: Style
    text: str


_MAKERS: dict[type[Event], Callable[[Any], list[Line]]] = {}


def lines_for(event: Event) -> list[Line]:
    """What a person should see of ``event``; nothing for most of them. Untrusted text is cleaned."""
    maker = _MAKERS.get(type(event))
    return [Line(line.style, clean_text(line.text)) for line in maker(event)] if maker else []


def _shows(kind: type[E]) -> Callable[[Callable[[E], list[Line]]], Callable[[E], list[Line]]]:
    def register(maker: Callable[[E], list[Line]]) -> Callable[[E], list[Line]]:
        _MAKERS[kind] = maker
        return maker

    return register


@_shows(ev.SessionStarted)
def _started(event: ev.SessionStarted) -> list[Line]:
    return [
        Line("title", event.title),
        Line("dim", f"session {event.session}, {event.model}, in {event.workspace}"),
    ]


@_shows(ev.SessionResumed)
def _resumed(event: ev.SessionResumed) -> list[Line]:
    return [Line("title", f"session {event.session} goes on at {event.node}")]


@_shows(ev.ValidationEnded)
def _checked(event: ev.ValidationEnded) -> list[Line]:
    if event.purpose == "baseline":
        text = f"before: {event.problems} failing" if event.problems else "before: nothing fails"
        return [Line("dim", text if event.ran else "before: nothing that could be run")]
    return []


@_shows(ev.PlanMade)
def _plan(event: ev.PlanMade) -> list[Line]:
    lines = [Line("plain", "plan" if event.by == "rules" else f"plan (by {event.by})")]
    for part in event.parts:
        places = "; ".join(
            f"{t['path']} ({', '.join(t['symbols'])})" if t["symbols"] else f"{t['path']} ({t['unit']})"
            for t in part.get("targets", [])
        )
        lines.append(Line("plain", f"  {part['id']}. {part['title']}" + (f": {places}" if places else "")))
    return lines


@_shows(ev.ModelAsked)
def _asked(event: ev.ModelAsked) -> list[Line]:
    return [Line("dim", f"asking {event.model} ({event.purpose}, about {event.prompt_tokens} prompt tokens)")]


@_shows(ev.ModelReplied)
def _replied(event: ev.ModelReplied) -> list[Line]:
    cut = "" if event.finish == "stop" else f", ended by {event.finish}"
    return [
        Line(
            "dim",
            f"{event.completion_tokens} tokens in {event.seconds:.1f} s, {event.prompt_tokens} read"
            f" ({event.cached_tokens} from cache){cut}",
        )
    ]


@_shows(ev.ModelRetried)
def _retried(event: ev.ModelRetried) -> list[Line]:
    return [Line("warn", f"{event.reason} Trying again in {event.wait_seconds:.0f} s (attempt {event.attempt}).")]


@_shows(ev.ModelServerStarted)
def _server(event: ev.ModelServerStarted) -> list[Line]:
    return [Line("dim", f"{event.model} {'restarted' if event.restarted else 'loaded'} in {event.seconds:.1f} s")]


@_shows(ev.ModelProbeStarted)
def _probing(event: ev.ModelProbeStarted) -> list[Line]:
    return [Line("dim", f"nothing is known about {event.model}: it is asked a few tiny questions, this once")]


@_shows(ev.ModelProbeEnded)
def _probed(event: ev.ModelProbeEnded) -> list[Line]:
    lines = [Line("dim", f"  {finding}") for finding in event.findings]
    level, dialect = event.profile.get("level", ""), event.profile.get("dialect", "")
    cost = f"({event.tokens} tokens, {event.seconds:.0f} s)"
    text = f"it will be worked with at the level {level}, by {dialect} replies {cost}"
    return [*lines, Line("dim", text)]


@_shows(ev.ReplyParsed)
def _parsed(event: ev.ReplyParsed) -> list[Line]:
    lines = [Line("warn", event.problem)] if event.problem else []
    if event.repairs:
        lines.append(Line("dim", f"repaired: {', '.join(event.repairs)}"))
    return lines


@_shows(ev.ToolEnded)
def _tool(event: ev.ToolEnded) -> list[Line]:
    if event.outcome == "ok" and event.details.get("changes"):
        return []
    style: Style = "plain" if event.outcome in ("ok", "replayed") else "warn"
    return [Line(style, f"{event.tool}: {event.content}")]


@_shows(ev.FileChanged)
def _changed(event: ev.FileChanged) -> list[Line]:
    return [
        Line("plain", f"{event.kind} {event.path} (+{event.added} -{event.removed})"),
        Line("diff", event.diff),
    ]


@_shows(ev.CheckEnded)
def _check(event: ev.CheckEnded) -> list[Line]:
    style: Style = {"passed": "good", "failed": "bad"}.get(event.status, "dim")  # type: ignore[assignment]
    where = f" {event.path}" if event.path else ""
    what = f": {event.message}" if event.message and event.status != "passed" else ""
    return [Line(style, f"  {event.status:<11} {event.check}{where}{what}")]


@_shows(ev.LeverChosen)
def _lever(event: ev.LeverChosen) -> list[Line]:
    return [Line("warn", f"next: {event.lever.replace('_', ' ')}. {event.reason}")]


@_shows(ev.ApprovalGiven)
def _approval(event: ev.ApprovalGiven) -> list[Line]:
    return [] if event.allowed else [Line("warn", f"not allowed: {event.reason}")]


@_shows(ev.FilesRestored)
def _restored(event: ev.FilesRestored) -> list[Line]:
    lines = [Line("dim", f"restored {', '.join(event.restored)}")] if event.restored else []
    if event.kept:
        lines.append(Line("warn", f"kept as you changed it: {', '.join(event.kept)}"))
    return lines


@_shows(ev.Warned)
def _warned(event: ev.Warned) -> list[Line]:
    return [Line("warn", event.message)]


@_shows(ev.RunEnded)
def _ended(event: ev.RunEnded) -> list[Line]:
    good = event.outcome in ("solved", "unverified")
    lines = [Line("bad", event.reason)] if event.reason and not good else []
    lines += [Line("plain", f"- {text}") for text in event.advice]
    if event.requests:
        lines.append(
            Line(
                "dim",
                f"{event.seconds:.1f} s, {event.requests} requests, {event.prompt_tokens} prompt tokens"
                f" ({event.cached_tokens} from cache), {event.completion_tokens} completion tokens",
            )
        )
    text = event.outcome + (f": {', '.join(event.files)}" if event.files else "")
    if event.outcome == "unverified":
        text += f". {event.reason}"
    style: Style = "good" if event.outcome == "solved" else "warn" if good else "bad"
    lines.append(Line(style, text))
    return lines
