from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.evals.metering import Meter, metered
from smallcode.evals.usage import Tap, Usage, asked_text
from smallcode.testing.script import Fault, Say, count_tokens
from smallcode.testing.scripted import ScriptedServer

WORDS = "some words that are said"
ASKED = {"model": "scripted", "messages": [{"role": "user", "content": "hi there"}], "stream": True}
COUNTED = {**ASKED, "stream_options": {"include_usage": True}}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("body", [ASKED, COUNTED, {**ASKED, "stream": False}])
async def test_answers_pass_byte_for_byte(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    with ScriptedServer([Say(WORDS)] * 2) as server:
        async with metered(server.base_url) as meter:
            through = await client.post(f"{meter.base_url}/chat/completions", json=body)
        # The second answer differs by what the server's cache holds by then, which is not in the bytes of the first.
        direct = await client.post(f"{server.base_url}/chat/completions", json=body)
        assert (through.status_code, through.headers["content-type"]) == (200, direct.headers["content-type"])
        if body is ASKED:
            assert through.content == direct.content
        else:
            assert len(through.content) == pytest.approx(len(direct.content), abs=8)
        first, second = server.requests
        assert first == second == body


async def test_pieces_pass_when_they_come(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Say(WORDS, delay=0.05)]) as server:
        async with metered(server.base_url) as meter:
            times = []
            async with client.stream("POST", f"{meter.base_url}/chat/completions", json=ASKED) as answer:
                async for _ in answer.aiter_raw():
                    times.append(asyncio.get_running_loop().time())
    assert len(times) > 5
    assert times[-1] - times[0] > 0.2


async def test_what_the_server_tells_is_counted_for_each_meter_alone(client: httpx.AsyncClient, tmp_path: Path) -> None:
    with ScriptedServer([Say(WORDS)] * 3) as server:
        async with metered(server.base_url, log=tmp_path / "log") as first, metered(server.base_url) as second:
            for _ in range(2):
                await client.post(f"{first.base_url}/chat/completions", json=COUNTED)
            await client.post(f"{second.base_url}/chat/completions", json={**ASKED, "stream": False})
            await client.get(f"{first.base_url}/models")
        asked = server.asked
    assert first.usage.requests == 2 and second.usage.requests == 1
    assert first.usage.prompt_tokens == asked[0].prompt_tokens + asked[1].prompt_tokens
    assert first.usage.cached_tokens == asked[1].cached_tokens > 0
    assert first.usage.completion_tokens == 2 * count_tokens(WORDS)
    assert second.usage.prompt_tokens == asked[2].prompt_tokens and first.usage.estimated == 0
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line["prompt_tokens"] for line in lines] == [a.prompt_tokens for a in asked[:2]]
    assert all(line["ended"] == "answered" and line["seconds"] > 0 for line in lines)


async def test_where_the_server_tells_nothing_its_tokenizer_counts(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Say(WORDS)]) as server:
        async with metered(server.base_url) as meter:
            await client.post(f"{meter.base_url}/chat/completions", json=ASKED)
    assert meter.usage.estimated == 1
    assert meter.usage.prompt_tokens == count_tokens("hi there")
    assert meter.usage.completion_tokens == count_tokens(WORDS)


async def test_ollama_is_read_too(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Say(WORDS)], kind="ollama") as server:
        async with metered(server.base_url) as meter:
            assert meter.path == ""
            await client.post(f"{meter.root_url}/api/chat", json=ASKED)
        assert meter.usage.prompt_tokens == server.asked[0].prompt_tokens
    assert meter.usage.completion_tokens == count_tokens(WORDS)


async def test_an_agent_that_leaves_frees_the_model(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Fault("silent", text=WORDS)]) as server:
        async with metered(server.base_url) as meter:
            with pytest.raises(httpx.ReadTimeout):
                await client.post(f"{meter.base_url}/chat/completions", json=COUNTED, timeout=0.7)
            for _ in range(100):
                if server.asked[0].ended:
                    break
                await asyncio.sleep(0.05)
        assert server.asked[0].ended == "client_gone"
    assert (meter.usage.requests, meter.usage.estimated) == (1, 1)
    assert meter.usage.completion_tokens == count_tokens(WORDS) and meter.usage.prompt_tokens > 0


async def test_errors_are_the_servers_own_and_count_as_failed(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Fault("status", status=503, message="busy"), Fault("cut_off", text=WORDS)]) as server:
        async with metered(server.base_url) as meter:
            busy = await client.post(f"{meter.base_url}/chat/completions", json=ASKED)
            assert busy.status_code == 503 and "busy" in busy.text
            with pytest.raises(httpx.RemoteProtocolError):
                await client.post(f"{meter.base_url}/chat/completions", json=ASKED)
        assert (meter.usage.requests, meter.usage.failed) == (2, 1)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with metered(f"http://127.0.0.1:{unused.getsockname()[1]}/v1") as meter:
            dead = await client.post(f"{meter.base_url}/chat/completions", json=ASKED)
    assert dead.status_code == 502 and "does not answer" in dead.json()["error"]["message"]
    assert meter.usage.failed == 1


async def test_the_key_of_the_server_is_put_on_and_the_agents_own_left_out(client: httpx.AsyncClient) -> None:
    with ScriptedServer([Say(WORDS)], api_key="right") as server:
        async with metered(server.base_url, api_key="right") as meter:
            own = {"Authorization": "Bearer wrong"}
            answer = await client.post(f"{meter.base_url}/chat/completions", json=ASKED, headers=own)
    assert answer.status_code == 200
    assert "right" not in repr(meter)


async def test_a_connection_serves_requests_one_after_the_other_and_chunked_ones(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for byte in json.dumps(COUNTED).encode():
            yield bytes([byte])

    with ScriptedServer([Say(WORDS)] * 3) as server:
        async with metered(server.base_url) as meter:
            for content in (pieces(), json.dumps(ASKED), json.dumps(COUNTED)):
                answer = await client.post(f"{meter.base_url}/chat/completions", content=content)
                assert answer.status_code == 200
        assert [request["messages"] for request in server.requests] == [ASKED["messages"]] * 3
    assert meter.usage.requests == 3


async def test_what_is_no_http_is_hung_up_on() -> None:
    async with metered("http://127.0.0.1:9/v1") as meter:
        reader, writer = await asyncio.open_unix_connection(str(meter.socket_path))
        writer.write(b"nonsense\r\n\r\n")
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
    assert not meter.socket_path.parent.exists()


FORMS: list[tuple[bytes, tuple[int, int, int]]] = [
    (
        b'data: {"usage":{"prompt_tokens":7,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":2}}}',
        (7, 2, 3),
    ),
    (b'data: {"timings":{"prompt_n":4,"cache_n":6,"predicted_n":5}}', (10, 6, 5)),
    (b'{"done":true,"prompt_eval_count":9,"eval_count":4}', (9, 0, 4)),
    (b'data: {"type":"response.completed","response":{"usage":{"input_tokens":8,"output_tokens":2}}}', (8, 0, 2)),
    (
        b'data: {"message":{"usage":{"input_tokens":3,"cache_read_input_tokens":5,"output_tokens":1}}}\n'
        b'data: {"usage":{"output_tokens":6}}',
        (8, 5, 6),
    ),
    (b'data: {"usage":null,"choices":[]}', (0, 0, 0)),
    (b'data: {"usage":{"prompt_tokens":"x","completion_tokens":-1}}', (0, 0, 0)),
]


@given(st.sampled_from(FORMS), st.lists(st.integers(1, 40), max_size=20), st.binary(max_size=30))
def test_figures_are_read_however_the_bytes_are_cut(
    form: tuple[bytes, tuple[int, int, int]], cuts: list[int], noise: bytes
) -> None:
    body, figures = form
    data = b": " + noise.replace(b"\n", b"").replace(b"\r", b"") + b"\n\n" + body + b"\n\ndata: [DONE]\n"
    tap = Tap()
    for size in cuts:
        tap.feed(data[:size])
        data = data[size:]
    tap.feed(data)
    tap.end()
    assert (tap.prompt_tokens, tap.cached_tokens, tap.completion_tokens) == figures


@given(st.binary(max_size=200))
def test_no_bytes_upset_the_tap(data: bytes) -> None:
    for tap in (Tap(), Tap(is_json=True)):
        tap.feed(data)
        tap.end()
    assert isinstance(asked_text(data), str)


def test_sums_add_up() -> None:
    total = Usage()
    total.add(Usage(requests=1, prompt_tokens=5, seconds=0.5))
    total.add(Usage(requests=1, failed=1, seconds=0.25))
    assert total == Usage(requests=2, failed=1, prompt_tokens=5, seconds=0.75)
    assert Meter("http://127.0.0.1:1", "/v1", root_url="http://127.0.0.1:2").base_url == "http://127.0.0.1:2/v1"
