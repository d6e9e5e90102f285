"""Every fault of a server at every point of its answer, with every provider: asked again, or told clearly."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from smallcode.errors import ModelFailed
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.events.types import ModelRetried
from smallcode.models.chat import ChatModel
from smallcode.models.client import Client, Endpoint
from smallcode.models.connection import Connection
from smallcode.models.http import Timeouts
from smallcode.models.profiles import Profile
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.tokens import EstimateCounter
from smallcode.models.types import Message, Piece, Reply, Request
from smallcode.testing import Fault, Say, ScriptedServer
from smallcode.testing.info import ServerKind

PROVIDERS: dict[str, tuple[ServerKind, str]] = {
    "llama.cpp": ("llama.cpp", "openai:scripted"),
    "vllm": ("vllm", "openai:scripted"),
    "compatible": ("openai", "openai:scripted"),
    "lmstudio": ("lmstudio", "lmstudio:scripted"),
    "ollama": ("ollama", "ollama:scripted"),
    "embedded": ("llama.cpp", ""),
}
FAST = RetryPolicy(attempts=2, base_seconds=0.01, cap_seconds=0.02)
CALL = {"name": "read", "arguments": {"path": "a b.py"}}
TEXT = "one two\n"
WHOLE = Say(TEXT, reasoning="so be it", calls=[CALL])
TOOL = {"name": "read", "description": "Read.", "parameters": {"type": "object", "properties": {}}}

POINTS: dict[str, dict[str, Any]] = {
    "after the headers": {},
    "inside reasoning": {"reasoning": "so b"},
    "inside a text": {"reasoning": "so be it", "text": "one tw"},
    "inside a native call": {"reasoning": "so be it", "text": TEXT, "call": CALL},
    "before the end": {"reasoning": "so be it", "text": TEXT},
}
BROKEN = {
    "cut off": Fault("cut_off"),
    "ended early": Fault("ended_early"),
    "malformed": Fault("malformed"),
    "error in the stream": Fault("error_event", message="out of cheese"),
}
BEFORE = {
    "429": Fault("status", status=429, retry_after="0.01", message="slow down"),
    "500": Fault("status", status=500, message="out of cheese"),
    "502 as a web page": Fault("status", status=502, message="<html><h1>Bad gateway</h1></html>"),
    "503": Fault("status", status=503, message="Loading model"),
    "dropped before the headers": Fault("dropped_before"),
    "dropped after the headers": Fault("dropped_after"),
    "another content type": Fault("wrong_type", text="GIF89a"),
}


def timeouts() -> Timeouts:
    return Timeouts(first=20.0, idle=20.0)


async def model_of(provider: str, server: ScriptedServer, events: list[Event], **options: Any) -> ChatModel:
    sink = EventSink()
    sink.subscribe(events.append)
    options = {"retries": FAST, "timeouts": timeouts(), **options}
    if provider == "embedded":
        return embedded(server, sink, **options)
    model = await connect(PROVIDERS[provider][1], base_url=server.base_url, sink=sink, **options)
    assert isinstance(model, ChatModel)
    return model


def embedded(server: ScriptedServer, sink: EventSink, **options: Any) -> ChatModel:
    """As ``connect`` makes it for the embedded server: one that died is brought back, once a question."""

    def client() -> Client:
        from smallcode.models.openai_client import OpenAIClient

        return OpenAIClient(Endpoint(base_url=server.base_url, model="scripted"), options["timeouts"])

    async def revive() -> tuple[Client, str]:
        return client(), server.base_url

    connection = Connection(name="embedded:x", where=server.base_url, context_tokens=8192, **options)
    return ChatModel(connection, Profile(), client(), EstimateCounter(3.4), sink=sink, revive=revive)


def question() -> Request:
    messages: list[Message] = [{"speaker": "user", "text": "hi"}]
    return Request(messages=messages, max_tokens=100, tools=[TOOL])


async def ask(model: ChatModel) -> tuple[list[Piece], Reply]:
    pieces = [piece async for piece in model.stream(question())]
    assert pieces[-1].reply is not None
    return pieces, pieces[-1].reply


def whole(pieces: list[Piece], reply: Reply) -> bool:
    """Whether nothing is missing or said twice, in the reply and in what was handed out since the last restart."""
    last = max((number for number, piece in enumerate(pieces) if piece.restarted), default=-1)
    text = "".join(piece.text for piece in pieces[last + 1 :])
    thought = "".join(piece.reasoning for piece in pieces[last + 1 :])
    calls = [(call["name"], call["arguments"]) for call in reply.calls]
    assert text == reply.text == TEXT
    assert thought == reply.reasoning == "so be it"
    assert calls == [("read", {"path": "a b.py"})]
    return True


async def told(model: ChatModel, server: ScriptedServer) -> str:
    """The message for a fault that stays: where it happened, what, and the way out."""
    with pytest.raises(ModelFailed) as caught:
        await ask(model)
    message = caught.value.message
    assert server.root_url in message
    assert caught.value.hint
    assert "Traceback" not in message
    return message


WORDS = {
    "cut off": "broke the connection", "ended early": "ended its answer too early", "malformed": "can't be read",
    "error in the stream": "out of cheese", "429": "status 429: slow down", "500": "status 500: out of cheese",
    "502 as a web page": "status 502: Bad gateway", "503": "", "dropped before the headers": "broke the connection",
    "dropped after the headers": "", "another content type": "",
}  # fmt: skip


@pytest.mark.parametrize("point", ["before the headers", *POINTS])
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_fault_is_asked_again_loses_nothing_and_is_told_if_it_stays(provider: str, point: str) -> None:
    events: list[Event] = []
    steps: list[Fault | Say] = []
    faults = {name: dataclasses.replace(fault, **POINTS.get(point, {})) for name, fault in BROKEN.items()}
    script = [lambda body: steps.pop(0) if len(steps) > 1 else steps[0]] * 100
    with ScriptedServer(script, kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, events)
        for name, fault in (BEFORE if point == "before the headers" else faults).items():
            events.clear()
            steps[:] = [fault, WHOLE]
            assert whole(*await ask(model)), name
            assert [type(event) for event in events] == [ModelRetried], name
            # The words are the same for all that speak OpenAI's way; a server that loads is waited for.
            if name != "503" and provider in ("llama.cpp", "ollama"):
                steps[:] = [fault]
                # Ollama sends a call as one line, so what comes or ends inside is a broken line.
                half = (provider, point) == ("ollama", "inside a native call") and name != "cut off"
                assert WORDS["malformed" if half else name] in await told(model, server), name
        server.book.script.clear()
        await model.close()


@pytest.mark.parametrize("point", ["after the headers", "inside reasoning", "inside a native call", "before the end"])
@pytest.mark.parametrize("provider", ["compatible", "ollama"])
async def test_silence_anywhere_in_an_answer_is_ended_and_asked_again(provider: str, point: str) -> None:
    events: list[Event] = []
    with ScriptedServer([Fault("silent", **POINTS[point]), WHOLE], kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, events, timeouts=Timeouts(first=0.4, idle=0.3))
        assert whole(*await ask(model))
        await model.close()
    assert ["idle" in event.reason for event in events if isinstance(event, ModelRetried)] == [True]


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("provider", ["llama.cpp", "vllm", "compatible", "lmstudio", "embedded"])
async def test_what_breaks_behind_the_finish_reason_takes_nothing_away(provider: str, fault: str) -> None:
    events: list[Event] = []
    step = dataclasses.replace(BROKEN[fault], text="one two three", finish="stop")
    with ScriptedServer([step], kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, events)
        _, reply = await ask(model)
        await model.close()
    assert (reply.text, reply.finish, events) == ("one two three", "stop", [])
    assert reply.usage.completion_tokens == 5
    assert reply.usage.prompt_tokens > 0


async def test_counts_that_never_come_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from smallcode.models import chat

    monkeypatch.setattr(chat, "_FOR_COUNTS", 0.05)
    events: list[Event] = []
    with ScriptedServer([Fault("silent", text="one two", finish="stop")]) as server:
        model = await model_of("llama.cpp", server, events)
        _, reply = await ask(model)
        await model.close()
    assert (reply.text, events) == ("one two", [])


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_slow_answer_is_waited_for(provider: str) -> None:
    events: list[Event] = []
    slow = dataclasses.replace(WHOLE, first_delay=0.1, delay=0.01)
    with ScriptedServer([slow], kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, events)
        assert whole(*await ask(model))
        await model.close()
    assert events == []


@pytest.mark.parametrize("provider", ["llama.cpp", "compatible", "lmstudio", "ollama"])
async def test_an_answer_that_does_not_stream_is_one_all_the_same(provider: str) -> None:
    events: list[Event] = []
    with ScriptedServer([dataclasses.replace(WHOLE, unstreamed=True)], kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, events)
        _, reply = await ask(model)
        await model.close()
        prompt = server.asked[0].prompt_tokens
    assert (reply.text, reply.reasoning, reply.usage.prompt_tokens) == (TEXT, "so be it", prompt)
    assert [call["arguments"] for call in reply.calls] == [CALL["arguments"]]
    assert events == []


@pytest.mark.parametrize("provider", ["compatible", "ollama"])
async def test_an_error_under_status_200_is_told(provider: str) -> None:
    events: list[Event] = []
    with ScriptedServer(
        [Fault("status", status=200, message="out of cheese")] * FAST.attempts, kind=PROVIDERS[provider][0]
    ) as server:
        model = await model_of(provider, server, events)
        assert "out of cheese" in await told(model, server)
        await model.close()


@pytest.mark.parametrize("field", ["text", "reasoning"])
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_bytes_that_are_no_utf8_are_replaced(provider: str, field: str) -> None:
    with ScriptedServer([Fault("invalid_utf8", pieces=3, **{field: "abc"})], kind=PROVIDERS[provider][0]) as server:
        model = await model_of(provider, server, [])
        _, reply = await ask(model)
        await model.close()
    assert getattr(reply, field) == "abc\ufffd\ufffd"


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_answer_of_thinking_alone_an_empty_one_and_one_of_blanks_are_answers(provider: str) -> None:
    blanks = " \n" * 2000
    script = [Say("", reasoning="I wonder"), Say(""), Say(blanks, pieces=500)]
    with ScriptedServer(script, kind=PROVIDERS[provider][0], context_tokens=16_000) as server:
        model = await model_of(provider, server, [])
        replies = [(await ask(model))[1] for _ in range(2)]
        long = dataclasses.replace(question(), max_tokens=5000)
        pieces = [piece async for piece in model.stream(long)]
        await model.close()
    assert [(reply.text, reply.reasoning, reply.finish) for reply in replies] == [
        ("", "I wonder", "stop"),
        ("", "", "stop"),
    ]
    assert pieces[-1].reply is not None
    assert pieces[-1].reply.text == blanks
