"""``ChatModel``: a model behind any provider's client; retries, time-outs and counts in one place."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Literal, cast

from smallcode.characters import Halves
from smallcode.errors import ContextOverflow
from smallcode.events.sink import EventSink
from smallcode.events.types import ModelRetried
from smallcode.models.client import Client, Delta
from smallcode.models.connection import Connection
from smallcode.models.dialogue import CallAssembly
from smallcode.models.facts import ModelFacts
from smallcode.models.faults import ServerFault, as_error, fault_of, redact
from smallcode.models.profiles import Profile
from smallcode.models.streaming import ThinkingSplitter
from smallcode.models.tally import Tally, Tries, finish_of
from smallcode.models.tokens import TokenCounter
from smallcode.models.types import Piece, Reply, Request, Usage

_MESSAGE_TOKENS = 5
"""What a chat template adds to each message."""
_REPLY_MARGIN = 64
_FOR_COUNTS = 5.0
"""Seconds that a server which has said everything may take for its counts."""


Revive = Callable[[], Awaitable[tuple[Client, str]]]
"""Brings a dead server back; returns a client for it and its address."""
Release = Callable[[], Awaitable[None]]


class ChatModel:
    """Implements ``smallcode.models.types.Model`` over a provider's client."""

    def __init__(
        self,
        connection: Connection,
        profile: Profile,
        client: Client,
        counter: TokenCounter,
        *,
        sink: EventSink | None = None,
        revive: Revive | None = None,
        release: Release | None = None,
    ) -> None:
        self._connection = connection
        self._profile = profile
        self._client = client
        self._counter = counter
        self._sink = sink
        self._revive = revive
        self._release = release
        self._slot: int | None = None

    @property
    def name(self) -> str:
        """``provider:model``."""
        return self._connection.name

    @property
    def profile(self) -> Profile:
        """How to speak with this model."""
        return self._profile

    @property
    def context_tokens(self) -> int:
        """The window that the server serves."""
        return self._connection.context_tokens

    @property
    def facts(self) -> ModelFacts | None:
        """What the server said about the model; None: nothing."""
        return self._connection.facts

    @property
    def costs_money(self) -> bool:
        """Whether its provider charges for tokens, as far as config/providers.yaml knows."""
        return self._connection.price.costs_money

    def adopt(self, profile: Profile) -> None:
        """Speak with the model by another profile from the next request on; the window stays."""
        self._profile = profile

    def pin(self, slot: int) -> None:
        """Send every request that names no slot of the server to this one, so that its prefix stays cached there."""
        self._slot = slot

    async def stream(self, request: Request) -> AsyncGenerator[Piece]:
        """Ask; see ``Model.stream``. A retry after tokens were handed out begins with ``restarted``."""
        tries = Tries()
        if request.slot is None and self._slot is not None:
            request = dataclasses.replace(request, slot=self._slot)
        while True:
            tries.number += 1
            begun = False
            try:
                async with aclosing(self._attempt(request)) as pieces:
                    async for piece in pieces:
                        begun = begun or bool(piece.text or piece.reasoning)
                        yield piece
                return
            except ServerFault as fault:
                tries.broken += begun
                request = await self._before_retry(fault, request, tries)
            if begun:
                yield Piece(restarted=True)

    async def count_tokens(self, text: str) -> int:
        """Count ``text`` by the server's tokenizer, else by the fitted estimate."""
        return await self._counter.count(text)

    async def close(self) -> None:
        """Give back connections and leases."""
        await self._client.close()
        await self._counter.close()
        if self._release is not None:
            await self._release()

    async def _attempt(self, request: Request) -> AsyncGenerator[Piece]:
        """One request; the reply's usage is completed."""
        tally = Tally()
        async with aclosing(self._pieces(request, tally)) as pieces:
            async for piece in pieces:
                if piece.reply is not None:
                    usage = await self._usage(request, tally)
                    piece = Piece(reply=dataclasses.replace(piece.reply, usage=usage))
                yield piece

    async def _pieces(self, request: Request, tally: Tally) -> AsyncGenerator[Piece]:
        splitter = ThinkingSplitter(self._profile.thinking.tags)
        halves, thoughts = Halves(), Halves()
        said: list[str] = []
        thought: list[str] = []
        calls = CallAssembly()
        async with aclosing(self._until_finished(request, tally)) as deltas:
            async for delta in deltas:
                new = halves.feed(delta.text)
                text, reasoning = splitter.feed(new) if new else ("", "")
                reasoning = thoughts.feed(delta.reasoning) + reasoning
                for call in delta.calls:
                    calls.add(call["index"], call["id"], call["name"], call["arguments"])
                if text or reasoning:
                    said.append(text)
                    thought.append(reasoning)
                    yield Piece(text=text, reasoning=reasoning)
        if not tally.finish:
            raise ServerFault("ended_early", "the answer ended without a finish reason")
        if rest := splitter.end():
            said.append(rest[0])
            thought.append(rest[1])
            if any(rest):
                yield Piece(text=rest[0], reasoning=rest[1])
        finish = finish_of(tally.finish)
        yield Piece(reply=Reply(text="".join(said), reasoning="".join(thought), calls=calls.calls(), finish=finish))

    async def _until_finished(self, request: Request, tally: Tally) -> AsyncGenerator[Delta]:
        """The deltas, each noted; what breaks behind the finish reason, where only counts come, takes nothing away."""
        try:
            async with aclosing(self._timed_deltas(request, tally)) as deltas:
                async for delta in deltas:
                    tally.take(delta)
                    yield delta
        except ServerFault:
            if not tally.finish:
                raise

    async def _timed_deltas(self, request: Request, tally: Tally) -> AsyncGenerator[Delta]:
        """The client's deltas; any trouble comes out as a ``ServerFault``."""
        patience = self._connection.timeouts.first
        deltas = cast("AsyncGenerator[Delta]", self._client.deltas(request, self._profile))
        async with aclosing(deltas):
            while True:
                try:
                    async with asyncio.timeout(patience):
                        delta = await anext(deltas)
                except StopAsyncIteration:
                    return
                except TimeoutError as error:
                    raise ServerFault("idle", f"nothing came for {patience:.0f} s") from error
                except Exception as error:
                    fault = fault_of(error)
                    fault.text = redact(fault.text, self._connection.secrets)
                    # A server may quote the key that it refuses: no chain of causes then.
                    raise fault from (None if self._connection.secrets else error)
                yield delta
                patience = self._connection.timeouts.idle
                if tally.finish:
                    patience = min(patience, _FOR_COUNTS)

    async def _before_retry(self, fault: ServerFault, request: Request, tries: Tries) -> Request:
        """Wait, or revive, or shorten the request; raise when nothing of that helps."""
        if fault.kind == "overflow":
            if 0 < fault.context_tokens < self._connection.context_tokens:
                self._connection = dataclasses.replace(self._connection, context_tokens=fault.context_tokens)
            return self._shortened(fault, request, tries)
        if self._revive is not None and not tries.revived and fault.kind in ("refused", "unreachable", "dropped"):
            tries.revived = True
            self._note(fault, tries.number, 0.0)
            await self._client.close()
            self._client, where = await self._revive()
            self._connection = dataclasses.replace(self._connection, where=where)
            return request
        wait = self._connection.retries.wait(fault, tries.number, broken=tries.broken, waited=tries.waited)
        if wait is None:
            raise self._error(fault) from fault
        self._note(fault, tries.number, wait)
        tries.waited += wait
        await asyncio.sleep(wait)
        return request

    def _shortened(self, fault: ServerFault, request: Request, tries: Tries) -> Request:
        """Prompt and reply together did not fit, the prompt alone does: ask for a shorter reply, once."""
        room = fault.context_tokens - fault.prompt_tokens - 8
        if tries.shortened or not fault.prompt_tokens or room < _REPLY_MARGIN or room >= request.max_tokens:
            raise self._error(fault) from fault
        tries.shortened = True
        self._note(fault, tries.number, 0.0)
        return dataclasses.replace(request, max_tokens=room)

    def _error(self, fault: ServerFault) -> Exception:
        connection = self._connection
        if fault.kind in ("overflow", "truncated"):
            return ContextOverflow(fault.prompt_tokens, fault.context_tokens or connection.context_tokens)
        return as_error(
            fault, where=connection.where, model=connection.name, start_hint=connection.start_hint,
            secrets=connection.secrets,
        )  # fmt: skip

    def _note(self, fault: ServerFault, attempt: int, wait: float) -> None:
        if self._sink is not None:
            reason = redact(str(fault), self._connection.secrets)
            self._sink.emit(ModelRetried(reason=reason, attempt=attempt, wait_seconds=round(wait, 3)))

    async def _usage(self, request: Request, tally: Tally) -> Usage:
        """The server's figures; what it did not say is counted or estimated here."""
        figures, now = tally.figures, time.monotonic()
        prompt = figures.prompt_tokens
        if prompt is None or self._connection.checks_prompt:
            counted = await self._count_prompt(request)
            if prompt is None:
                prompt = counted
            elif prompt < 0.8 * counted and counted > 0.75 * self._connection.context_tokens:
                raise ServerFault("truncated", f"{prompt} of {counted} tokens were read", 0, None, counted, prompt)
        completion = figures.completion_tokens if figures.completion_tokens is not None else tally.pieces
        cached = min(figures.cached_tokens or 0, prompt)
        seconds, first = now - tally.began, (tally.first or now) - tally.began
        speed = figures.tokens_per_second or (completion / (seconds - first) if seconds - first > 0.01 else 0.0)
        return Usage(
            prompt_tokens=prompt, cached_tokens=cached, completion_tokens=completion, seconds=seconds,
            first_token_seconds=first, tokens_per_second=speed,
            cost=self._connection.price.of(prompt, cached, completion),
        )  # fmt: skip

    async def _count_prompt(self, request: Request) -> int:
        texts = [message["text"] for message in request.messages]
        return sum([await self._counter.count(text) + _MESSAGE_TOKENS for text in texts])


def warm_up(kind: Literal["openai", "ollama"] = "openai") -> threading.Thread:
    """Import the provider's client in a thread, as it takes seconds of CPU; return the thread."""

    def load() -> None:
        import importlib

        importlib.import_module(f"smallcode.models.{kind}_client")

    thread = threading.Thread(target=load, name="warm-up", daemon=True)
    thread.start()
    return thread
