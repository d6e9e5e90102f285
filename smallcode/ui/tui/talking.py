"""What the fullscreen terminal does with a conversation: opening it, turns, steering, approvals."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.chat.front import Notice
from smallcode.errors import SmallCodeError
from smallcode.events.base import Event
from smallcode.events.chat import Intent
from smallcode.ui.render.items import Shown, Told
from smallcode.ui.tui.approval import ApprovalDialog
from smallcode.ui.tui.dialogs import TextDialog
from smallcode.ui.tui.status import git_branch
from smallcode.ui.tui.view import View

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.start import OpenConversation
    from smallcode.chat.types import Turn
    from smallcode.sessions.session import Session
    from smallcode.ui.tui.front import TuiFront


class Talking:
    """One conversation at a time, and the tasks that serve it."""

    def __init__(self, view: View, open_conversation: OpenConversation) -> None:
        self._view = view
        self._open = open_conversation
        self.front: TuiFront
        self.conversation: Conversation | None = None
        self.failed: SmallCodeError | None = None
        self._ready = asyncio.Event()
        self._turn: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    # Opening and closing

    async def open(self, session: Session) -> bool:
        """Open a session with all that is known of it; False (and a message) where it can't be."""
        view = self._view
        self._ready.clear()
        view.situation.opening = True
        view.situation.branch = git_branch(session.workspace)
        for event in await asyncio.to_thread(_told_before, session):
            view.story.apply(event)
            view.facts.apply(event)
        view.facts.doing = ""
        view.redraw()
        try:
            # In a thread, as it takes a second or two in which the person can write already.
            await asyncio.to_thread(importlib.import_module, "smallcode.wiring")
            self.conversation = await self._open(session, self.approve, [self._take])
        except SmallCodeError as error:
            self.failed = error
            view.add(Shown(block=Notice(str(error), "error")))
            return False
        view.facts.model = self.conversation.model_name
        view.situation.opening = False
        self._ready.set()
        view.redraw()
        self.start(self._ask_window())
        if self.conversation.unfinished is not None:
            self.start(self._offer_to_go_on(self.conversation.unfinished))
        return True

    async def opened(self) -> Conversation:
        """The conversation, once it is there."""
        await self._ready.wait()
        assert self.conversation is not None
        return self.conversation

    async def close(self) -> None:
        """Stop what runs, keep the session."""
        self._view.turn_away()
        if self.conversation is not None and self.conversation.busy:
            self.conversation.stop()
        if self._turn is not None:
            await asyncio.wait([self._turn], timeout=5)
        for task in list(self._tasks):
            if task is not asyncio.current_task():
                task.cancel()
        conversation, self.conversation = self.conversation, None
        self._ready.clear()
        if conversation is not None:
            await conversation.close()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Do something beside; what goes wrong is shown."""
        task = asyncio.get_running_loop().create_task(self._shown(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _shown(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except SmallCodeError as error:
            self._view.add(Shown(block=Notice(str(error), "error")))
        except Exception as error:  # our bug is told on the screen, which is not to be torn down over it
            self._tell_bug(error)

    def _tell_bug(self, error: Exception) -> None:
        import traceback

        from smallcode.cli.main import BUG

        text = "".join(traceback.format_exception(error))
        if self.conversation is not None:
            with contextlib.suppress(OSError):
                (self.conversation.session.folder / "trouble.txt").write_text(text, encoding="utf-8")
        self._view.add(Shown(block=Notice(f"{text.strip()}\n{BUG}", "error")))

    # Turns

    @property
    def busy(self) -> bool:
        """Whether a turn runs or begins."""
        return self._turn is not None

    async def say(self, text: str, *, intent: Intent = "auto") -> None:
        """Send a message, or steer where a turn runs."""
        from smallcode.chat.talking import say

        conversation = await self.opened()
        if self._turn is not None:
            await self._begun.wait()
            if conversation.busy:
                conversation.steer(text)
                self._view.situation.queued += 1
                return
            await asyncio.wait([self._turn])
        self._run(lambda: say(self.front, text, intent=intent))
        assert self._turn is not None
        await asyncio.wait([self._turn])

    def stop(self) -> bool:
        """Stop the turn; False where none runs."""
        if self.conversation is None or not self.conversation.busy:
            return False
        self._view.turn_away()
        self.conversation.stop()
        return True

    def _run(self, work: Callable[[], Awaitable[Turn]]) -> None:
        self._begun.clear()
        self._view.transcript.bottom()
        self._turn = asyncio.get_running_loop().create_task(self._shown(self._through(work)))

    async def _through(self, work: Callable[[], Awaitable[Turn]]) -> None:
        try:
            await work()
        finally:
            self._turn = None
            self._begun.set()
            self._view.situation.queued = 0
            self._view.facts.doing = ""
            self._view.set_busy(False)
            if self.conversation is not None:
                self._view.situation.branch = git_branch(self.conversation.session.workspace)
        self.start(self._ask_window())

    async def _offer_to_go_on(self, turn: Turn) -> None:
        from smallcode.chat.front import Option
        from smallcode.chat.talking import go_on

        title = f"Turn {turn.number} was interrupted: {' '.join(turn.text.split())[:60]}"
        options = [Option("go", "go on with it", "from the last step that was done"), Option("leave", "leave it")]
        if await self.front.choose(title, options) == "go" and self.conversation is not None:
            self._run(lambda: go_on(self.front))

    async def _ask_window(self) -> None:
        """How large the model's window is, once the model is there."""
        if self.conversation is None or self._view.situation.window:
            return
        with contextlib.suppress(SmallCodeError):
            self._view.situation.window = (await self.conversation.window()).limit
            self._view.redraw()

    def _take(self, event: Event) -> None:
        if event.type == "turn_started":  # type: ignore[attr-defined]
            self._begun.set()
            self._view.situation.queued = 0
            self._view.set_busy(True)
        elif event.type == "turn_ended":  # type: ignore[attr-defined]
            self._view.set_busy(False)
        elif event.type == "message_taken":  # type: ignore[attr-defined]
            self._view.situation.queued = max(self._view.situation.queued - 1, 0)
        elif event.type == "model_switched":  # type: ignore[attr-defined]
            self._view.situation.window = 0
            self.start(self._ask_window())
        self._view.take(event)

    # Approvals

    async def approve(self, calls: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """Ask the person about calls, one after the other."""
        from smallcode.chat.approvals import NO, answer, policy_of, question_for

        conversation, answers = self.conversation, {}
        assert conversation is not None
        root = conversation.session.workspace
        for call in calls:
            question = question_for(call, policy_of(conversation.settings, root))
            choice = await self._view.ask(ApprovalDialog(question, self._view.canvas, self._view.keys))
            reason = ""
            if choice == NO:
                dialog = TextDialog(
                    "Why not? The reason goes to the model.", "", self._view.keys, lines=False, secret=False
                )
                reason = await self._view.ask(dialog) or ""
            try:
                answers[question.call] = answer(question, choice, root, reason=reason)
            except SmallCodeError as error:
                self._view.add(Shown(block=Notice(str(error), "error")))
                answers[question.call] = {"allowed": True, "reason": ""}
            self._view.add(Told(text=_told_answer(question.subject, answers[question.call])))
        return answers


def _told_answer(subject: str, answer: Mapping[str, Any]) -> str:
    words = "allowed" if answer["allowed"] else f"not allowed{': ' + answer['reason'] if answer['reason'] else ''}"
    return f"{words}  {' '.join(subject.split())[:60]}"


def _told_before(session: Session) -> list[Event]:
    """The events of a session so far, without attempts that a crash cut short."""
    from smallcode.cli.replay import superseded_left_out
    from smallcode.events.sink import read_events

    if not session.events_path.exists():
        return []
    return list(superseded_left_out(list(read_events(session.events_path))))
