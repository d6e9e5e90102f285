"""The one model server that all agents of a run share, and each job's metered way to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.evals.metering import Meter, metered

if TYPE_CHECKING:
    from smallcode.models.embedded.client import EmbeddedServer
    from smallcode.models.types import Model


@dataclass(kw_only=True)
class Upstream:
    """Where the model is, and what agents have to know about it."""

    reference: str
    """``PROVIDER:MODEL``."""
    model: str
    """Its name at the server."""
    base_url: str
    context_tokens: int
    parallel: int
    api_key: str = field(default="", repr=False)
    overrides: dict[str, Any] | None = None
    """Of the model's profile."""
    server: EmbeddedServer | None = None

    @contextlib.asynccontextmanager
    async def way(self, log: Path) -> AsyncIterator[Meter]:
        """A metering proxy for one job; an embedded server that died is started again before."""
        if self.server is not None:
            await self.server.ensure()
            self.base_url, self.api_key = f"{self.server.base_url}/v1", self.server.api_key
        async with metered(self.base_url, api_key=self.api_key, log=log) as meter:
            yield meter

    async def connect(self, meter: Meter) -> Model:
        """The model, as our own agents ask it, through the meter."""
        from smallcode.models.providers import connect

        # What runs inside the embedded server is llama.cpp's, and its own way in would go past the meter.
        reference = f"llamacpp:{self.model}" if self.server is not None else self.reference
        return await connect(
            reference, base_url=meter.base_url, api_key=self.api_key, overrides=self.overrides,
            context_tokens=self.context_tokens, parallel=self.parallel,
        )  # fmt: skip


@contextlib.asynccontextmanager
async def hold(
    reference: str, *, base_url: str = "", parallel: int = 1, context_tokens: int = 0,
    overrides: dict[str, Any] | None = None,
) -> AsyncIterator[Upstream]:  # fmt: skip
    """Make sure that the model answers, and keep an embedded one loaded while the block lasts.

    Raises:
        NoModel: it can't be reached.
        BadInput: no such provider, or an address that is none.
    """
    from smallcode.models.presets import split_reference

    preset, name = split_reference(reference)
    if preset.kind == "embedded":
        async with _embedded(reference, name, parallel, context_tokens, overrides) as upstream:
            yield upstream
        return
    from smallcode.models.keys import find_key
    from smallcode.models.providers import connect

    key = find_key(preset, base_url or None)
    model = await connect(
        reference, base_url=base_url or None, api_key=key, overrides=overrides, context_tokens=context_tokens
    )
    window, served = model.context_tokens, model.name.partition(":")[2]
    await model.close()
    address = (base_url or preset.base_url).rstrip("/")
    if preset.kind != "ollama" and address.count("/") == 2:
        address += "/v1"  # as the client completes it
    yield Upstream(
        reference=reference, model=served, base_url=address, context_tokens=window, parallel=parallel, api_key=key,
        overrides=overrides,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def _embedded(
    reference: str, name: str, parallel: int, context_tokens: int, overrides: dict[str, Any] | None
) -> AsyncIterator[Upstream]:
    from smallcode.models.catalogue import default_model
    from smallcode.models.embedded import acquire
    from smallcode.models.learned import chosen_profile
    from smallcode.models.weights import weights_facts

    name = name or default_model()
    facts = await asyncio.to_thread(weights_facts, name)
    window = context_tokens or chosen_profile("embedded", name, facts, overrides).context_tokens
    server = await acquire(name, context_tokens=window, parallel=parallel)
    try:
        yield Upstream(
            reference=reference, model=name, base_url=f"{server.base_url}/v1", context_tokens=server.context_tokens,
            parallel=parallel, api_key=server.api_key, overrides=overrides, server=server,
        )  # fmt: skip
    finally:
        await server.close()


@contextlib.contextmanager
def stand_in(server: EmbeddedServer, meter: Meter, home_state: Path) -> Any:
    """Let a program whose state is in ``home_state`` find the meter where it looks for the embedded server.

    The meeting folder has the same name and says the same, but for the address; the proof of life is held by us.
    """
    from smallcode.models.embedded.rendezvous import Rendezvous

    place = Rendezvous(home_state / "servers" / server.place.folder.name)
    alive = place.lock_alive()
    info = {key: value for key, value in server.place.read_info().items() if key != "pid"}
    place.write_info({**info, "base_url": meter.root_url})
    try:
        yield
    finally:
        place.forget_info()
        if alive is not None:
            alive.release()
