"""A conversation: one session, one turn at a time through the agent's graph. Front ends talk to nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Self

from smallcode.chat.steps import listed_steps
from smallcode.chat.turns import TurnLog
from smallcode.chat.types import Approve, Attachment, Moved, Step, Turn, Window
from smallcode.driving import config_of, drive
from smallcode.errors import SessionError, SmallCodeError
from smallcode.events.chat import Intent, MessageQueued, ModelSwitched, ShellRan, TurnEnded, TurnStarted
from smallcode.events.sink import EventSink, Subscriber
from smallcode.events.types import ConversationStarted, RunEnded, SessionResumed, SessionStarted
from smallcode.settings_schema import Settings

if TYPE_CHECKING:
    from smallcode.driving import Graph
    from smallcode.models.pool import ModelPool
    from smallcode.models.types import Model
    from smallcode.sessions.session import Session
    from smallcode.workspace.diffs import FileChange
    from smallcode.workspace.process import CommandResult

LIMITS = ("steps", "seconds", "requests", "prompt_tokens", "completion_tokens", "money")


class Conversation:
    """Made by ``open``; an async context manager that gives everything back at its end."""

    def __init__(
        self, session: Session, settings: Settings, sink: EventSink, graph: Graph, models: ModelPool,
        *, approve: Approve | None, trusted: bool, closing: contextlib.AsyncExitStack,
    ) -> None:  # fmt: skip
        self.session = session
        self.settings = settings
        self.trusted = trusted
        self.log = TurnLog(session.folder)
        self._sink = sink
        self._graph = graph
        self._models = models
        self._approve = approve
        self._closing = closing
        self._work: asyncio.Task[RunEnded] | None = None
        self._queued: list[str] = []
        self._shared: list[Attachment] = []
        self._numbers = 0
        sink.subscribe(self._note)

    @classmethod
    async def open(
        cls, session: Session, *, subscribers: Sequence[Subscriber] = (), approve: Approve | None, trusted: bool
    ) -> Self:
        """Take the session's lock, open its graph and begin to connect its model in the background.

        Raises:
            SessionError: in use, damaged, or no conversation.
        """
        from smallcode.wiring import open_graph

        if session.record.kind != "chat":
            raise SessionError(
                f"Session {session.id} is no conversation.", hint=f"`smallcode resume {session.id}` goes on with it."
            )
        settings = Settings.model_validate(session.settings_dump)
        if session.record.model:
            settings = _with_model(settings, session.record.model)
        closing = contextlib.AsyncExitStack()
        async with closing:
            closing.enter_context(session.lock())
            sink = EventSink(session.events_path)
            closing.callback(sink.close)
            for subscriber in subscribers:
                sink.subscribe(subscriber)
            graph = await closing.enter_async_context(open_graph(session))
            models = _pool(settings, sink)
            models.start()
            made = cls(session, settings, sink, graph, models, approve=approve, trusted=trusted,
                       closing=closing.pop_all())  # fmt: skip
        made._begin()
        return made

    def _begin(self) -> None:
        """Say that the session is here, for the first time or again."""
        record = self.session.record
        if not self.log.turns:
            self._sink.emit(
                SessionStarted(
                    session=record.id, workspace=record.workspace, title=record.title, model=self.model_name, level=""
                )
            )
        else:
            self._sink.emit(SessionResumed(session=record.id, node="", interrupted=self.unfinished is not None))
        self.session.update(state="idle")

    # What there is

    @property
    def turns(self) -> list[Turn]:
        """All turns, those that were taken back included."""
        return self.log.turns

    @property
    def busy(self) -> bool:
        """Whether a turn runs."""
        return self._work is not None

    @property
    def model_name(self) -> str:
        """``provider:model``."""
        return self.settings.model.name

    @property
    def unfinished(self) -> Turn | None:
        """The last turn, where a crash or a stop left it in flight."""
        standing = self.log.standing
        waits = bool(standing) and not self.busy and standing[-1].outcome in ("", "interrupted")
        return standing[-1] if waits else None

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` with every later event."""
        self._sink.subscribe(subscriber)

    # Turns

    async def send(
        self,
        text: str,
        *,
        intent: Intent = "auto",
        attachments: Sequence[Attachment] = (),
        plan: Sequence[Step] = (),
    ) -> Turn:
        """Run one turn to its end; what ends it early is in the turn's ``outcome`` and ``reason``.

        Raises:
            SessionError: a turn is running; or the folder is in use by another session.
        """
        attached = [*self._shared, *attachments]
        number = self.log.next_number()
        with self._turn_lock():
            self._shared.clear()
            self._queued.clear()
            before = await asyncio.to_thread(self._keep, f"turn-{number}")
            turn = self.log.put(
                Turn(number=number, text=text, intent=intent, before=before, model=self.model_name, at=time.time())
            )
            if not self.session.record.title:
                self.session.update(title=" ".join(text.split())[:100])
            shown = [{"label": a.label, "kind": a.kind, "tokens": a.tokens} for a in attached]
            self._sink.emit(TurnStarted(turn=number, text=text, intent=intent, attached=shown))
            return await self._run(turn, self._first_state(turn, attached, plan))

    async def go_on(self) -> Turn:
        """Finish the turn that was left in flight, from its last checkpoint.

        Raises:
            SessionError: there is none; or the folder is in use.
        """
        turn = self.unfinished
        if turn is None:
            raise SessionError("No turn is left to finish.", hint="Say what is to be done next.")
        with self._turn_lock():
            state = await self._graph.aget_state(config_of(self.session, self.settings, turn=turn.number))
            given = None if state.values or state.tasks else self._first_state(turn, [], [])
            self._sink.emit(TurnStarted(turn=turn.number, text=turn.text, intent=turn.intent))
            return await self._run(turn, given)

    def steer(self, text: str) -> None:
        """Say something while a turn runs: it goes to the model with the next request of this turn."""
        self._queued.append(text)
        self._sink.emit(MessageQueued(text=text))

    def stop(self) -> None:
        """End the running turn at once; what it did so far stays."""
        if self._work is not None:
            self._work.cancel()

    async def _run(self, turn: Turn, given: Any) -> Turn:
        self.session.update(state="running", outcome="")
        self._work = asyncio.create_task(self._through_the_graph(turn, given))
        try:
            ended = await self._work
        except asyncio.CancelledError:
            if not self._work.done() or not self._work.cancelled():
                self._work.cancel()
                await asyncio.gather(self._work, return_exceptions=True)
            ended = RunEnded(outcome="interrupted", exit_code=130, reason="Stopped. What was done so far stays.")
            if _is_cancelled():  # the program itself ends, not only this turn
                await self._close_turn(turn, ended, {})
                raise
        except SmallCodeError as error:
            ended = RunEnded(outcome="error", exit_code=int(error.exit_code), reason=str(error))
        finally:
            self._work = None
            self.session.update(state="idle")
        return await self._close_turn(turn, ended, await self._values(turn))

    async def _through_the_graph(self, turn: Turn, given: Any) -> RunEnded:
        from smallcode.running import RunOptions
        from smallcode.wiring import assemble

        options = RunOptions(answer=self._ask, steering=self._take_queued, trusted=self.trusted)
        context = await asyncio.to_thread(
            assemble, self.session, self.settings, self._sink, self._models, options, since=_mark(turn.number)
        )
        endings: list[RunEnded] = []
        remember = lambda event: endings.append(event) if isinstance(event, RunEnded) else None  # noqa: E731
        config = config_of(self.session, self.settings, turn=turn.number)
        self._sink.subscribe(remember)
        try:
            values = await drive(
                self._graph, given, config, context, answer=self._ask if self._approve else None
            )
        finally:
            self._sink.unsubscribe(remember)
            context.journal.close()
        return endings[-1] if endings else RunEnded(outcome=values["outcome"], exit_code=0, reason=values["reason"])

    async def _close_turn(self, turn: Turn, ended: RunEnded, values: dict[str, Any]) -> Turn:
        """Note what came of a turn, with the figures of its own budget."""
        after = await asyncio.to_thread(self._keep, "")
        files = await asyncio.to_thread(self._changed, turn)
        spent = values.get("spent") or {}
        answer = values.get("answer", "") if ended.outcome in ("answered", "planned") else ""
        turn = replace(
            turn, outcome=ended.outcome, reason=ended.reason, answer=answer, files=files, after=after,
            steps=listed_steps(answer, turn.text) if ended.outcome == "planned" else [],
            **{key: spent.get(key, 0) for key in ("prompt_tokens", "cached_tokens", "completion_tokens", "requests")},
            seconds=spent.get("seconds", 0.0), cost=spent.get("money", 0.0), model=self.model_name,
        )  # fmt: skip
        self.log.put(turn)
        shared = TurnEnded.model_fields.keys() & turn.as_dict().keys()
        self._sink.emit(TurnEnded(turn=turn.number, **{key: getattr(turn, key) for key in shared}))
        return turn

    def _first_state(self, turn: Turn, attached: Sequence[Attachment], plan: Sequence[Step]) -> dict[str, Any]:
        from smallcode.chat.history import exchanges
        from smallcode.state import first_state

        limits = {name: float(getattr(self.settings.limits, name)) for name in LIMITS}
        task = {**self.session.task_dump, "title": " ".join(turn.text.split())[:80], "prompt": turn.text}
        return dict(
            first_state(
                task, limits, conversation=self._numbers,
                wished={
                    "intent": turn.intent,
                    "history": exchanges([t for t in self.log.standing if t.number < turn.number]),
                    "attached": [asdict(one) for one in attached],
                    "steps": [asdict(step) for step in plan],
                },
            )
        )  # fmt: skip

    # Looking back

    async def undo(self, count: int = 1) -> Moved:
        """Take back the last turns: files and conversation. What the person changed meanwhile stays, and is named.

        Raises:
            SessionError: nothing to take back, or a turn is running.
        """
        from smallcode.chat.moving import take_back

        with self._turn_lock():
            return await asyncio.to_thread(take_back, self.session, self.log, count, self._sink.emit)

    async def redo(self, count: int = 1) -> Moved:
        """Bring back turns that were taken back last; errors as for ``undo``."""
        from smallcode.chat.moving import bring_back

        with self._turn_lock():
            return await asyncio.to_thread(bring_back, self.session, self.log, count, self._sink.emit)

    async def changes(self, turn: int | None = None) -> list[FileChange]:
        """Net changes of the whole session, or of one turn (as it left the files)."""
        from smallcode.chat.moving import changes_of

        return await asyncio.to_thread(changes_of, self.session, self.log, turn)

    async def fork(self, turn: int) -> Session:
        """A new conversation as this one was after a turn; the files of the folder stay as they are.

        Raises:
            SessionError: there is no such turn.
        """
        from smallcode.chat.moving import fork_session

        return await asyncio.to_thread(fork_session, self.session, self.log, turn)

    # Beside the turns

    async def shell(self, command: str, *, share: bool) -> CommandResult:
        """Run the person's own command in the workspace (no policy: it is their word); ``share``: the model sees it."""
        from smallcode.workspace.process import run_command

        result = await run_command(
            ["bash", "-c", command], cwd=self.session.workspace, timeout=self.settings.commands.seconds, network=True
        )
        self._sink.emit(ShellRan(command=command, exit_code=result.exit_code, output=result.output, shared=share))
        if share:
            text = f"$ {command}\n{result.output}\n(exit code {result.exit_code})"
            self._shared.append(Attachment(label=f"!{command}", kind="shell", text=text))
        return result

    async def model(self) -> Model:
        """The conversation's model, connected.

        Raises:
            NoModel: it can't be reached.
        """
        return await self._models.get(0)

    async def ask_model(self, prompt: str, *, purpose: str, max_tokens: int = 200) -> str:
        """One short question outside of the turns. Errors as for ``smallcode.models.asking.ask``."""
        from smallcode.models.asking import ask
        from smallcode.models.types import Message, Request
        from smallcode.resources import render_prompt
        from smallcode.state import no_spending

        messages: list[Message] = [
            {"speaker": "system", "text": render_prompt("system_workflow", instructions="")},
            {"speaker": "user", "text": prompt},
        ]
        spent: dict[str, Any] = dict(no_spending())
        self._sink.emit(ConversationStarted(conversation=-1, reason="question"))
        reply = await ask(
            await self.model(), Request(messages=messages, max_tokens=max_tokens, temperature=0.2), self._sink.emit,
            conversation=-1, purpose=purpose, spent=spent, settings=self.settings,
        )  # fmt: skip
        return reply.text.strip()

    async def count_tokens(self, text: str) -> int:
        """Tokens of a text as the model counts, or our estimate where it is not connected yet."""
        model = self._models.ready(0)
        return await model.count_tokens(text) if model else round(len(text) / 3.6)

    async def window(self) -> Window:
        """What fills the model's window, part by part, as the last request of the last turn was."""
        from smallcode.chat.window import window_of

        return await window_of(await self.model(), self.log.standing, self._graph, self.session)

    async def compact(self) -> tuple[int, int]:
        """Tell all earlier turns in a line each from now on. Returns the tokens of the history before and after."""
        from smallcode.chat.history import compact_turns, history_tokens

        model, share = await self.model(), self.settings.context.shares.history
        before = await history_tokens(self.log.standing, model, share)
        compact_turns(self.log)
        return before, await history_tokens(self.log.standing, model, share)

    async def switch_model(self, name: str) -> None:
        """Go on with another model; the earlier one stays where the new one can't be reached.

        Raises:
            SessionError: a turn is running.
            NoModel, BadInput: the new one can't be used.
        """
        self._not_busy()
        settings = _with_model(self.settings, name)
        models = _pool(settings, self._sink)
        try:
            await models.get(0)
        except BaseException:
            await models.close()
            raise
        await self._models.close()
        self.settings, self._models = settings, models
        self.session.update(model=name)
        self._sink.emit(ModelSwitched(model=name))

    async def close(self) -> None:
        """Stop what runs and give everything back; the session stays as it is."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await self._models.close()
        await self._closing.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # Inside

    @contextlib.contextmanager
    def _turn_lock(self) -> Any:
        """Nobody else works in the folder meanwhile."""
        self._not_busy()
        with self.session.workspace_lock():
            yield

    def _not_busy(self) -> None:
        if self.busy:
            raise SessionError("A turn is running.", hint="Wait until it ends, or stop it (Escape).")

    def _keep(self, mark: str) -> str:
        """A checkpoint of everything that the session touched; ``mark``: a turn begins here."""
        from smallcode.chat.moving import keep_state

        return keep_state(self.session, mark)

    def _changed(self, turn: Turn) -> list[str]:
        from smallcode.chat.moving import changed_since

        return changed_since(self.session, _mark(turn.number))

    async def _values(self, turn: Turn) -> dict[str, Any]:
        state = await self._graph.aget_state(config_of(self.session, turn=turn.number))
        return dict(state.values)

    async def _ask(self, calls: list[dict[str, Any]]) -> dict[str, Any]:
        return await self._approve(calls) if self._approve else {}

    def _take_queued(self) -> list[str]:
        taken, self._queued = self._queued, []
        return taken

    def _note(self, event: object) -> None:
        if isinstance(event, ConversationStarted):
            self._numbers = max(self._numbers, event.conversation)


def _mark(turn: int) -> str:
    """The journal's operation that a turn begins with."""
    return f"turn-{turn}"


def _pool(settings: Settings, sink: EventSink) -> ModelPool:
    from smallcode.running import RunOptions
    from smallcode.wiring import make_pool

    return make_pool(settings, sink, RunOptions())


def _with_model(settings: Settings, name: str) -> Settings:
    return settings.model_copy(update={"model": settings.model.model_copy(update={"name": name})})


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
