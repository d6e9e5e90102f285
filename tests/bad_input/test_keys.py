"""Keys and tokens of the environment appear in nothing that a session leaves behind, nor on the screen."""

from __future__ import annotations

from pathlib import Path

from smallcode.paths import state_dir
from smallcode.testing.program import MODEL, environment, smallcode
from smallcode.testing.script import Fault, Say
from smallcode.testing.scripted import ScriptedServer

from .conftest import FIXED, GOOD, PROMPT, Desk

KEY = "sk-live-7f3a9c51d2e84b60"
TOKENS = {
    "OPENAI_API_KEY": KEY,
    "MY_OWN_KEY": KEY,
    "GITHUB_TOKEN": "ghp_55aa0011zzyyxx",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI",
    "HF_TOKEN": "hf_secretsecret",
    "LANGSMITH_API_KEY": "ls__0123456789",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
}
SECRETS = [value.encode() for name, value in TOKENS.items() if "LANGSMITH_T" not in name and "ENDPOINT" not in name]


def leaks(folder: Path) -> list[str]:
    """Files below ``folder`` that hold a secret."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(secret in path.read_bytes() for secret in SECRETS)
    ]


def run_with_key(desk: Desk, script: list[Say | Fault], *, api_key: str, extra: tuple[str, ...] = ()) -> str:
    """A whole run on a server that wants a key, its commands included; all that was printed."""
    (desk.project / "test_calc.py").write_text(
        "import os\nfrom calc import add\n\n\n"
        "def test_add():\n    print(dict(os.environ))\n    assert add(2, 3) == 5, dict(os.environ)\n"
    )
    with ScriptedServer(script, kind="openai", model=MODEL, api_key=api_key) as server:
        done = smallcode(
            "run", "-p", f"{PROMPT} The test fails.", "-C", desk.project, "-m", f"openai:{MODEL}", "--base-url",
            server.base_url, "--set", "model.api_key_env=MY_OWN_KEY", "--set", "model.retries=1", "--trust", *extra,
            "--events", desk.folder / "events.jsonl", env=TOKENS,
        )  # fmt: skip
        bodies = repr([asked.body for asked in server.asked])
    assert not any(secret.decode() in bodies for secret in SECRETS)
    return done.text


def test_no_key_is_left_anywhere(desk: Desk) -> None:
    shown = run_with_key(desk, [Say(FIXED)], api_key=KEY)
    assert desk.read() == GOOD, shown
    assert not any(secret.decode() in shown for secret in SECRETS)
    assert leaks(desk.folder) == []
    assert leaks(state_dir().parent) == []
    assert not any(secret.decode() in repr(environment()) for secret in SECRETS), "the test itself would leak"


def test_a_server_that_quotes_the_key_it_was_given(desk: Desk) -> None:
    broken = Fault(kind="status", status=500, message=f"what is {KEY}?")
    shown = run_with_key(desk, [broken, broken], api_key=KEY)
    assert "***" in shown
    assert KEY not in shown
    assert leaks(state_dir().parent) == []
    refused = run_with_key(desk, [], api_key="another")
    assert KEY not in refused
    assert leaks(desk.folder) == leaks(state_dir().parent) == []
