"""What a conversation offers beside its turns: the model itself, its window, the person's own commands."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.chat.turns import TurnLog
from smallcode.chat.types import Attachment, Window
from smallcode.errors import SessionError
from smallcode.events.chat import ModelSwitched, ShellRan
from smallcode.events.types import ConversationStarted

if TYPE_CHECKING:
    from smallcode.driving import Graph
    from smallcode.events.sink import EventSink
    from smallcode.models.pool import ModelPool
    from smallcode.models.types import Message, Model
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings
    from smallcode.workspace.process import CommandResult

OUTPUT_CHARACTERS = 20_000
"""Of a command of the person's own."""
CHARACTERS_PER_TOKEN = 3.6
"""Until the model is connected and counts by itself."""


class Beside:
    """The part of ``Conversation`` that needs no turn."""

    def __init__(self, session: Session, settings: Settings, sink: EventSink, graph: Graph, models: ModelPool) -> None:
        self.session = session
        self.settings = settings
        self.log = TurnLog(session.folder)
        self._sink = sink
        self._graph = graph
        self._models = models
        self._shared: list[Attachment] = []

    @property
    def busy(self) -> bool:
        """Whether a turn runs."""
        return False

    @property
    def model_name(self) -> str:
        """``provider:model``."""
        return self.settings.model.name

    async def model(self) -> Model:
        """The conversation's model, connected.

        Raises:
            NoModel: it can't be reached.
        """
        return await self._models.get(0)

    async def ask_model(self, prompt: str, *, purpose: str, max_tokens: int = 200) -> str:
        """One short question outside of the turns. Errors as for ``smallcode.models.asking.ask``."""
        from smallcode.models.asking import ask
        from smallcode.models.types import Request
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
        return await model.count_tokens(text) if model else round(len(text) / CHARACTERS_PER_TOKEN)

    async def window(self) -> Window:
        """What fills the model's window, part by part, as the last request of the last turn was."""
        from smallcode.chat.window import window_of

        return await window_of(self, self._graph)

    async def compact(self) -> tuple[int, int]:
        """Tell all earlier turns in a line each from now on. Returns the tokens of the history before and after."""
        from smallcode.chat.history import compact_turns, history_tokens

        self._not_busy()
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
        settings = with_model(self.settings, name)
        models = new_pool(settings, self._sink)
        try:
            await models.get(0)
        except BaseException:
            await models.close()
            raise
        await self._models.close()
        self.settings, self._models = settings, models
        self.session.update(model=name)
        self._sink.emit(ModelSwitched(model=name))

    async def shell(self, command: str, *, share: bool) -> CommandResult:
        """Run the person's own command in the workspace: their word, so neither policy nor sandbox stands before it.

        Args:
            share: the model sees command and output with the next message.
        """
        from smallcode.sessions.redaction import known_secrets, redact, redact_file
        from smallcode.workspace.process import run_command

        result = await run_command(
            command, cwd=self.session.workspace, timeout=self.settings.commands.seconds or 3600,
            output_folder=self.session.folder, env=dict(os.environ), network=True, sandbox="none",
            output_limit=OUTPUT_CHARACTERS,
        )  # fmt: skip
        code = result.exit_code if result.exit_code is not None else 124 if result.timed_out else 1
        # The command has the person's whole environment; its keys are neither kept nor told to a model.
        secrets = known_secrets()
        await asyncio.to_thread(redact_file, Path(result.output_file), secrets)
        command, output = redact(command, secrets), redact(result.output, secrets)
        result = dataclasses.replace(result, output=output)
        self._sink.emit(ShellRan(command=command, exit_code=code, output=output, shared=share))
        if share:
            text = f"$ {command}\n{output}\n(exit code {code})"
            tokens = await self.count_tokens(text)
            self._shared.append(Attachment(label=f"!{command}", kind="shell", text=text, tokens=tokens))
        return result

    def _not_busy(self) -> None:
        if self.busy:
            raise SessionError("A turn is running.", hint="Wait until it ends, or stop it (Escape).")


def new_pool(settings: Settings, sink: EventSink) -> ModelPool:
    """The models of a conversation, connected when they are needed."""
    from smallcode.running import RunOptions
    from smallcode.wiring import make_pool

    return make_pool(settings, sink, RunOptions())


def with_model(settings: Settings, name: str) -> Settings:
    """The settings with another model. An address and a key of the old one's provider do not hold for another's."""
    update: dict[str, str] = {"name": name}
    if name.partition(":")[0] != settings.model.name.partition(":")[0]:
        update |= {"base_url": "", "api_key_env": ""}
    return settings.model_copy(update={"model": settings.model.model_copy(update=update)})
