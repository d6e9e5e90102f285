"""No model, the wrong one, and servers that fail in every way that we can think of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from smallcode.testing.program import MODEL, events_of, last_session, model, smallcode, write_files
from smallcode.testing.script import Fault, FaultKind, Say
from smallcode.testing.scripted import ScriptedServer

from .conftest import BUGGY, FIXED, GOOD, PROMPT, Desk

OFFLINE = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}
QUICK = ("--set", "model.request_seconds=2", "--set", "model.retries=1")
GIVEN_UP = frozenset({"html"})
"""Faults that no second request mends."""


def test_no_weights_and_no_network(desk: Desk) -> None:
    done = smallcode("run", "-p", PROMPT, "-C", desk.project, "-m", "embedded:qwen2.5-coder-1.5b", env=OFFLINE)
    assert done.code == 3, done.text
    assert "smallcode models pull" in done.text
    assert desk.read() == BUGGY
    resumed = smallcode("resume", last_session().id, env=OFFLINE)
    assert resumed.code == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("embedded:no-such-model", "smallcode models list"),
        ("nonsense", "provider"),
        ("nonsense:x", "nonsense"),
        ("ollama:x", "ollama"),
        ("openai:gpt-x", "api.openai.com"),
    ],
)
def test_a_wrong_model_is_said_with_the_way_out(desk: Desk, name: str, expected: str) -> None:
    done = smallcode("run", "-p", PROMPT, "-C", desk.project, "-m", name, "--set", "model.retries=0", env=OFFLINE)
    assert done.code in (2, 3), done.text
    assert expected in done.text
    assert "Traceback" not in done.text
    assert desk.read() == BUGGY


def test_a_wrong_name_on_a_server_lists_those_it_has(desk: Desk) -> None:
    done = desk.run(script=(), server={"model": "another"})
    assert done.code == 3
    assert "another" in done.text


def test_a_wrong_address(desk: Desk) -> None:
    done = smallcode(
        "run", "-p", PROMPT, "-C", desk.project, "-m", f"openai:{MODEL}", "--base-url", "http://127.0.0.1:9/v1",
        "--set", "model.retries=0",
    )  # fmt: skip
    assert done.code == 3, done.text
    assert "127.0.0.1:9" in done.text


def test_no_git_on_the_path(desk: Desk, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "bash", "env", "cat"):
        for folder in ("/bin", "/usr/bin"):
            if (Path(folder) / name).exists() and not (tools / name).exists():
                (tools / name).symlink_to(Path(folder) / name)
    done = desk.run(env={"PATH": str(tools)})
    assert done.code == 0, done.text
    assert desk.read() == GOOD
    undone = smallcode("undo", env={"PATH": str(tools)}, cwd=desk.project)
    assert undone.code == 0, undone.text
    assert desk.read() == BUGGY


@pytest.mark.parametrize("kind", ["llama.cpp", "ollama"])
def test_every_fault_of_a_server_once(tmp_path: Path, kind: str) -> None:
    """One task for each fault, in one process: it is asked again and done, or given up with a message."""
    faults = [fault for fault in get_args(FaultKind) if fault not in ("never_ending", "whitespace")]
    tasks, script = [], []
    for fault in faults:
        write_files(tmp_path / fault, {"calc.py": BUGGY})
        tasks.append({"id": fault, "prompt": f"Fix `add` in calc.py ({fault}).", "workspace": fault})
        script.append(Fault(kind=fault, text="calc.py\n```python\ndef ad", expect=f"({fault})", retry_after="0"))
        if fault not in GIVEN_UP:
            script.append(Say(FIXED, expect=f"({fault})"))
    (tmp_path / "tasks.yaml").write_text(json.dumps({"tasks": tasks}))
    with ScriptedServer(script, kind=kind, model=MODEL, any_order=True) as server:  # type: ignore[arg-type]
        arguments = [*model(server), *QUICK, "--output", "out.jsonl", "--jobs", "3"]
        done = smallcode("run", "tasks.yaml", *arguments, cwd=tmp_path)
    results = {line["task"]: line for line in map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())}
    assert results.keys() == set(faults), done.text
    for fault, line in results.items():
        wanted = ("error", BUGGY, 3) if fault in GIVEN_UP else ("unverified", GOOD, 0)
        assert (line["outcome"], (tmp_path / fault / "calc.py").read_text(), line["exit_code"]) == wanted, line
        assert "Traceback" not in line["reason"]
    assert done.code == 3


@pytest.mark.parametrize("kind", ["whitespace", "never_ending"])
def test_a_reply_that_never_says_anything_is_cut(desk: Desk, kind: FaultKind) -> None:
    done = desk.run(script=[Fault(kind=kind, text="so on and "), Say(FIXED)])
    assert done.code == 0, done.text
    assert desk.read() == GOOD


def test_thinking_alone_an_empty_answer_and_blanks_are_asked_again(desk: Desk) -> None:
    """Where all come after each other, the run goes on until there is code; nothing of them is taken for code."""
    done = desk.run(script=[Say("", reasoning="A sum, I think."), Say(""), Say("\n \n\t\n"), Say(FIXED)])
    assert done.code == 0, done.text
    assert desk.read() == GOOD
    assert [event.finish for event in events_of(last_session()) if event.type == "model_replied"] == ["stop"] * 4


def test_a_server_that_stays_dead_leaves_a_session_that_can_be_resumed(desk: Desk) -> None:
    """It dies in the middle of a token; later it is back at the same address."""
    with ScriptedServer(
        [Fault(kind="cut_off", text="calc.py\n```py", pieces=3)] * 2, kind="ollama", model=MODEL
    ) as first:
        done = smallcode("run", "-p", PROMPT, "-C", desk.project, *model(first), *QUICK)
        port = first.port
    assert done.code == 3, done.text
    assert "resume" in done.text
    assert desk.read() == BUGGY
    with ScriptedServer([Say(FIXED)], kind="ollama", model=MODEL, port=port):
        resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    assert desk.read() == GOOD


def test_more_than_the_window_holds(desk: Desk) -> None:
    long = "".join(f"VALUE_{n} = {n}\n" for n in range(3000))
    (desk.project / "calc.py").write_text(BUGGY + long)
    done = desk.run(
        "--set", "mechanisms.symbol_edits=false", script=(), server={"kind": "llama.cpp", "context_tokens": 2048}
    )
    assert done.code in (1, 3), done.text
    assert "window" in done.text
    assert "larger window" in done.text
    assert desk.read() == BUGGY + long


def test_a_server_that_serves_less_than_it_says(desk: Desk) -> None:
    """The server's own refusal (400) is learned from; the run ends with a message, never with a traceback."""
    (desk.project / "calc.py").write_text(BUGGY + "".join(f"VALUE_{n} = {n}\n" for n in range(200)))
    overflow = Fault(kind="status", status=400, message="the request exceeds the available context size (512 tokens)")
    server = ScriptedServer([overflow] * 9, kind="openai", model=MODEL).start()
    done = smallcode("run", "-p", PROMPT, "-C", desk.project, *model(server), *QUICK)
    server.stop()
    assert done.code in (1, 3), done.text
    assert "Traceback" not in done.text


def test_events_of_a_failed_run_say_why(desk: Desk) -> None:
    desk.run(*QUICK, script=[Fault(kind="status", status=500, message="it is broken")] * 2)
    (retried,) = [event for event in events_of(last_session()) if event.type == "model_retried"]
    assert "it is broken" in retried.reason
