"""The next model of the ladder gets the task, the code and what was tried; what it says is judged like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from smallcode.paths import config_dir
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

Run = Callable[..., Any]
FILES = {
    "calc.py": "def add(a, b):\n    return a - b\n",
    "test_calc.py": "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n",
    "notes.txt": "mine\n",
}
TASK = "Fix `add` in calc.py, the test fails."
CLIMB = {"limits.repairs": 0, "limits.samples": 1, "mechanisms.decompose": False, "mechanisms.escalate": True}
KEY = "sk-of-the-big-one"


def says(sign: str) -> Say:
    return Say(f"calc.py\n```python\ndef add(a, b):\n    return a {sign} b\n```\n")


def ladder(*rungs: dict[str, Any] | str) -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "escalation.yaml").write_text(yaml.safe_dump({"ladder": list(rungs)}), encoding="utf-8")


def test_a_rung_with_an_address_a_key_and_a_profile_of_its_own_solves_what_the_first_model_could_not(
    run_agent: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIG_KEY", KEY)
    with ScriptedServer([says("+")], model="scripted-3b", api_key=KEY) as big:
        own = {"base_url": big.base_url, "api_key_env": "BIG_KEY", "profile": {"sampling": {"temperature": 0.55}}}
        ladder({"name": "openai:scripted-3b", **own})
        run = run_agent(TASK, [says("*")], files=FILES, overrides=CLIMB)
        asked = str(big.requests[0]["messages"])
        assert big.requests[0]["temperature"] == 0.55 and run.requests[0]["temperature"] != 0.55
    assert run.outcome == "solved" and "a + b" in run.read("calc.py")
    assert "Fix `add`" in asked and "a - b" in asked and "a * b" not in asked, "it starts from the part's own beginning"
    assert "failed" in asked and "2" in asked, asked
    assert run.nodes().count("escalate") == 1
    assert [e.reason for e in run.of("conversation_started")] == ["start", "model"]
    assert [e.lever for e in run.of("lever_chosen")] == ["escalate"]


def test_the_best_of_all_models_is_what_the_patch_holds_when_none_could(run_agent: Run) -> None:
    with ScriptedServer([Say("calc.py\n```python\ndef add(a):\n    return a\n```\n")], model="scripted-3b") as big:
        ladder({"name": "openai:scripted-3b", "base_url": big.base_url})
        run = run_agent(TASK, [says("*")], files=FILES, overrides=CLIMB)
    assert run.outcome == "failed" and run.read("calc.py") == FILES["calc.py"]
    assert "a * b" in (run.session.folder / "best.patch").read_text(encoding="utf-8")


def test_no_more_rungs_are_climbed_than_allowed(run_agent: Run) -> None:
    with ScriptedServer([says("/")], model="scripted-3b") as big:
        rung = {"name": "openai:scripted-3b", "base_url": big.base_url}
        ladder(rung, rung, rung)
        run = run_agent(TASK, [says("*")], files=FILES, overrides={**CLIMB, "limits.escalations": 1})
    assert run.outcome == "failed" and run.nodes().count("escalate") == 1
