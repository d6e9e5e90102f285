"""A conversation: one session, one turn at a time through the agent's graph. Front ends talk to nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from smallcode.chat.beside import Beside, new_pool, with_model
from smallcode.chat.moving import bring_back, changed_since, changes_of, fork_session, keep_state, mark_of, take_back
from smallcode.chat.opening import finished, state_of_turn
from smallcode.chat.types import Approve, Attachment, Moved, Step, Turn
from smallcode.driving import config_of, drive
from smallcode.errors import SessionError, SmallCodeError
from smallcode.events.base import Event
from smallcode.events.chat import Intent, MessageQueued, TurnEnded, TurnStarted
from smallcode.events.sink import EventSink, Subscriber
from smallcode.events.types import ConversationStarted, RunEnded, SessionResumed, SessionStarted
from smallcode.sessions.settings import settings_of

if TYPE_CHECKING:
    from smallcode.driving import Graph
    from smallcode.models.pool import ModelPool
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings
    from smallcode.workspace.diffs import FileChange


class Conversation(Beside):
    """Made by ``open``; an async context manager that gives everything back at its end."""

    def __init__(
        self, session: Session, settings: Settings, sink: EventSink, graph: Graph, models: ModelPool,
        *, approve: Approve | None, trusted: bool, closing: contextlib.AsyncExitStack,
    ) -> None:  # fmt: skip
        super().__init__(session, settings, sink, graph, models)
        self.trusted = trusted
        self._approve = approve
        self._closing = closing
        self._work: asyncio.Task[RunEnded] | None = None
        self._queued: list[str] = []
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
        from smallcode.wiring import learn_from, open_graph

        if session.record.kind != "chat":
            raise SessionError(
                f"Session {session.id} is no conversation.", hint=f"`smallcode resume {session.id}` goes on with it."
            )
        settings = settings_of(session)
        if session.record.model:
            settings = with_model(settings, session.record.model)
        closing = contextlib.AsyncExitStack()
        async with closing:
            closing.enter_context(session.lock())
            sink = EventSink(session.events_path)
            closing.callback(sink.close)
            for subscriber in subscribers:
                sink.subscribe(subscriber)
            learn_from(sink, trusted=trusted)
            graph = await closing.enter_async_context(open_graph(session))
            models = new_pool(settings, sink)
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

    @property
    def turns(self) -> list[Turn]:
        """All turns, those that were taken back included."""
        return self.log.turns

    @property
    def busy(self) -> bool:
        """Whether a turn runs."""
        return self._work is not None

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
            before = await asyncio.to_thread(keep_state, self.session, number)
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

    def take_queued(self) -> list[str]:
        """What was said while a turn ran, and did not go to the model yet."""
        taken, self._queued = self._queued, []
        return taken

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
        state = await self._graph.aget_state(config_of(self.session, turn=turn.number))
        return await self._close_turn(turn, ended, dict(state.values))

    async def _through_the_graph(self, turn: Turn, given: Any) -> RunEnded:
        from smallcode.running import RunOptions
        from smallcode.wiring import assemble

        options = RunOptions(answer=self._ask, steering=self.take_queued, trusted=self.trusted)
        context = await asyncio.to_thread(
            assemble, self.session, self.settings, self._sink, self._models, options, since=mark_of(turn.number)
        )
        endings: list[RunEnded] = []

        def remember(event: Event) -> None:
            if isinstance(event, RunEnded):
                endings.append(event)

        config = config_of(self.session, self.settings, turn=turn.number)
        self._sink.subscribe(remember)
        try:
            values = await drive(self._graph, given, config, context, answer=self._ask if self._approve else None)
        finally:
            self._sink.unsubscribe(remember)
            context.journal.close()
        return endings[-1] if endings else RunEnded(outcome=values["outcome"], exit_code=0, reason=values["reason"])

    async def _close_turn(self, turn: Turn, ended: RunEnded, values: dict[str, Any]) -> Turn:
        after = await asyncio.to_thread(keep_state, self.session)
        files = await asyncio.to_thread(changed_since, self.session, turn.number)
        turn = self.log.put(replace(finished(turn, ended, values), files=files, after=after, model=self.model_name))
        shared = TurnEnded.model_fields.keys() & turn.as_dict().keys()
        self._sink.emit(TurnEnded(turn=turn.number, **{key: getattr(turn, key) for key in shared}))
        return turn

    def _first_state(self, turn: Turn, attached: Sequence[Attachment], plan: Sequence[Step]) -> dict[str, Any]:
        earlier = [one for one in self.log.standing if one.number < turn.number]
        return state_of_turn(
            turn, earlier, attached, plan,
            task=self.session.task_dump, limits=self.settings.limits, conversation=self._numbers,
        )  # fmt: skip

    # Looking back

    async def undo(self, count: int = 1) -> Moved:
        """Take back the last turns: files and conversation. What the person changed meanwhile stays, and is named.

        Raises:
            SessionError: nothing to take back, or a turn is running.
        """
        with self._turn_lock():
            return await asyncio.to_thread(take_back, self.session, self.log, count, self._sink.emit)

    async def redo(self, count: int = 1) -> Moved:
        """Bring back turns that were taken back last; errors as for ``undo``."""
        with self._turn_lock():
            return await asyncio.to_thread(bring_back, self.session, self.log, count, self._sink.emit)

    async def changes(self, turn: int | None = None) -> list[FileChange]:
        """Net changes of the whole session, or of one turn (as it left the files); SessionError: no such turn."""
        return await asyncio.to_thread(changes_of, self.session, self.log, turn)

    async def fork(self, turn: int) -> Session:
        """A new conversation as this one was after a turn; the files of the folder stay as they are.

        Raises:
            SessionError: there is no such turn.
        """
        return await asyncio.to_thread(fork_session, self.session, self.log, turn)

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

    @contextlib.contextmanager
    def _turn_lock(self) -> Any:
        """Nobody else works in the folder meanwhile."""
        self._not_busy()
        with self.session.workspace_lock():
            yield

    async def _ask(self, calls: list[dict[str, Any]]) -> dict[str, Any]:
        return await self._approve(calls) if self._approve else {}

    def _note(self, event: object) -> None:
        if isinstance(event, ConversationStarted):
            self._numbers = max(self._numbers, event.conversation)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
