"""The scripted server keeps to its script, strictly, and speaks the formats that it claims."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from smallcode.errors import BadInput
from smallcode.testing import Fault, Say, ScriptedServer, count_tokens, load_script


def chat(url: str, text: str = "hi", **extra: Any) -> httpx.Response:
    body = {"messages": [{"role": "user", "content": text}], **extra}
    path = "/chat/completions" if url.endswith("/v1") else "/api/chat"
    return httpx.post(url + path, json=body, trust_env=False, timeout=10)


def content(response: httpx.Response) -> str:
    return str(response.json()["choices"][0]["message"]["content"])


def test_steps_come_in_order_and_requests_are_recorded() -> None:
    with ScriptedServer([Say("one"), Say("two")]) as server:
        assert [content(chat(server.base_url, text)) for text in ("a", "b")] == ["one", "two"]
    assert [request["messages"][0]["content"] for request in server.requests] == ["a", "b"]
    assert [asked.ended for asked in server.asked] == ["sent", "sent"]


def test_asked_once_too_often_fails_the_test() -> None:
    server = ScriptedServer([Say("one")])
    with pytest.raises(AssertionError, match="once too often"), server:
        chat(server.base_url)
        again = chat(server.base_url, "second question")
        assert again.status_code == 500
        assert "once too often" in again.text
    assert "second question" in server.status()["problems"][0]


def test_step_that_nobody_asks_for_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="never asked for step 2, 3"), ScriptedServer([Say()] * 3) as server:
        chat(server.base_url)


def test_error_of_the_test_itself_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), ScriptedServer([Say("one")]):
        raise ZeroDivisionError


@pytest.mark.parametrize("expect", ["please", ("please", "now"), lambda body: body["temperature"] == 1])
def test_request_without_what_is_expected_fails_the_test(expect: Any) -> None:
    with pytest.raises(AssertionError, match="step 1 was next, but"):  # noqa: SIM117 - two contexts read better
        with ScriptedServer([Say("one", expect=expect)]) as server:
            assert chat(server.base_url, "do it", temperature=0).status_code == 500
    with ScriptedServer([Say("one", expect=expect)]) as server:
        assert chat(server.base_url, "please do it now", temperature=1).status_code == 200


def test_any_order_serves_the_first_step_that_fits() -> None:
    steps = [Say("A", expect="alpha"), Say("B", expect="beta")]
    with ScriptedServer(steps, any_order=True) as server:
        assert content(chat(server.base_url, "beta")) == "B"
        assert content(chat(server.base_url, "alpha")) == "A"


def test_step_may_be_a_function_of_the_request() -> None:
    with ScriptedServer([lambda body: Say(body["messages"][-1]["content"].upper())]) as server:
        assert content(chat(server.base_url, "echo")) == "ECHO"


def test_replay_gives_the_same_request_the_same_reply_and_uses_up_no_step() -> None:
    with ScriptedServer([Say("one"), Fault("status", status=500), Say("two")], replay=True) as server:
        assert [content(chat(server.base_url, "a")) for _ in range(3)] == ["one"] * 3
        assert chat(server.base_url, "b").status_code == 500
        assert [content(chat(server.base_url, "b")) for _ in range(2)] == ["two"] * 2


def test_stop_strings_and_the_token_limit_are_obeyed() -> None:
    with ScriptedServer([Say("a b c d")] * 2) as server:
        assert content(chat(server.base_url, stop=["c"])) == "a b "
        limited = chat(server.base_url, max_tokens=3)
    assert (content(limited), limited.json()["choices"][0]["finish_reason"]) == ("a b", "length")


def test_prefix_cache_counts_what_the_last_prompt_of_the_slot_shares() -> None:
    with ScriptedServer([Say("x")] * 3) as server:
        first = chat(server.base_url, "same beginning, one", id_slot=0).json()["usage"]
        same = chat(server.base_url, "same beginning, two", id_slot=0).json()["usage"]
        other = chat(server.base_url, "same beginning, two", id_slot=1).json()["usage"]
    assert first["prompt_tokens_details"]["cached_tokens"] == 0
    assert 0 < same["prompt_tokens_details"]["cached_tokens"] < same["prompt_tokens"]
    assert other["prompt_tokens_details"]["cached_tokens"] == 0


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("llama.cpp", ["/health", "/props", "/slots", "/v1/models"]),
        ("ollama", ["/api/tags", "/api/ps", "/api/version", "/v1/models"]),
        ("lmstudio", ["/api/v0/models", "/v1/models"]),
        ("vllm", ["/v1/models", "/version"]),
    ],
)
def test_information_endpoints_are_those_of_the_kind(kind: Any, paths: list[str]) -> None:
    everything = {"/health", "/props", "/slots", "/api/tags", "/api/ps", "/api/version", "/api/v0/models", "/version"}
    with ScriptedServer(kind=kind, model="m", context_tokens=999) as server:
        for path in everything | set(paths):
            status = httpx.get(server.root_url + path, trust_env=False).status_code
            assert status == (200 if path in paths else 404), path


def test_tokenizer_and_counts_agree() -> None:
    text = "def add(a, b):\n    return a + b  # ünï 12345\n"
    with ScriptedServer() as server:
        answer = httpx.post(server.root_url + "/tokenize", json={"content": text}, trust_env=False).json()
    assert len(answer["tokens"]) == count_tokens(text) > 10


def test_ollama_cuts_silently_and_says_what_it_read() -> None:
    with ScriptedServer([Say("x")], kind="ollama") as server:
        done = chat(server.base_url, "word " * 500, stream=False, options={"num_ctx": 100}).json()
    assert done["prompt_eval_count"] == 100


def test_client_that_goes_away_is_noticed() -> None:
    with ScriptedServer([Say("a b c d e f", delay=0.05)]) as server:
        body = json.dumps({"messages": [], "stream": True}).encode()
        with socket.create_connection(("127.0.0.1", server.port)) as raw:
            raw.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
            raw.sendall(body)
            raw.recv(100)
        end = time.monotonic() + 5
        while server.asked[0].ended != "client_gone" and time.monotonic() < end:
            time.sleep(0.01)
        assert server.asked[0].ended == "client_gone"


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff"])
def test_body_that_is_no_object_is_a_400(body: bytes) -> None:
    with ScriptedServer() as server:
        response = httpx.post(server.base_url + "/chat/completions", content=body, trust_env=False)
        assert response.status_code in (400, 500)
        server.book.problems.clear()


SCRIPT = """
- say: first answer
  expect: question
- fault: status
  status: 500
- say: ""
  reasoning: thought
  calls: [{name: read, arguments: {path: a.py}}]
"""


def test_script_is_read_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(SCRIPT)
    assert load_script(path) == [
        Say("first answer", expect="question"),
        Fault("status", status=500),
        Say("", reasoning="thought", calls=({"name": "read", "arguments": {"path": "a.py"}},)),
    ]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("say: x", "no list"),
        ("- tell: x", "one of the keys"),
        ("- {say: x, fault: html}", "one of the keys"),
        ("- {say: x, colour: red}", "unknown keys"),
        ("- [", "Can't read"),
    ],
)
def test_script_with_a_mistake_is_refused(tmp_path: Path, text: str, match: str) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match=match):
        load_script(path)


def _started(tmp_path: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    (tmp_path / "script.yaml").write_text(SCRIPT)
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "smallcode.testing.server", "--script", str(tmp_path / "script.yaml")]
    process = subprocess.Popen(
        [*command, "--port-file", str(port_file), *options], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    end = time.monotonic() + 20
    while not port_file.exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    return process, f"http://127.0.0.1:{port_file.read_text()}"


def test_process_survives_a_client_that_is_killed_and_answers_it_again(tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    process, url = _started(tmp_path, "--replay", "--requests-file", str(log))
    try:
        client = (
            "import httpx, os, signal, sys\n"
            "with httpx.stream('POST', sys.argv[1] + '/v1/chat/completions', trust_env=False,"
            " json={'messages': [{'role': 'user', 'content': 'question'}], 'stream': True}) as answer:\n"
            "    next(answer.iter_bytes())\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        killed = subprocess.run([sys.executable, "-c", client, url], check=False)
        assert killed.returncode == -signal.SIGKILL
        again = chat(url + "/v1", "question", stream=False)
        assert content(again) == "first answer"
        assert chat(url + "/v1", "next").status_code == 500
        assert chat(url + "/v1", "next").json()["choices"][0]["finish_reason"] == "tool_calls"
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert json.loads(out)["left"] == 0
    assert [json.loads(line)["step"] for line in log.read_text().splitlines()][-3:] == [0, 1, 2]


def test_process_says_by_its_exit_code_that_the_script_was_not_followed(tmp_path: Path) -> None:
    process, _ = _started(tmp_path)
    process.terminate()
    out, _ = process.communicate(timeout=10)
    assert process.returncode == 1
    assert "never asked" in json.loads(out)["problems"][0]
