"""What ``ChatModel`` does beyond one provider: reviving, learning the real window, guards on real streams."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from smallcode.errors import ContextOverflow, ModelFailed
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.events.types import Warned
from smallcode.models.chat import ChatModel, warm_up
from smallcode.models.client import Client, Endpoint
from smallcode.models.connection import Connection, Price
from smallcode.models.http import Timeouts
from smallcode.models.profiles import Profile
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.streaming import guard
from smallcode.models.tokens import EstimateCounter
from smallcode.models.types import Piece, Request
from smallcode.testing import Fault, Say, ScriptedServer

QUICK = RetryPolicy(base_seconds=0.01)
REQUEST = Request(messages=[{"speaker": "user", "text": "hi"}], max_tokens=2000)


def client_of(server: ScriptedServer) -> Client:
    from smallcode.models.openai_client import OpenAIClient

    return OpenAIClient(Endpoint(base_url=server.base_url, model="scripted"), Timeouts())


def chat(client: Client, **options: Any) -> ChatModel:
    connection = Connection(name="test:scripted", where="here", context_tokens=8192, retries=QUICK)
    return ChatModel(connection, Profile(), client, EstimateCounter(3.4), **options)


async def test_server_that_dies_inside_a_reply_is_revived_once() -> None:
    dying = ScriptedServer([Say("never to its end " * 50, delay=0.01)]).start()
    with ScriptedServer([Say("whole")]) as other:
        revived = []

        async def revive() -> tuple[Client, str]:
            revived.append(True)
            return client_of(other), other.base_url

        model = chat(client_of(dying), revive=revive)
        pieces: list[Piece] = []
        async for piece in model.stream(REQUEST):
            pieces.append(piece)
            if len(pieces) == 3:
                await asyncio.to_thread(dying.stop)
        await model.close()
    assert revived == [True]
    assert any(piece.restarted for piece in pieces)
    assert pieces[-1].reply is not None
    assert pieces[-1].reply.text == "whole"


async def test_server_that_dies_again_is_given_up() -> None:
    with ScriptedServer([Fault("dropped_before")] * (QUICK.attempts + 1)) as server:

        async def revive() -> tuple[Client, str]:
            return client_of(server), server.base_url

        model = chat(client_of(server), revive=revive)
        with pytest.raises(ModelFailed, match="dropped"):
            async for _ in model.stream(REQUEST):
                pass
        server.book.script.clear()
        await model.close()


async def test_real_window_is_learnt_from_the_servers_refusal() -> None:
    text = "request (9000 tokens) exceeds the available context size (3000 tokens), try increasing it"
    with ScriptedServer([Fault("status", status=400, message=text)], kind="openai") as server:
        model = await connect("openai:scripted", base_url=server.base_url)
        assert model.context_tokens == 8192
        with pytest.raises(ContextOverflow) as caught:
            async for _ in model.stream(REQUEST):
                pass
        assert model.context_tokens == 3000
        await model.close()
    assert (caught.value.prompt_tokens, caught.value.context_tokens) == (9000, 3000)


async def test_lmstudio_model_that_is_not_loaded_gets_its_default_window_and_a_warning() -> None:
    events: list[Event] = []
    sink = EventSink()
    sink.subscribe(events.append)
    with ScriptedServer([], kind="lmstudio", context_tokens=0) as server:
        model = await connect("lmstudio:scripted", base_url=server.base_url, sink=sink)
        await model.close()
    assert model.context_tokens == 4096
    assert [type(event) for event in events] == [Warned]


@pytest.mark.parametrize("kind", ["llama.cpp", "ollama"])
async def test_flood_of_blanks_is_cut_after_a_screenful(kind: str) -> None:
    with ScriptedServer([Fault("whitespace", count=100_000)], kind=kind) as server:  # type: ignore[arg-type]
        reference = "ollama:scripted" if kind == "ollama" else "openai:scripted"
        model = await connect(reference, base_url=server.base_url)
        pieces = [piece async for piece in guard(model.stream(REQUEST), model.profile, prompt_tokens=7)]
        await model.close()
    reply = pieces[-1].reply
    assert reply is not None
    assert (reply.finish, reply.text, reply.usage.prompt_tokens) == ("repetition", "", 7)
    assert len(pieces) < 30


async def test_endless_reply_is_cut_and_the_server_freed() -> None:
    with ScriptedServer([Fault("never_ending", text="    total = total + next_value(total, 1)\n")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url)
        pieces = [piece async for piece in guard(model.stream(REQUEST), model.profile)]
        while not server.asked[0].ended:
            await asyncio.sleep(0.01)
        await model.close()
        assert server.asked[0].ended == "client_gone"
    assert pieces[-1].reply is not None
    assert pieces[-1].reply.finish == "repetition"


def test_price_counts_cached_tokens_apart() -> None:
    price = Price(prompt=1.0, completion=4.0, cached=0.1)
    assert price.of(prompt=1_000_000, cached=500_000, completion=250_000) == pytest.approx(0.5 + 0.05 + 1.0)
    assert Price(prompt=1.0).of(prompt=1_000_000, cached=500_000, completion=0) == pytest.approx(1.0)


def test_warm_up_imports_the_client() -> None:
    import sys

    warm_up("ollama").join(timeout=60)
    assert "smallcode.models.ollama_client" in sys.modules


@pytest.mark.real_model
async def test_real_model_streams_obeys_a_schema_and_refuses_what_does_not_fit() -> None:
    model = await connect("embedded:qwen2.5-coder-0.5b", context_tokens=2048)
    try:
        schema = {"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}}, "required": ["answer"]}
        request = Request(
            messages=[{"speaker": "user", "text": "Is 7 a prime number?"}], max_tokens=40, schema=schema, seed=1
        )
        pieces = [piece async for piece in model.stream(request)]
        reply = pieces[-1].reply
        assert reply is not None
        assert len(pieces) > 3
        assert '"answer"' in reply.text
        assert reply.usage.prompt_tokens > 10
        assert 5 <= await model.count_tokens("def add(a, b): return a + b") <= 15
        with pytest.raises(ContextOverflow):
            async for _ in model.stream(Request(messages=[{"speaker": "user", "text": "word " * 3000}], max_tokens=9)):
                pass
    finally:
        await model.close()
