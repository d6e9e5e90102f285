"""API keys: where they are looked for, to whom they go, and that they never show up anywhere."""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path

import pytest

from smallcode.errors import BadInput, SmallCodeError
from smallcode.events.sink import EventSink
from smallcode.models import keys
from smallcode.models.keys import find_key
from smallcode.models.presets import preset, presets
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.types import Request
from smallcode.paths import config_dir, private_dir
from smallcode.testing import Fault, Say, ScriptedServer

SECRET = "sk-very-secret-0123456789"
GROQ = preset("groq")


def keys_file(text: str, mode: int = 0o600) -> Path:
    path = private_dir(config_dir()) / "keys.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_environment_goes_before_the_file() -> None:
    keys_file("groq: from-file\n")
    assert find_key(GROQ, None, environment={"GROQ_API_KEY": "from-env"}) == "from-env"
    assert find_key(GROQ, None, environment={}) == "from-file"
    assert find_key(GROQ, None, variable="MINE", environment={"MINE": "m", "GROQ_API_KEY": "x"}) == "m"


def test_file_that_others_can_read_is_refused() -> None:
    keys_file(f"groq: {SECRET}\n", 0o644)
    with pytest.raises(BadInput, match="read by others") as caught:
        find_key(GROQ, None, environment={})
    assert "chmod 600" in caught.value.hint


def test_broken_file_is_told_without_its_text() -> None:
    keys_file(f"groq: '{SECRET}\n  : [")
    with pytest.raises(BadInput) as caught:
        find_key(GROQ, None, environment={})
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_keyring_is_the_last_place(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1.0

        def get_password(self, service: str, username: str) -> str | None:
            return "from-keyring" if (service, username) == ("smallcode", "groq") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())  # type: ignore[no-untyped-call]
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    try:
        assert find_key(GROQ, None, environment={}) == "from-keyring"
        assert keys.where_from(GROQ) == "keyring"
    finally:
        keyring.set_keyring(before)


def test_key_of_a_service_goes_to_that_service_alone() -> None:
    environment = {"OPENAI_API_KEY": SECRET, "SMALLCODE_API_KEY": "other"}
    openai = preset("openai")
    assert find_key(openai, None, environment=environment) == SECRET
    assert find_key(openai, "https://api.openai.com/v1", environment=environment) == SECRET
    assert find_key(openai, "http://127.0.0.1:8080/v1", environment=environment) == "other"
    assert find_key(openai, "https://api.openai.com.evil.example/v1", environment=environment) == "other"


def test_every_service_has_an_address_a_key_and_a_source() -> None:
    services = [p for p in presets().values() if p.base_url.startswith("https://")]
    assert len(services) >= 15
    for service in services:
        assert service.key.isupper(), service.name
        assert service.source
        assert bool(service.prices) == bool(service.prices_date), service.name


FAULTS = {
    "echoed": Fault("status", status=401, message=f"Incorrect API key provided: {SECRET}"),
    "echoed in a 500": Fault("status", status=500, message=f"upstream said {SECRET}"),
    "echoed in the stream": Fault("error_event", text="a", message=f"bad {SECRET}"),
    "html": Fault("html"),
    "malformed": Fault("malformed"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("kind", ["llama.cpp", "ollama"])
async def test_key_is_in_no_event_log_message_or_file(
    kind: str, fault: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("SMALLCODE_API_KEY", SECRET)
    sink = EventSink(tmp_path / "events.jsonl")
    quick = RetryPolicy(attempts=2, base_seconds=0.01)
    retried = fault in ("echoed in a 500", "echoed in the stream", "malformed")
    script = [FAULTS[fault]] * (2 if retried else 1)
    with ScriptedServer(script, kind=kind, api_key=SECRET) as server:  # type: ignore[arg-type]
        reference = "ollama:scripted" if kind == "ollama" else "openai:scripted"
        model = await connect(reference, base_url=server.base_url, sink=sink, retries=quick)
        with pytest.raises(SmallCodeError) as caught:
            async for _ in model.stream(Request(messages=[{"speaker": "user", "text": "x"}], max_tokens=9)):
                pass
        await model.close()
        sent = server.asked[0].headers["authorization"]
    sink.close()
    assert sent == f"Bearer {SECRET}"
    shown = [str(caught.value), repr(caught.value), repr(model), repr(vars(model)), caplog.text]
    shown += [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert all(SECRET not in text for text in shown)


async def test_key_is_not_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLCODE_API_KEY", SECRET)
    with ScriptedServer([Fault("status", status=400, message=f"no: {SECRET}")], api_key=SECRET) as server:
        model = await connect("openai:scripted", base_url=server.base_url)
        with pytest.raises(SmallCodeError) as caught:
            async for _ in model.stream(Request(messages=[{"speaker": "user", "text": "x"}], max_tokens=9)):
                pass
        await model.close()
    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_wrong_key_is_told_when_connecting() -> None:
    with (
        ScriptedServer([], api_key="right") as server,
        pytest.raises(SmallCodeError, match="refuses the API key") as caught,
    ):
        await connect("openai:scripted", base_url=server.base_url, api_key=SECRET)
    assert SECRET not in str(caught.value)


async def test_organisation_of_the_environment_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-mine")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with ScriptedServer([Say("hi")]) as server:
        model = await connect("openai:scripted", base_url=server.base_url)
        async for _ in model.stream(Request(messages=[{"speaker": "user", "text": "x"}], max_tokens=9)):
            pass
        await model.close()
        headers = str(server.asked[0].headers)
    assert "org-mine" not in headers
    assert "proj-mine" not in headers
    assert SECRET not in headers
    assert os.environ["OPENAI_API_KEY"] == SECRET
