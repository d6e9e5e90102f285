"""One suite for every provider: streaming, counts, faults at each point of a stream, cancelling, overflow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import Any

import pytest

from smallcode.errors import ContextOverflow, ModelFailed, NoModel
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.events.types import ModelRetried
from smallcode.models.chat import ChatModel
from smallcode.models.http import Timeouts
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.types import Message, Piece, Reply, Request
from smallcode.testing import Fault, Say, ScriptedServer
from smallcode.testing.info import ServerKind

PROVIDERS: dict[str, tuple[ServerKind, str]] = {
    "llama.cpp": ("llama.cpp", "openai:scripted"),
    "vllm": ("vllm", "openai:scripted"),
    "compatible": ("openai", "openai:scripted"),
    "lmstudio": ("lmstudio", "lmstudio:scripted"),
    "ollama": ("ollama", "ollama:scripted"),
}
FAST = RetryPolicy(base_seconds=0.01, cap_seconds=0.02)
Serve = Callable[..., ScriptedServer]


@pytest.fixture(params=sorted(PROVIDERS))
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def model_of(provider: str, events: list[Event]) -> Callable[..., Any]:
    async def connected(server: ScriptedServer, **options: Any) -> ChatModel:
        sink = EventSink()
        sink.subscribe(events.append)
        options = {"retries": FAST, "timeouts": Timeouts(first=2.0, idle=0.3), **options}
        model = await connect(PROVIDERS[provider][1], base_url=server.base_url, sink=sink, **options)
        assert isinstance(model, ChatModel)
        return model

    return connected


@pytest.fixture
def serve(provider: str) -> Serve:
    def started(*script: Any, **options: Any) -> ScriptedServer:
        return ScriptedServer(script, kind=PROVIDERS[provider][0], **options)

    return started


def question(text: str = "hi", **options: Any) -> Request:
    messages: list[Message] = [{"speaker": "system", "text": "Be short."}, {"speaker": "user", "text": text}]
    return Request(messages=messages, **{"max_tokens": 100, **options})


async def ask(model: ChatModel, request: Request) -> tuple[list[Piece], Reply]:
    pieces = [piece async for piece in model.stream(request)]
    assert pieces[-1].reply is not None
    assert all(piece.reply is None for piece in pieces[:-1])
    return pieces, pieces[-1].reply


async def test_reply_comes_in_pieces_and_whole(serve: Serve, model_of: Any) -> None:
    with serve(Say("one two\n```py\nx = 1\n```\n", reasoning="so be it")) as server:
        model = await model_of(server)
        pieces, reply = await ask(model, question())
        await model.close()
    assert len(pieces) > 5
    assert "".join(p.text for p in pieces) == reply.text == "one two\n```py\nx = 1\n```\n"
    assert "".join(p.reasoning for p in pieces) == reply.reasoning == "so be it"
    assert reply.finish == "stop"


async def test_usage_is_the_servers(serve: Serve, model_of: Any) -> None:
    with serve(Say("one two three"), Say("four")) as server:
        model = await model_of(server)
        _, first = await ask(model, question())
        _, second = await ask(model, question())
        await model.close()
        asked = server.asked
    assert first.usage.prompt_tokens == asked[0].prompt_tokens > 0
    assert first.usage.completion_tokens == 5
    assert first.usage.seconds >= first.usage.first_token_seconds > 0
    if server.kind != "ollama":
        assert second.usage.cached_tokens == asked[1].cached_tokens > 0


async def test_native_calls_are_put_together(serve: Serve, model_of: Any, provider: str) -> None:
    calls: list[Mapping[str, Any]] = [
        {"name": "read", "arguments": {"path": "a b.py"}},
        {"name": "list", "arguments": {}},
    ]
    tool = {"name": "read", "description": "Read.", "parameters": {"type": "object", "properties": {}}}
    with serve(Say("", calls=calls)) as server:
        model = await model_of(server)
        _, reply = await ask(model, question(tools=[tool]))
        await model.close()
        sent = server.requests[0]["tools"]
    assert [(c["name"], c["arguments"]) for c in reply.calls] == [("read", {"path": "a b.py"}), ("list", {})]
    assert len({c["id"] for c in reply.calls}) == 2
    assert sent[0]["function"]["name"] == "read"


async def test_sampling_schema_and_limit_arrive_on_the_wire(serve: Serve, model_of: Any, provider: str) -> None:
    schema = {"type": "object", "properties": {"a": {"enum": ["x", "y"]}}}
    over = {"sampling": {"temperature": 0.3, "top_p": 0.8}}
    with serve(Say("{}")) as server:
        model = await model_of(server, overrides=over)
        await ask(model, question(schema=schema, seed=7, stop=("END",), max_tokens=33))
        await model.close()
        body = server.requests[0]
    assert body["stream"] is True
    if provider == "ollama":
        wanted = {"temperature": 0.3, "top_p": 0.8, "seed": 7, "stop": ["END"], "num_predict": 33}
        assert {key: body["options"][key] for key in wanted} == wanted
        assert body["options"]["num_ctx"] == model.context_tokens
        assert body["format"] == schema
    else:
        wanted = {"temperature": 0.3, "top_p": 0.8, "seed": 7, "stop": ["END"], "max_tokens": 33}
        assert {key: body[key] for key in wanted} == wanted
        assert body["response_format"]["json_schema"]["schema"] == schema
        assert "max_completion_tokens" not in body


async def test_answer_cut_by_length_says_so(serve: Serve, model_of: Any) -> None:
    with serve(Say("a b c d e f g h")) as server:
        model = await model_of(server)
        _, reply = await ask(model, question(max_tokens=4))
        await model.close()
    assert (reply.finish, reply.text) == ("length", "a b ")


async def test_empty_answer_and_answer_of_thinking_alone_are_answers(serve: Serve, model_of: Any) -> None:
    with serve(Say(""), Say("", reasoning="I wonder")) as server:
        model = await model_of(server)
        _, empty = await ask(model, question("1"))
        _, thinking = await ask(model, question("2"))
        await model.close()
    assert (empty.text, empty.calls) == ("", [])
    assert (thinking.text, thinking.reasoning) == ("", "I wonder")


async def test_retry_after_is_honoured(serve: Serve, model_of: Any, events: list[Event]) -> None:
    with serve(Fault("status", status=429, retry_after="0.2"), Say("ok")) as server:
        model = await model_of(server)
        began = time.monotonic()
        await ask(model, question())
        took = time.monotonic() - began
        await model.close()
    retried = [event for event in events if isinstance(event, ModelRetried)]
    assert took >= 0.2
    assert retried[0].wait_seconds == pytest.approx(0.2)
    assert "429" in retried[0].reason


async def test_fault_that_stays_ends_in_model_failed(serve: Serve, model_of: Any, events: list[Event]) -> None:
    with serve(*[Fault("status", status=500, message="out of cheese")] * FAST.attempts) as server:
        model = await model_of(server)
        with pytest.raises(ModelFailed, match=r"500.*out of cheese"):
            await ask(model, question())
        await model.close()
    assert len(events) == FAST.attempts - 1


async def test_reply_that_breaks_again_after_tokens_is_given_up(serve: Serve, model_of: Any) -> None:
    with serve(*[Fault("cut_off", text="one")] * 2) as server:
        model = await model_of(server)
        with pytest.raises(ModelFailed, match="dropped"):
            await ask(model, question())
        await model.close()


FINAL = {
    "html": (Fault("html"), NoModel, "no model server"),
    "401": (Fault("status", status=401, message="bad key"), NoModel, "refuses the API key"),
    "404": (Fault("status", status=404, message="no such model"), NoModel, "no model"),
    "400": (Fault("status", status=400, message="bad field"), ModelFailed, "bad field"),
    "quota": (Fault("status", status=429, message="insufficient_quota"), ModelFailed, "429"),
    "long_wait": (Fault("status", status=429, retry_after="86400"), ModelFailed, "429"),
}


@pytest.mark.parametrize("fault", sorted(FINAL))
async def test_fault_that_no_retry_mends_is_told_at_once(
    serve: Serve, model_of: Any, events: list[Event], fault: str
) -> None:
    step, kind, text = FINAL[fault]
    with serve(step) as server:
        model = await model_of(server)
        with pytest.raises(kind, match=text) as caught:
            await ask(model, question())
        await model.close()
    assert events == []
    assert caught.value.hint


async def test_other_content_is_not_taken_for_an_answer(serve: Serve, model_of: Any) -> None:
    with serve(*[Fault("wrong_type", text="GIF89a")] * FAST.attempts) as server:
        model = await model_of(server)
        with pytest.raises(ModelFailed):
            await ask(model, question())
        await model.close()


async def test_bytes_that_are_no_utf8_are_replaced(serve: Serve, model_of: Any) -> None:
    with serve(Fault("invalid_utf8", text="abc", pieces=3)) as server:
        model = await model_of(server)
        _, reply = await ask(model, question())
        await model.close()
    assert reply.text == "abc��"


@pytest.mark.filterwarnings("ignore:Pydantic serializer")
@pytest.mark.parametrize("wrong", [-5, "many", None, 1e30])
async def test_wrong_counts_are_estimated_instead(serve: Serve, model_of: Any, wrong: object) -> None:
    names = ("prompt_tokens", "completion_tokens", "prompt_eval_count", "eval_count")
    with serve(Say("one two three", usage=dict.fromkeys(names, wrong))) as server:
        model = await model_of(server)
        _, reply = await ask(model, question())
        await model.close()
    assert reply.text == "one two three"
    assert 5 < reply.usage.prompt_tokens < 60
    assert reply.usage.completion_tokens == 5


async def _until_gone(server: ScriptedServer, number: int, since: float) -> float:
    """Seconds from ``since`` until the server saw its client go."""
    while server.asked[number].ended != "client_gone":
        await asyncio.sleep(0.002)
        assert time.monotonic() - since < 5
    return time.monotonic() - since


async def test_closing_the_stream_frees_the_server_within_200_ms(serve: Serve, model_of: Any) -> None:
    took = []
    with serve(*[Fault("never_ending", text="tick ", delay=0.01)] * 3) as server:
        model = await model_of(server)
        for number in range(3):
            async with aclosing(model.stream(question())) as stream:
                async for _ in stream:
                    break
                closed = time.monotonic()
            took.append(await _until_gone(server, number, closed))
        await model.close()
    assert min(took) < 0.2, took


async def test_cancelling_the_task_frees_the_server_within_200_ms(serve: Serve, model_of: Any) -> None:
    took = []
    with serve(*[Fault("silent", text="tick")] * 3) as server:
        model = await model_of(server, timeouts=Timeouts())

        async def read() -> None:
            async with aclosing(model.stream(question())) as stream:
                async for _ in stream:
                    pass

        for number in range(3):
            task = asyncio.create_task(read())
            while len(server.asked) <= number:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            task.cancel()
            cancelled = time.monotonic()
            with pytest.raises(asyncio.CancelledError):
                await task
            took.append(await _until_gone(server, number, cancelled))
        await model.close()
    assert min(took) < 0.2, took


async def test_prompt_that_does_not_fit_is_an_overflow(serve: Serve, model_of: Any, provider: str) -> None:
    text = "word = value + other\n" * 600
    steps = [Say("never seen")] if provider == "ollama" else [Say("x", expect=lambda body: True)]
    with serve(*steps, context_tokens=2048) as server:
        model = await model_of(server, context_tokens=2048)
        with pytest.raises(ContextOverflow) as caught:
            await ask(model, question(text))
        await model.close()
    assert caught.value.prompt_tokens > 2048
    assert caught.value.context_tokens == 2048


async def test_window_is_the_one_that_the_server_serves(serve: Serve, model_of: Any, provider: str) -> None:
    with serve(context_tokens=5000) as server:
        model = await model_of(server, context_tokens=4096)
        await model.close()
    # Ollama serves what is asked for; a plain compatible server does not tell, so the wish is all there is.
    assert model.context_tokens == (4096 if provider in ("ollama", "compatible") else 5000)


async def test_tokens_are_counted_by_the_server_where_it_can(serve: Serve, model_of: Any, provider: str) -> None:
    with serve() as server:
        model = await model_of(server)
        number = await model.count_tokens("hello world, this is text")
        await model.close()
    if provider in ("llama.cpp", "vllm"):
        assert number == 10
    else:
        assert 4 <= number <= 10


async def test_wrong_model_name_names_those_there_are(serve: Serve, provider: str) -> None:
    reference = PROVIDERS[provider][1].replace("scripted", "skripted")
    with serve(model="scripted") as server:
        if provider == "llama.cpp":
            model = await connect(reference, base_url=server.base_url)
            await model.close()
            return
        with pytest.raises(NoModel, match="skripted") as caught:
            await connect(reference, base_url=server.base_url)
    assert "scripted" in caught.value.hint
