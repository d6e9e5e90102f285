"""The models of a run: the session's own and the rungs of the escalation ladder, connected when first needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.models.types import Model

if TYPE_CHECKING:
    from smallcode.events.sink import EventSink
    from smallcode.settings_schema import ModelSettings
    from smallcode.state import AgentState
    from smallcode.tooling import ToolBox

Emit = Callable[..., None]


class ModelPool:
    """Connects on demand and keeps what it connected; ``close`` gives all of it back."""

    def __init__(
        self,
        models: Sequence[ModelSettings],
        *,
        sink: EventSink,
        context_tokens: int = 0,
        slot: int | None = None,
    ) -> None:
        self._models = list(models)
        self._sink = sink
        self._context_tokens = context_tokens
        self._connecting: dict[int, asyncio.Task[Model]] = {}
        self.slot = slot

    @property
    def rungs(self) -> int:
        """How many models there are, the session's own included."""
        return len(self._models)

    def name(self, rung: int) -> str:
        """``provider:model`` of a rung."""
        return self._models[rung].name

    def start(self, rung: int = 0) -> None:
        """Begin to connect in the background (imports, server start), while other work goes on."""
        if rung not in self._connecting:
            self._connecting[rung] = asyncio.create_task(self._connect(rung))

    def ready(self, rung: int) -> Model | None:
        """The model of a rung where it is connected already."""
        task = self._connecting.get(rung)
        connected = task is not None and task.done() and not task.cancelled() and task.exception() is None
        return task.result() if task is not None and connected else None

    async def get(self, rung: int, emit: Emit | None = None) -> Model:
        """The model of a rung.

        Raises:
            NoModel: it can't be reached.
        """
        self.start(rung)
        try:
            return await asyncio.shield(self._connecting[rung])
        except BaseException:
            if self._connecting[rung].done():
                del self._connecting[rung]
            raise

    async def _connect(self, rung: int) -> Model:
        from smallcode.models.acquaint import acquainted
        from smallcode.models.chat import ChatModel
        from smallcode.models.providers import connect
        from smallcode.models.retry import RetryPolicy

        own = self._models[rung]
        model = await connect(
            own.name,
            base_url=own.base_url or None,
            api_key_env=own.api_key_env,
            overrides=own.profile or None,
            sink=self._sink,
            context_tokens=self._context_tokens,
            parallel=own.parallel,
            retries=RetryPolicy(attempts=own.retries + 1),
            silence=own.request_seconds,
        )
        if self.slot is not None and isinstance(model, ChatModel):
            model.pin(self.slot)
        return await acquainted(model, overrides=own.profile or None, sink=self._sink) if own.probe else model

    @staticmethod
    def native_tools(model: Model, toolbox: ToolBox, state: AgentState) -> list[dict[str, Any]]:
        """Native definitions, where the model leads and the session speaks by native calls; else none."""
        from smallcode.speech.dialects import dialect
        from smallcode.speech.switching import spoken_dialect

        if not state.get("model_leads"):
            return []
        return dialect(spoken_dialect(state, model.profile)).native_tools(toolbox.schemas(model.profile.level))

    async def close(self) -> None:
        """Give back every connection and lease."""
        for task in self._connecting.values():
            task.cancel()
            results = await asyncio.gather(task, return_exceptions=True)
            for model in results:
                if not isinstance(model, BaseException):
                    await model.close()
        self._connecting.clear()
