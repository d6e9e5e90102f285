"""Connecting: names, addresses, windows, local discovery, and what is said when it goes wrong."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from smallcode.errors import BadInput, NoModel
from smallcode.models.discover import discover
from smallcode.models.faults import ServerFault, fault_of_status, overflow_sizes, redact
from smallcode.models.http import is_loopback
from smallcode.models.presets import split_reference
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.types import Message, Model, Reply, Request
from smallcode.testing import Fault, Say, ScriptedServer

QUICK = RetryPolicy(base_seconds=0.01)


async def ask(model: Model, *messages: Message, **options: object) -> Reply:
    given: list[Message] = list(messages) or [{"speaker": "user", "text": "hi"}]
    replies = [p.reply async for p in model.stream(Request(messages=given, max_tokens=50, **options)) if p.reply]  # type: ignore[arg-type]
    return replies[-1]


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port that is bound and does not listen: connecting is refused, and nobody else takes it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.mark.parametrize(
    ("reference", "provider", "model"),
    [
        ("ollama:qwen2.5-coder:1.5b", "ollama", "qwen2.5-coder:1.5b"),
        ("embedded", "embedded", ""),
        ("OpenRouter:qwen/qwen3-8b:free", "openrouter", "qwen/qwen3-8b:free"),
    ],
)
def test_reference_is_provider_and_name(reference: str, provider: str, model: str) -> None:
    preset, name = split_reference(reference)
    assert (preset.name, name) == (provider, model)


async def test_unknown_provider_names_near_ones() -> None:
    with pytest.raises(BadInput, match="olama") as caught:
        await connect("olama:qwen3")
    assert "ollama" in caught.value.hint


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://x/", "http://", "http://h:99999/v1", "http://[::1", "x"])
async def test_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="no address"):
        await connect("openai:m", base_url=url)


@pytest.mark.parametrize("reference", ["openai:m", "ollama:m", "lmstudio:m"])
async def test_nobody_listens(reference: str, free_port: int) -> None:
    with pytest.raises(NoModel, match=f"No model server answers at http://127.0.0.1:{free_port}"):
        await connect(reference, base_url=f"http://127.0.0.1:{free_port}", retries=QUICK)


async def test_hint_says_how_to_start_the_server(free_port: int) -> None:
    with pytest.raises(NoModel) as caught:
        await connect("ollama:m", base_url=f"http://127.0.0.1:{free_port}", retries=QUICK)
    assert "ollama serve" in caught.value.hint


async def test_name_without_a_host_is_unreachable() -> None:
    with pytest.raises(NoModel, match="No model server answers"):
        await connect("openai:m", base_url="http://no-such-host.invalid/v1", retries=QUICK)


async def test_tls_to_a_plain_server_is_told() -> None:
    with (
        ScriptedServer([]) as server,
        pytest.raises(NoModel, match="secure connection") as caught,
    ):
        await connect("openai:m", base_url=server.base_url.replace("http:", "https:"), retries=QUICK)
    assert "http or https" in caught.value.hint


async def test_server_of_another_kind_is_told() -> None:
    with ScriptedServer([], kind="openai") as server, pytest.raises(NoModel):
        await connect("ollama:m", base_url=server.root_url, retries=QUICK)


async def test_proxies_of_the_environment_are_not_used_on_loopback(
    monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port}")
    for kind, reference in (("llama.cpp", "openai:scripted"), ("ollama", "ollama:scripted")):
        with ScriptedServer([Say("direct")], kind=kind) as server:  # type: ignore[arg-type]
            model = await connect(reference, base_url=server.base_url)
            assert (await ask(model)).text == "direct"
            await model.close()


@pytest.mark.parametrize(("kind", "reference"), [("llama.cpp", "openai:scripted"), ("ollama", "ollama:scripted")])
async def test_ipv6_loopback_works(kind: str, reference: str) -> None:
    try:
        server = ScriptedServer([Say("six")], kind=kind, host="::1")  # type: ignore[arg-type]
    except OSError:
        pytest.skip("platform: no IPv6 loopback")
    with server:
        model = await connect(reference, base_url=server.base_url)
        assert (await ask(model)).text == "six"
        await model.close()


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/"])
async def test_base_url_with_and_without_v1(suffix: str) -> None:
    with ScriptedServer([Say("ok")]) as server:
        model = await connect("openai:scripted", base_url=server.root_url + suffix)
        assert (await ask(model)).text == "ok"
        assert model.context_tokens == 8192
        await model.close()


async def test_window_of_koboldcpp_is_the_one_it_tells() -> None:
    with ScriptedServer([Say("ok")], kind="koboldcpp", context_tokens=3000) as server:
        model = await connect("koboldcpp", base_url=server.base_url)
        assert (model.name, model.context_tokens) == ("koboldcpp:koboldcpp/scripted", 3000)
        assert (await ask(model)).text == "ok"
        await model.close()


async def test_window_is_found_under_each_name_that_servers_have_for_it() -> None:
    """SGLang and vLLM say max_model_len, services context_length or context_window; Jan says nothing."""
    from smallcode.models.facts import _openai_model

    names = ("max_model_len", "context_length", "context_window", "max_context_length", "loaded_context_length")
    assert [_openai_model({"id": "m", name: 4321}).context_tokens for name in names] == [4321] * len(names)
    assert _openai_model({"id": "jan-nano", "object": "model"}).context_tokens == 0


async def test_only_model_of_a_server_needs_no_name() -> None:
    with ScriptedServer([], model="the-only-one") as server:
        model = await connect("openai", base_url=server.base_url)
        assert model.name == "openai:the-only-one"
        await model.close()


async def test_server_that_is_still_loading_is_waited_for() -> None:
    loading = Fault("status", status=503, message="Loading model")
    with ScriptedServer([loading] * 6 + [Say("up")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url, retries=QUICK)
        assert (await ask(model)).text == "up"
        await model.close()


async def test_ollama_gets_a_window_that_the_model_has() -> None:
    with ScriptedServer([Say("ok")], kind="ollama") as server:
        model = await connect("ollama:scripted", base_url=server.base_url, context_tokens=1_000_000)
        await ask(model)
        await model.close()
        assert server.requests[0]["options"]["num_ctx"] == model.context_tokens <= 32768


async def test_missing_ollama_model_comes_with_the_command_that_gets_it() -> None:
    with ScriptedServer([], kind="ollama", model="qwen3:8b") as server, pytest.raises(NoModel) as caught:
        await connect("ollama:qwen3:4b", base_url=server.base_url)
    assert "qwen3:8b" in caught.value.hint
    assert "ollama pull qwen3:4b" in caught.value.hint


async def test_reply_is_shortened_where_prompt_and_reply_together_do_not_fit() -> None:
    text = (
        "This model's maximum context length is 1000 tokens. However, you requested 1200 tokens "
        "(700 in the messages, 500 in the completion)."
    )
    with ScriptedServer([Fault("status", status=400, message=text), Say("ok")], kind="vllm") as server:
        model = await connect("openai:scripted", base_url=server.base_url)
        request = Request(messages=[{"speaker": "user", "text": "x"}], max_tokens=500)
        async for _ in model.stream(request):
            pass
        await model.close()
        assert server.requests[1]["max_tokens"] == 292


async def test_grammar_slot_and_cache_go_to_llama_cpp_alone() -> None:
    for kind, wanted in (("llama.cpp", True), ("vllm", False), ("openai", False)):
        with ScriptedServer([Say("yes")], kind=kind) as server:  # type: ignore[arg-type]
            model = await connect("openai:scripted", base_url=server.base_url)
            await ask(model, grammar='root ::= "yes"', slot=2)
            await model.close()
            body = server.requests[0]
        assert (body.get("grammar"), body.get("id_slot"), body.get("cache_prompt")) == (
            ('root ::= "yes"', 2, True) if wanted else (None, None, None)
        )


async def test_model_without_a_system_role_gets_the_text_in_the_first_user_message() -> None:
    system: Message = {"speaker": "system", "text": "Be short."}
    user: Message = {"speaker": "user", "text": "Hi."}
    with ScriptedServer([Say("a")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url, overrides={"system_role": False})
        await ask(model, system, user)
        await model.close()
        assert server.requests[0]["messages"] == [{"role": "user", "content": "Be short.\n\nHi."}]


async def test_strict_alternation_joins_neighbours() -> None:
    talk: list[Message] = [
        {"speaker": "user", "text": "One."},
        {"speaker": "tool", "text": "Result."},
        {"speaker": "user", "text": "Two."},
        {"speaker": "user", "text": "Three."},
    ]
    with ScriptedServer([Say("a")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url, overrides={"strict_alternation": True})
        await ask(model, *talk)
        await model.close()
        roles = [message["role"] for message in server.requests[0]["messages"]]
    assert all(a != b for a, b in itertools.pairwise(roles))


@pytest.mark.parametrize(
    ("switch", "sent"),
    [
        ("enable_thinking", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("reasoning_effort", {"chat_template_kwargs": {"reasoning_effort": "low"}}),
        ("none", {}),
    ],
)
async def test_thinking_is_switched_as_the_family_wants_it(switch: str, sent: dict[str, object]) -> None:
    with ScriptedServer([Say("a")]) as server:
        over = {"thinking": {"switch": switch}}
        model = await connect("openai:scripted", base_url=server.base_url, overrides=over)
        await ask(model)
        await model.close()
        body = server.requests[0]
    assert body.get("chat_template_kwargs") == sent.get("chat_template_kwargs")


async def test_conversation_keeps_its_bytes_as_it_grows() -> None:
    over = {"system_role": False, "strict_alternation": True, "thinking": {"switch": "no_think"}}
    talk: list[Message] = [{"speaker": "system", "text": "S"}, {"speaker": "user", "text": "1"}]
    with ScriptedServer([Say("one"), Say("two"), Say("three")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url, overrides=over)
        for number in range(3):
            reply = await ask(model, *talk)
            talk += [{"speaker": "assistant", "text": reply.text}, {"speaker": "user", "text": str(number)}]
        await model.close()
        sent = [request["messages"] for request in server.requests]
        cached = [(a.cached_tokens, b.prompt_tokens) for a, b in zip(server.asked[1:], server.asked, strict=False)]
    assert sent[1][: len(sent[0])] == sent[0]
    assert sent[2][: len(sent[1])] == sent[1]
    assert all(kept == before for kept, before in cached)


async def test_local_servers_are_found_by_themselves(free_port: int) -> None:
    with (
        ScriptedServer([], kind="ollama", model="a") as ollama,
        ScriptedServer([], kind="lmstudio", model="b") as lmstudio,
        ScriptedServer([], kind="llama.cpp", model="c", context_tokens=4096) as llama,
        ScriptedServer([], kind="vllm", model="d", context_tokens=2048) as vllm,
        ScriptedServer([], kind="llama.cpp", api_key="k") as locked,
    ):
        ports = [s.port for s in (ollama, lmstudio, llama, vllm, locked)]
        found = await discover([*ports, free_port], seconds=2.0)
    assert [facts.kind for facts in found] == ["ollama", "lmstudio", "llama.cpp", "vllm", "openai"]
    assert [[m.name for m in facts.models] for facts in found] == [["a"], ["b"], ["c"], ["d"], []]
    assert found[2].models[0].context_tokens == 4096
    assert found[3].models[0].context_tokens == 2048


async def test_something_else_on_a_port_is_no_model_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert await discover([silent.getsockname()[1]], seconds=0.1) == []


OVERFLOWS = {
    "request (9030 tokens) exceeds the available context size (8192 tokens), try increasing it": (9030, 8192),
    "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens. Please "
    "reduce the length of the messages.": (5000, 4096),
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (3000 in the messages, "
    "2000 in the completion).": (3000, 4096),
    "The prompt (length 5001) is longer than the maximum model length of 4096.": (5001, 4096),
    "prompt is too long: 210000 tokens > 200000 maximum": (210000, 200000),
    "The input length (5,000 tokens) exceeds the model's context length (4,096 tokens).": (5000, 4096),
    "Trying to keep the first 5000 tokens when context the overflows.": (0, 0),
    "error code: context_length_exceeded": (0, 0),
}


@pytest.mark.parametrize("text", sorted(OVERFLOWS))
def test_overflow_is_read_from_the_servers_words(text: str) -> None:
    assert overflow_sizes(text) == OVERFLOWS[text]


@pytest.mark.parametrize("text", ["bad request", "max_tokens must be positive", "context is required", ""])
def test_other_errors_are_no_overflow(text: str) -> None:
    assert overflow_sizes(text) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"<html>x</html>", b'{"error": 5}', b"[1]", b'{"error": {}}', b"\xff\xfe"])
def test_error_body_of_any_form_makes_a_fault(raw: bytes) -> None:
    fault = fault_of_status(500, {}, raw)
    assert (fault.kind, fault.status) == ("status", 500)


def test_retry_after_may_be_a_date() -> None:
    import email.utils
    import time

    date = email.utils.formatdate(time.time() + 30, usegmt=True)
    fault = fault_of_status(429, {"retry-after": date}, b"{}")
    assert fault.retry_after == pytest.approx(30, abs=3)
    assert fault_of_status(429, {"retry-after": "soon"}, b"{}").retry_after is None


def test_waits_double_up_to_a_cap_and_end() -> None:
    policy = RetryPolicy(attempts=6, base_seconds=1, cap_seconds=4)
    fault = ServerFault("status", "x", 500)
    waits = [policy.wait(fault, attempt) for attempt in range(1, 7)]
    assert waits[-1] is None
    for wait, base in zip(waits, [1, 2, 4, 4, 4], strict=False):
        assert wait is not None
        assert 0.75 * base <= wait <= 1.25 * base


def test_loopback_is_told_without_asking_the_name_service() -> None:
    assert all(
        is_loopback(f"http://{h}/v1")
        for h in ("127.0.0.1:1", "localhost", "[::1]:5", "127.9.9.9", "a.localhost", "[::ffff:127.0.0.1]:2")
    )
    assert not any(
        is_loopback(f"http://{h}")
        for h in ("10.0.0.1", "localhost.evil.example", "127.0.0.1.nip.io", "", "[2001:db8::1]", "[fe80::1%25lo]:8")
    )


def test_redaction_takes_passwords_out_of_addresses() -> None:
    assert redact("at http://me:pw@host:1/v1 with KEY", ["KEY"]) == "at http://***@host:1/v1 with ***"


def test_client_libraries_are_imported_late() -> None:
    code = (
        "import sys, smallcode.models.providers, smallcode.models.discover, smallcode.models.streaming;"
        "print([m for m in ('langchain_core', 'langchain_openai', 'openai', 'ollama', 'keyring') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
