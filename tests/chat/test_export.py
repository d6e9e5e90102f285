"""Exports: everything foreign is escaped, nothing is loaded from elsewhere, and keys are never in it."""

from __future__ import annotations

import html.parser
import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.errors import BadInput
from smallcode.events import types as ev
from smallcode.events.chat import ShellRan, TurnEnded, TurnStarted, TurnUndone
from smallcode.events.sink import EventSink
from smallcode.paths import config_dir, private_dir, state_dir
from smallcode.sessions.export import as_markdown, cleaned, export_session, form_of
from smallcode.sessions.export_html import as_html
from smallcode.sessions.redaction import MARK, redact
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore
from smallcode.sessions.transcript import transcript_of

EVIL = "<script>alert(1)</script><img src=https://example.com/x onerror=alert(2)>\x1b[2J\u202e&amp; ]]> ```"
PICTURE = "![i](https://example.com/y)"
KEY = "sk-" + "a1B2" * 8


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = SessionStore(state_dir()).create(tmp_path, f"Title {EVIL}", {}, {}, model=f"m{EVIL}", kind="chat")
    made.lock().release()
    sink = EventSink(made.events_path)
    for event in (
        TurnStarted(turn=1, text=f"Why? {EVIL} {KEY}", attached=[{"label": EVIL, "kind": "file", "tokens": 3}]),
        ev.ToolStarted(call="c", tool="run", arguments={"command": f"echo {EVIL}"}),
        ev.ToolEnded(call="c", tool="run", outcome="ok", content=f"{EVIL} {KEY}"),
        ev.FileChanged(path=EVIL, kind="modified", diff=f"@@ -1 +1 @@\n-{EVIL}\n+y\n", added=1, removed=1),
        ev.CheckEnded(check="lint", path=EVIL, status="failed", message=EVIL),
        ShellRan(command=EVIL, exit_code=1, output=EVIL, shared=True),
        TurnEnded(
            turn=1, outcome="answered", requests=1, seconds=2.0, prompt_tokens=1234, completion_tokens=5,
            answer=f"# Because\n\n{EVIL}\n\n[link](javascript:alert(3)) {PICTURE} <b>x</b>\n\n```\n<i>\n```",
        ),
        TurnStarted(turn=2, text="Do it"),
        TurnEnded(turn=2, outcome="failed", reason=EVIL, files=[EVIL]),
        TurnUndone(turns=[2], restored=[]),
    ):  # fmt: skip
        sink.emit(event)
    sink.close()
    return made


class Page(html.parser.HTMLParser):
    """What a browser would see of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def look(text: str) -> Page:
    page = Page()
    page.feed(text)
    return page


def harmless(page: Page) -> None:
    assert not {"script", "img", "iframe", "link", "object", "b", "i", "svg", "form"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "srcset", "style")
        if name == "href":
            assert not re.match(r"\s*(javascript|data|vbscript|file):", value, re.IGNORECASE)


def test_the_page_runs_nothing_loads_nothing_and_escapes_everything(session: Session, tmp_path: Path) -> None:
    path = export_session(session, "html", tmp_path / "talk.html")
    text = path.read_text()
    page = look(text)
    harmless(page)
    policy = next(value for name, value in page.attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 8
    assert "<h1>Because</h1>" in text
    assert 'class="undone"' in text
    assert "1,234 + 5 tokens" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_are_in_no_export(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOO_API_KEY", "plain words as a key")
    keys = private_dir(config_dir()) / "keys.yaml"
    keys.write_text("openai: value-in-the-file\n")
    keys.chmod(0o600)
    sink = EventSink(session.events_path)
    sink.emit(ShellRan(command="env", exit_code=0, output="plain words as a key, value-in-the-file", shared=False))
    sink.close()
    for form in ("html", "md", "json"):
        text = export_session(session, form, tmp_path / f"x.{form}").read_text()  # type: ignore[arg-type]
        assert MARK in text
        for secret in (KEY, "plain words as a key", "value-in-the-file"):
            assert secret not in text


@pytest.mark.parametrize(
    "text",
    [
        "ghp_" + "x" * 30, "AKIA" + "A1" * 8, "https://me:pass word@host/x".replace(" ", ""), "Bearer abcdefghijklmnop",
        "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "hf_" + "a" * 20, "AIza" + "b" * 35,
    ],
)  # fmt: skip
def test_what_looks_like_a_key_is_taken_out(text: str) -> None:
    assert MARK in redact(f"before {text} after")
    assert (
        redact("Use the sk-learn library, and pass the key_name.") == "Use the sk-learn library, and pass the key_name."
    )


def test_json_is_the_data_and_markdown_shows_both_sides(session: Session, tmp_path: Path) -> None:
    data = json.loads(export_session(session, "json", tmp_path / "talk.json").read_text())
    assert [turn["number"] for turn in data["turns"]] == [1, 2]
    assert [item["kind"] for item in data["turns"][0]["items"]] == ["call", "diff", "check", "shell"]
    assert data["turns"][1]["undone"]
    text = export_session(session, "md", tmp_path / "talk.md").read_text()
    assert "> Why? <script>" in text
    assert "````diff" in text
    assert "*answered · 2.0 s · 1,234 + 5 tokens.*" in text


def test_a_batch_run_is_exported_as_one_turn(tmp_path: Path) -> None:
    made = SessionStore(state_dir()).create(tmp_path, "t", {}, {"prompt": "Fix it"})
    sink = EventSink(made.events_path)
    sink.emit(ev.LeverChosen(lever="repair", reason="because", legal=[]))
    sink.emit(ev.RunEnded(outcome="solved", exit_code=0, files=["a.py"]))
    sink.close()
    [turn] = transcript_of(made)["turns"]
    assert (turn["text"], turn["outcome"], turn["files"]) == ("Fix it", "solved", ["a.py"])
    assert turn["items"] == [{"kind": "note", "text": "repair: because"}]


def test_an_existing_file_is_never_overwritten(session: Session, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        export_session(session, "md", tmp_path / "mine.md")
    assert (tmp_path / "mine.md").read_text() == "mine"
    with pytest.raises(BadInput, match="can't be written"):
        export_session(session, "md", tmp_path / "no" / "x.md")


@pytest.mark.parametrize(
    ("argument", "meant"),
    [
        ("", ("html", "")), ("md", ("md", "")), ("markdown a b.md", ("md", "a b.md")),
        ("talk.json", ("json", "talk.json")), ("HTML x", ("html", "x")), ("my talk.htm", ("html", "my talk.htm")),
    ],
)  # fmt: skip
def test_form_and_name(argument: str, meant: tuple[str, str]) -> None:
    assert form_of(argument) == meant


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(BadInput, match="no form"):
        form_of("pdf")


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(), st.sampled_from(["diff", "call", "shell", "check", "note"]))
def test_any_text_makes_a_harmless_page(text: str, answer: str, kind: str) -> None:
    item: dict[str, Any] = {
        "kind": kind, "text": text, "tool": text, "arguments": {text: text}, "outcome": text, "content": text,
        "path": text, "change": text, "diff": text, "added": 1, "removed": 1, "check": text, "status": text,
        "message": text, "command": text, "exit_code": 0, "output": text,
    }  # fmt: skip
    turn = {
        "number": 1, "at": 0.0, "text": text, "attached": [{"label": text, "tokens": 1}], "outcome": text,
        "answer": answer, "reason": text, "undone": False, "files": [text], "items": [item], "requests": 1,
        "seconds": 1.0, "prompt_tokens": 1, "completion_tokens": 1,
    }  # fmt: skip
    data = cleaned(
        {"session": "s", "title": text, "workspace": text, "model": text, "created": 1.0, "turns": [turn]}, []
    )
    harmless(look(as_html(data)))
    assert as_markdown(data)
