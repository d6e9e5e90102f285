"""Agents of others: a small program plays one, and asks the real proxy for a scripted model."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from smallcode.errors import BadInput
from smallcode.evals.agents import AGENTS
from smallcode.evals.external import OWN_ENTRIES, AgentSpec, filled, load_agents, version_of
from smallcode.evals.progress import Plain
from smallcode.evals.results import Result, read_results
from smallcode.evals.runner import RunPlan, run_plan
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer
from smallcode.workspace.sandbox import describe

MODEL = "openai:scripted-1.5b"
RIGHT = "def add(a, b):\n    return a + b\n"
PROGRAM = """#!{python}
import json, os, sys, urllib.request
if sys.argv[1:] == ["--version"]:
    print("mini 3.1")
    sys.exit()
prompt = sys.stdin.read() if sys.argv[1] == "-" else sys.argv[1]
config = json.load(open(os.path.join(os.environ["HOME"], "mini.json")))
open(".mini-cache", "w").close()
body = json.dumps({{"model": config["model"], "messages": [{{"role": "user", "content": prompt}}]}}).encode()
asked = urllib.request.Request(config["url"] + "/chat/completions", body, {{"Content-Type": "application/json"}})
said = json.load(urllib.request.urlopen(asked))["choices"][0]["message"]["content"]
{then}
"""
WRITE = 'open("calc.py", "w").write(said)'


class Bench:
    """Runs one task with a program of the test's own making."""

    def __init__(self, task: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.task, self.folder, self.output = task, folder, folder / "r.jsonl"
        self.programs = folder / "bin"
        self.programs.mkdir()
        monkeypatch.setenv("PATH", f"{self.programs}{os.pathsep}{os.environ['PATH']}")

    def program(self, then: str = WRITE) -> None:
        path = self.programs / "mini"
        path.write_text(PROGRAM.format(python=sys.executable, then=then))
        path.chmod(0o755)

    def entries(self, **more: Any) -> Path:
        config = {"url": "{base_url}", "model": "{model}", "window": "{context_tokens}"}
        entry = {
            "program": "mini", "command": ["mini", "{prompt}"], "version": ["mini", "--version"],
            "files": {"{home}/mini.json": config}, "leaves": [".mini*"], **more,
        }  # fmt: skip
        path = self.folder / "agents.yaml"
        path.write_text(yaml.safe_dump({"mini": entry}))
        return path

    def run(self, script: list[Any], hidden: tuple[Path, ...] = (), **more: Any) -> Result:
        with ScriptedServer(script) as server:
            plan = RunPlan(
                tasks=[self.task], agents=["mini"], model=MODEL, output=self.output, base_url=server.base_url,
                agents_file=self.entries(**more), hidden=hidden,
            )  # fmt: skip
            [result] = run_plan(plan)
            self.asked = server.asked
            return result

    def said(self) -> str:
        """What the program printed."""
        return "\n".join(p.read_text() for p in (self.folder / "r.jsonl.work").glob("*/output/*"))


@pytest.fixture
def bench(make_task: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(make_task(), tmp_path, monkeypatch)
    bench.program()
    return bench


def test_a_program_of_others_is_judged_and_metered_like_our_own(bench: Bench) -> None:
    result = bench.run([Say(RIGHT, first_delay=0.05)])
    assert (result.success, result.outcome, result.agent_version) == (True, "unverified", "mini 3.1")
    assert (result.requests, result.prompt_tokens) == (1, bench.asked[0].prompt_tokens)
    assert result.completion_tokens > 5 and result.model_seconds > 0 and result.estimated == 0
    assert bench.asked[0].text == bench.task.spec.prompt
    home = bench.folder / "r.jsonl.work" / result.folder / "home"
    assert '"window": 8192' in (home / "mini.json").read_text()
    assert not (home.parent / "workspace" / ".mini-cache").exists()


def test_the_prompt_may_come_by_standard_input(bench: Bench) -> None:
    assert bench.run([Say(RIGHT)], prompt="stdin", command=["mini", "-"]).success
    assert bench.asked[0].text == bench.task.spec.prompt


def test_a_wrong_result_is_a_false_success(bench: Bench) -> None:
    result = bench.run([Say(RIGHT.replace("+", "*"))])
    assert (result.success, result.false_success, result.cause) == (False, True, "wrong_answer")


@pytest.mark.parametrize(
    ("then", "honest", "outcome", "cause"),
    [
        ("", [], "failed", "no_edit"),
        (f"{WRITE}; sys.exit(3)", [], "error", "error"),
        ("sys.exit(3)", [3], "failed", "no_edit"),
    ],
)
def test_its_end_says_what_it_delivered(bench: Bench, then: str, honest: list[int], outcome: str, cause: str) -> None:
    bench.program(then)
    result = bench.run([Say(RIGHT)], honest=honest)
    assert (result.delivered, result.outcome, result.cause) == (False, outcome, cause)


def test_one_that_never_asks_the_model_is_misconfigured_and_tried_again(bench: Bench) -> None:
    result = bench.run([], command=["mini", "--version"])
    assert (result.outcome, result.cause, result.requests) == ("error", "error", 0)
    assert "mini 3.1" in result.reason


def test_its_time_is_limited_and_nothing_of_it_stays(bench: Bench) -> None:
    bench.program("import subprocess, time\nsubprocess.Popen(['sleep', '97531'])\ntime.sleep(60)")
    bench.task = type(bench.task)(
        bench.task.suite, bench.task.name, bench.task.folder, bench.task.spec.model_copy(update={"seconds": 3.0})
    )
    begin = time.monotonic()
    result = bench.run([Say(RIGHT)])
    assert time.monotonic() - begin < 40
    assert (result.outcome, result.cause, result.requests) == ("timeout", "timeout", 1)
    assert not running("97531")


CONFINED = pytest.mark.skipif(not describe().network, reason="platform: there is no sandbox that cuts the network off")


@CONFINED
def test_it_can_reach_nothing_but_the_model_and_no_hidden_check(bench: Bench) -> None:
    with ScriptedServer([]) as other:
        checks = bench.task.folder / "hidden" / "hidden_calc.py"
        bench.program(
            f"{WRITE}\nfor look in (lambda: urllib.request.urlopen('{other.root_url}/health', timeout=5),"
            f" lambda: open({str(checks)!r}).read()):\n"
            "    try:\n        look(); print('REACHED')\n    except OSError as error:\n        print('refused', error)"
        )
        result = bench.run([Say(RIGHT)], hidden=(bench.task.folder.parent.parent,))
    assert result.success, result.reason
    assert result.network == "meter"
    assert sum(line.startswith("refused") for line in bench.said().splitlines()) == 2
    assert "REACHED" not in bench.said()


@pytest.mark.crash
def test_killed_with_two_jobs_it_leaves_nothing_and_goes_on(make_task: Any, bench: Bench, suites: Path) -> None:
    for name in ("add", "b", "c"):
        make_task(name)
    bench.program(f"import time\nif said == 'wait': time.sleep(86420)\n{WRITE}")
    with ScriptedServer([Say(RIGHT), Say("wait"), Say("wait"), Say(RIGHT), Say(RIGHT)]) as server:
        command = [
            sys.executable, "-m", "smallcode", "eval", "run", "own", "--suites", str(suites), "--agent", "mini",
            "--agents", str(bench.entries()), "--model", MODEL, "--base-url", server.base_url, "-j", "2",
            "-o", str(bench.output), "--resume",
        ]  # fmt: skip
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: len([a for a in server.asked if a.ended == "sent"]) == 3 and len(done(bench)) == 1)
        first.send_signal(signal.SIGKILL)
        first.wait()
        wait_until(lambda: not running(str(bench.programs / "mini")))
        assert len(done(bench)) == 1
        again = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert again.returncode == 0, again.stderr
    assert "1 results are there already, 2 to go." in again.stdout
    assert sorted((r.task, r.success) for r in done(bench)) == [(f"own/{n}", True) for n in ("add", "b", "c")]


def done(bench: Bench) -> list[Result]:
    return read_results(bench.output) if bench.output.exists() else []


def running(words: str) -> bool:
    """Whether a process with ``words`` in its command line lives."""
    said = subprocess.run(["ps", "-A", "-ww", "-o", "stat=,args="], capture_output=True, text=True).stdout
    return any(words in line and not line.startswith("Z") for line in said.splitlines())


def wait_until(holds: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_what_is_wrong_with_an_entry_is_said_before_any_work(bench: Bench, make_task: Any) -> None:
    plan = RunPlan(
        tasks=[bench.task], agents=["nope"], model=MODEL, output=bench.output, base_url="http://127.0.0.1:9/v1"
    )
    with pytest.raises(BadInput, match="no agent 'nope'") as caught:
        run_plan(plan)
    assert "aider" in caught.value.hint and not bench.output.exists()
    with pytest.raises(BadInput, match=r"agents\.yaml:\d+:\d+: unknown key 'comand'"):
        load_agents(bench.entries(comand=["x"]))
    bench.entries()
    own = bench.folder / "own.yaml"
    own.write_text("bare: {program: x, command: [x]}\n")
    with pytest.raises(BadInput, match="bare is an agent of ours"):
        load_agents(own)
    with pytest.raises(BadInput, match="no-such-program is not on the PATH") as caught:
        version_of(AgentSpec(program="no-such-program", command=["x"], install="pip install it"))
    assert "pip install it" in caught.value.hint
    with pytest.raises(BadInput, match=r"no placeholder \{nope\}"):
        filled("{nope}", {"prompt": ""})


def test_the_entries_of_ours_fill_in_and_name_what_they_were_tried_with() -> None:
    words = ["prompt", "prompt_file", "workspace", "home", "base_url", "model", "api_key", "seconds", "seed"]
    facts: dict[str, str | int | float] = {
        **{word: f"<{word}>" for word in words},
        "context_tokens": 8,
        "reply_tokens": 2,
    }
    entries = load_agents()
    assert set(entries) >= {"aider", "opencode", "pi"} and not set(entries) & set(AGENTS)
    for name, spec in entries.items():
        assert spec.tried and spec.install and spec.version, name
        whole = str(filled([spec.command, spec.environment, spec.files], facts))
        assert not re.search(r"\{[a-z_]+\}", whole), name
        assert any("<prompt" in part for part in filled(spec.command, facts)), name
        assert "<base_url>" in str(filled([spec.environment, spec.files], facts)), name
    assert filled({"a {model}": ["{context_tokens}", "x{context_tokens}"]}, facts) == {"a <model>": [8, "x8"]}
    assert OWN_ENTRIES.is_file()


def test_braces_in_a_prompt_stay_as_they_are() -> None:
    assert filled("{prompt}", {"prompt": "use {model}", "model": "x"}) == "use {model}"


def test_without_a_terminal_each_result_is_a_line(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    result = bench.run([Say(RIGHT)])
    now = iter([0.0, 0.0, 30.0, 60.0])
    plain = Plain(sys.stdout, clock=lambda: next(now))
    plain.begin(2, 1, 1)
    plain.ended("x", result)
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "1 results are there already, 2 to go."
    assert out[1].startswith("[1/2] own/add mini seed 1: solved, ") and out[1].endswith("; 30 s left")
    assert shutil.which("mini")
