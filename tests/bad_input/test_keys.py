"""Keys and tokens of the environment appear in nothing that a session leaves behind, nor on the screen."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from smallcode.paths import config_dir, private_dir, state_dir
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
FILE_KEY = "file-key-aa91bc02de47"
SECRETS = [FILE_KEY.encode()] + [
    value.encode() for name, value in TOKENS.items() if "LANGSMITH_T" not in name and "ENDPOINT" not in name
]


def leaks(folder: Path) -> list[str]:
    """Files below ``folder`` that hold a secret, packed ones and databases looked into."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(secret in text for text in contents(path) for secret in SECRETS)]


def contents(path: Path) -> Iterator[bytes]:
    """What is in a file: its bytes, what they unpack to, and the cells of a database."""
    raw = path.read_bytes()
    yield raw
    for bits in (zlib.MAX_WBITS, zlib.MAX_WBITS | 16):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(raw, bits)
    if raw.startswith(b"SQLite format 3"):
        with contextlib.closing(sqlite3.connect(path)) as database:
            tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            for table in tables:
                yield repr(database.execute(f'select * from "{table}"').fetchall()).encode()


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


def test_no_key_is_in_the_events_checkpoints_and_exports_of_a_conversation(desk: Desk) -> None:
    """One key in the environment, one in the keys file; the server quotes the one that it was given."""
    keys = private_dir(config_dir()) / "keys.yaml"
    with os.fdopen(os.open(keys, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"groq: {FILE_KEY}\n")
    (desk.project / "test_calc.py").write_text(
        "import os\nfrom calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5, dict(os.environ)\n"
    )
    quoting = [Fault("status", status=500, message=f"what is {KEY}?"), Fault("error_event", text="a", message=KEY)]
    lines = ["Fix add in calc.py", "Why is it a sum?", "!env", "!!env | sort", "And now?", "/cost",
             "/export md talk.md", "/export talk.json", "/export talk.html", "/quit"]  # fmt: skip
    script = [quoting[0], Say(FIXED), quoting[1], Say("Because a difference is no sum."), Say("So it is.")]
    with ScriptedServer(script, kind="openai", model=MODEL, api_key=KEY) as server:
        done = smallcode(
            "chat", "--classic", "--trust", "-m", f"openai:{MODEL}", "--base-url", server.base_url, "--set",
            "model.api_key_env=MY_OWN_KEY", "--set", "model.retries=1", cwd=desk.project, env=TOKENS,
            stdin="\n".join(lines) + "\n",
        )  # fmt: skip
        bodies = repr(server.requests)
    assert "LANGSMITH_TRACING=true" in bodies, "the model is shown what a command printed"
    assert not any(secret.decode() in bodies for secret in SECRETS)
    assert desk.read() == GOOD, done.text
    exports = [desk.project / f"talk.{form}" for form in ("md", "json", "html")]
    for path in exports:
        text = path.read_text()
        assert "Because a difference is no sum." in text
    assert "***" in done.text
    assert not any(secret.decode() in done.text for secret in SECRETS), done.text
    assert leaks(desk.project) == leaks(state_dir()) == []
    assert [path for path in leaks(state_dir().parent) if path != str(keys)] == []
    assert any(path.name == "checkpoints.sqlite" for path in state_dir().rglob("*"))
