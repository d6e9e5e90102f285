"""From events to the items of a transcript. The same for a turn that runs and for a session that is read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smallcode.events import chat as talk
from smallcode.events import types as ev
from smallcode.events.base import Event
from smallcode.ui.lines import lines_for
from smallcode.ui.render.events import turn_summary
from smallcode.ui.render.items import Changed, Checks, Ended, Item, Reply, Said, Steps, Told, ToolCall

LONG_DIFF = 40
"""Lines from which a diff begins folded."""
LONG_MESSAGE = 12
"""Lines from which what the person said begins folded."""
_ROLES = {"title": "title", "plain": "text", "dim": "dim", "good": "good", "bad": "bad", "warn": "warn"}
_SILENT = (ev.ModelAsked, ev.ApprovalGiven, ev.RunEnded, ev.SessionStarted, ev.SessionResumed)


class Story:
    """The items of one conversation, in order. ``apply`` takes every event; commands add blocks of their own."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._reply: Reply | None = None
        self._checks: Checks | None = None
        self._calls: dict[str, ToolCall] = {}
        self._takers: dict[type[Event], Callable[[Any], None]] = {
            talk.TurnStarted: self._turn_started, talk.TurnEnded: self._turn_ended, talk.TurnUndone: self._undone,
            talk.TurnRedone: self._redone, talk.MessageQueued: self._queued, talk.MessageTaken: self._taken,
            talk.ShellRan: self._shell, talk.ModelSwitched: self._switched, ev.TokensStreamed: self._streamed,
            ev.ModelReplied: self._replied, ev.ReplyParsed: self._parsed, ev.ToolStarted: self._tool_started,
            ev.ToolEnded: self._tool_ended, ev.FileChanged: self._file_changed, ev.PlanMade: self._plan_made,
            ev.ValidationStarted: self._checks_started, ev.CheckEnded: self._check_ended,
            ev.ValidationEnded: self._checks_ended,
        }  # fmt: skip

    def apply(self, event: Event) -> None:
        """Take an event into the transcript."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)
        elif not isinstance(event, _SILENT):
            for line in lines_for(event):
                self.items.append(Told(text=line.text, role=_ROLES.get(line.style, "text")))

    def add(self, item: Item) -> None:
        """Add an item of the front end's own."""
        self.items.append(item)

    def clear(self) -> None:
        """Forget all items; what runs goes on in new ones."""
        self.items.clear()
        self._reply = self._checks = None
        self._calls.clear()

    def _turn_started(self, event: talk.TurnStarted) -> None:
        if any(isinstance(item, Said) and item.turn == event.turn for item in self.items):
            self.items.append(Told(text=f"Turn {event.turn} goes on."))
        else:
            self.items.append(_said(event.text, turn=event.turn, attached=event.attached))

    def _turn_ended(self, event: talk.TurnEnded) -> None:
        self._end_reply("")
        if event.answer:
            self._answer(event.answer)
        for item in self.items:
            if isinstance(item, Said) and item.queued:
                item.queued = False
                item.changed()
        self.items.append(Ended(outcome=event.outcome, text=turn_summary(event)))

    def _answer(self, text: str) -> None:
        """The last reply is the answer if it says the same; else the answer comes below it."""
        for item in reversed(self.items):
            if isinstance(item, Said):
                break
            if isinstance(item, Reply) and item.text.strip() == text.strip():
                item.answer, item.folds = True, False
                item.folded = False
                item.changed()
                return
        self.items.append(Reply(parts=[text], streaming=False, answer=True))

    def _undone(self, event: talk.TurnUndone) -> None:
        self._moved("taken back", event.turns, event.restored, event.kept)
        self._mark(event.turns, undone=True)

    def _redone(self, event: talk.TurnRedone) -> None:
        self._moved("brought back", event.turns, event.restored, event.kept)
        self._mark(event.turns, undone=False)

    def _moved(self, what: str, turns: list[int], restored: list[str], kept: list[str]) -> None:
        which = f"Turn{'s' if len(turns) > 1 else ''} {', '.join(map(str, turns))} {what}"
        self.items.append(Told(text=which + (f": {', '.join(restored)}" if restored else ""), role="good"))
        if kept:
            self.items.append(Told(text=f"Kept, as you changed it in the meantime: {', '.join(kept)}", role="warn"))

    def _mark(self, turns: list[int], *, undone: bool) -> None:
        for item in self.items:
            if isinstance(item, Said) and item.turn in turns:
                item.undone = undone
                item.changed()

    def _queued(self, event: talk.MessageQueued) -> None:
        item = _said(event.text)
        item.queued = True
        self.items.append(item)

    def _taken(self, event: talk.MessageTaken) -> None:
        for item in self.items:
            if isinstance(item, Said) and item.queued and item.text == event.text:
                item.queued = False
                item.changed()
                return

    def _shell(self, event: talk.ShellRan) -> None:
        outcome = "ok" if event.exit_code == 0 else f"exit code {event.exit_code}"
        call = ToolCall(call="", tool="!" if event.shared else "!!", arguments={"command": event.command})
        call.outcome, call.content, call.folds = outcome, event.output, bool(event.output.strip())
        self.items.append(call)

    def _switched(self, event: talk.ModelSwitched) -> None:
        self.items.append(Told(text=f"The conversation goes on with {event.model}."))

    def _streamed(self, event: ev.TokensStreamed) -> None:
        if self._reply is None:
            self._reply = Reply()
            self.items.append(self._reply)
        if event.text:
            self._reply.parts.append(event.text)
        if event.reasoning:
            self._reply.reasoning.append(event.reasoning)
        self._reply.changed()

    def _replied(self, event: ev.ModelReplied) -> None:
        if self._reply is None:
            self._reply = Reply()
            self.items.append(self._reply)
        self._reply.parts[:] = [event.text]
        self._reply.reasoning[:] = [event.reasoning] if event.reasoning else []
        rate = event.tokens_per_second or (event.completion_tokens / event.seconds if event.seconds else 0)
        cut = "" if event.finish == "stop" else f", ended by {event.finish}"
        speed = f" ({rate:.1f}/s)" if rate else ""
        self._end_reply(f"{event.completion_tokens} tokens in {event.seconds:.1f} s{speed}{cut}")

    def _end_reply(self, summary: str) -> None:
        if self._reply is None:
            return
        self._reply.streaming, self._reply.folds = False, True
        self._reply.folded = True
        self._reply.summary = summary or "not complete"
        self._reply.changed()
        self._reply = None

    def _parsed(self, event: ev.ReplyParsed) -> None:
        if event.problem:
            self.items.append(Told(text=event.problem, role="warn"))
        reply = next((item for item in reversed(self.items) if isinstance(item, Reply)), None)
        if event.repairs and reply is not None:
            forms = [name.removeprefix("dialect_").replace("_", " ") for name in event.repairs]
            reply.summary += f", form: {', '.join(forms)}"
            reply.changed()

    def _tool_started(self, event: ev.ToolStarted) -> None:
        call = ToolCall(call=event.call, tool=event.tool, arguments=event.arguments)
        self._calls[event.call] = call
        self.items.append(call)

    def _tool_ended(self, event: ev.ToolEnded) -> None:
        call = self._calls.pop(event.call, None)
        if call is None:
            call = ToolCall(call=event.call, tool=event.tool, arguments={})
            self.items.append(call)
        call.outcome, call.content, call.seconds = event.outcome, event.content, event.seconds
        call.folds = call.folded = bool(call.content.strip() or call.arguments)
        call.hidden = event.outcome == "ok" and bool(event.details.get("changes"))
        call.changed()

    def _file_changed(self, event: ev.FileChanged) -> None:
        long = event.diff.count("\n") > LONG_DIFF
        self.items.append(
            Changed(
                path=event.path,
                kind=event.kind,
                diff=event.diff,
                added=event.added,
                removed=event.removed,
                folds=bool(event.diff),
                folded=long,
            )
        )

    def _plan_made(self, event: ev.PlanMade) -> None:
        parts = [str(part.get("title", "")) for part in event.parts]
        if len(parts) > 1:
            self.items.append(Steps(parts=parts, title="plan" if event.by == "rules" else f"plan (by {event.by})"))

    def _checks_started(self, event: ev.ValidationStarted) -> None:
        self._checks = Checks(purpose=event.purpose, folds=True, folded=True)
        self.items.append(self._checks)

    def _check_ended(self, event: ev.CheckEnded) -> None:
        if self._checks is None:
            self._checks = Checks(purpose="attempt", folds=True, folded=True)
            self.items.append(self._checks)
        self._checks.found.append(event)
        self._checks.changed()

    def _checks_ended(self, event: ev.ValidationEnded) -> None:
        if self._checks is None:
            return
        self._checks.ended, self._checks.ran, self._checks.problems = True, event.ran, event.problems
        self._checks.changed()
        self._checks = None


def _said(text: str, *, turn: int = 0, attached: list[dict[str, Any]] | None = None) -> Said:
    long = text.count("\n") >= LONG_MESSAGE
    return Said(text=text, turn=turn, attached=attached or (), folds=long, folded=long)
