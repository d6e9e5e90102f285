"""Every switch under `mechanisms`, and every count that ablations turn, changes what the real agent does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from smallcode.governor.governor import Governor, GovernorSettings
from smallcode.paths import config_dir
from smallcode.settings_schema import Mechanisms
from smallcode.testing.script import Say, ScriptItem
from smallcode.validation.choice import SWITCHES
from smallcode.validation.spec import load_validators

Run = Callable[..., Any]
BUGGY = "def add(a, b):\n    return a - b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FILES = {"calc.py": BUGGY, "test_calc.py": TEST}
TASK = "Fix `add` in calc.py, the test fails."


def says(*files: tuple[str, str]) -> Say:
    return Say("\n".join(f"{path}\n```python\n{code}```\n" for path, code in files))


FIXED, WRONG = (says(("calc.py", f"def add(a, b):\n    return a {sign} b\n")) for sign in "+*")
TYPED, TYPED_RIGHT = (
    says(("calc.py", f"{head}def add(a, b):\n    return a + b + len(re.findall('x', ''))\n"))
    for head in ("", "import re\n\n\n")
)
AGAIN = Say("a_rather_long_name_that_comes_again = 1\n" * 100)
WRITTEN, WRITTEN_RIGHT = (
    says(
        (
            "test_calc.py",
            "from calc import add\n\n\ndef test_one():\n    assert add(1, 2) == 3\n\n\ndef test_two():\n"
            f"    assert add(0, 0) == 0\n\n\ndef test_three():\n    assert add(1, 1) == {three}\n",
        )
    )
    for three in (3, 2)
)
COPIED = says(("calc.py", BUGGY))
TWO = {"a.py": "def one():\n    return 0\n", "b.py": "def two():\n    return 0\n"}
ONE, SECOND = ("a.py", "def one():\n    return 1\n"), ("b.py", "def two():\n    return 2\n")
BROKEN = ("b.py", "def two(:\n    return 2\n")
LONG = "".join(f"def helper_{i}(value):\n    return value + {i} * 3 - {i}\n\n\n" for i in range(40))
LONG_FIX = ("calc.py", "def add(a, b):\n    return a + b\n")
NEVER = {"limits.repairs": 0, "limits.samples": 1, "mechanisms.decompose": False}
"""A first failure is the last."""


def asked(run: Any, number: int) -> str:
    """The last message of a request."""
    return str(run.requests[number]["messages"][-1]["content"])


def legal(run: Any) -> list[str]:
    return list(run.of("lever_chosen")[0].legal)


@dataclass
class Case:
    """A task, what the model says with the switch on and off, and what must differ."""

    key: str
    on: list[ScriptItem]
    off: list[ScriptItem]
    seen: Callable[[Any], Any]
    expected: tuple[Any, Any]
    """What ``seen`` finds with the switch on, and off."""
    prompt: str = TASK
    files: dict[str, str] = field(default_factory=lambda: dict(FILES))
    values: tuple[Any, Any] = (True, False)
    also: dict[str, Any] = field(default_factory=dict)
    trusted: bool = True


CASES = [
    Case(
        "mechanisms.missing_imports", [TYPED], [TYPED, TYPED_RIGHT],
        lambda r: ("import re\n" in r.read("calc.py"), len(r.requests)), ((True, 1), (True, 2)),
    ),
    Case("mechanisms.worked_example", [FIXED], [FIXED], lambda r: len(r.requests[0]["messages"]), (4, 2)),
    Case(
        "mechanisms.project_facts", [FIXED], [FIXED], lambda r: "Never use tabs" in str(r.requests[0]["messages"]),
        (True, False), files={**FILES, "AGENTS.md": "Never use tabs in this project.\n"},
    ),
    Case(
        "mechanisms.explain_first", [COPIED, FIXED], [COPIED, FIXED], lambda r: "in one sentence" in asked(r, 1),
        (True, False),
    ),
    Case(
        "mechanisms.symbol_edits", [says(LONG_FIX)], [says(("calc.py", LONG_FIX[1] + "\n\n" + LONG))],
        lambda r: r.of("plan_made")[0].parts[0]["targets"][0]["unit"], ("symbol", "whole"),
        files={**FILES, "calc.py": BUGGY + "\n\n" + LONG},
    ),
    Case(
        "mechanisms.constrained_output", [Say('{"choice": "add"}'), says(LONG_FIX)], [Say("add"), says(LONG_FIX)],
        lambda r: bool({"response_format", "json_schema", "grammar"} & r.requests[0].keys()), (True, False),
        prompt="The sum in calc.py is wrong, please fix it.", files={**FILES, "calc.py": BUGGY + "\n\n" + LONG},
    ),
    Case(
        "mechanisms.own_examples", [FIXED, Say("add(1, 2) == 3")], [FIXED],
        lambda r: [e.purpose for e in r.of("model_asked")], (["act", "examples"], ["act"]),
        prompt="Fix `add` in calc.py.", files={"calc.py": BUGGY},
    ),
    Case(
        "mechanisms.repetition_cut", [AGAIN, FIXED], [AGAIN, FIXED],
        lambda r: r.of("model_replied")[0].finish == "repetition", (True, False),
    ),
    Case(
        "mechanisms.accumulate_accepted", [says(ONE, BROKEN), says(SECOND)], [says(ONE, BROKEN), says(SECOND)],
        lambda r: "do not send them again: a.py" in asked(r, 1), (True, False),
        prompt="Fix `one` in a.py and `two` in b.py: they must return 1 and 2.", files=TWO, trusted=False,
    ),
    Case(
        "mechanisms.vary_retries", [WRONG, FIXED], [WRONG, FIXED],
        lambda r: r.of("model_asked")[1].temperature == 0.77, (True, False), also={"sampling.repairs": [0.77]},
    ),
    Case(
        "mechanisms.fresh_sample", [WRONG, FIXED], [WRONG], lambda r: legal(r), (["fresh_sample"], ["hard_fail"]),
        also={"limits.repairs": 0, "mechanisms.decompose": False},
    ),
    Case(
        "mechanisms.small_changes", [WRONG], [WRONG, FIXED], lambda r: [e.lever for e in r.of("lever_chosen")],
        (["small_change"], ["fresh_sample"]), also={"limits.repairs": 0},
    ),
    Case(
        "mechanisms.drop_tests", [WRITTEN], [WRITTEN, WRITTEN_RIGHT], lambda r: [e.lever for e in r.of("lever_chosen")],
        (["drop_tests"], ["repair"]), prompt="Write unit tests for calc.py in test_calc.py. calc.py stays as it is.",
        files={"calc.py": BUGGY.replace("-", "+")},
    ),
    Case(
        "mechanisms.decompose", [says(ONE, BROKEN), says(ONE), says(SECOND)], [says(ONE, BROKEN)],
        lambda r: (legal(r), r.outcome), ((["decompose"], "unverified"), (["hard_fail"], "failed")),
        prompt="Fix `one` in a.py and `two` in b.py: they must return 1 and 2.", files=TWO,
        also={"limits.repairs": 0, "limits.samples": 1, "mechanisms.accumulate_accepted": False}, trusted=False,
    ),
    Case(
        "limits.repairs", [WRONG, FIXED], [WRONG, FIXED], lambda r: "repair" in legal(r), (True, False), values=(1, 0),
    ),
    Case(
        "limits.samples", [WRONG, FIXED], [WRONG], lambda r: r.outcome, ("solved", "failed"), values=(2, 1),
        also={"limits.repairs": 0, "mechanisms.decompose": False},
    ),
    Case(
        "governor.explore", [WRONG, FIXED], [WRONG, FIXED], lambda r: "drawn evenly" in r.of("lever_chosen")[0].reason,
        (True, False), values=(1.0, 0.0),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_a_switch_changes_what_the_agent_does(run_agent: Run, case: Case) -> None:
    for value, script, expected in zip(case.values, (case.on, case.off), case.expected, strict=True):
        run = run_agent(
            case.prompt, script, files=case.files, trusted=case.trusted, overrides={**case.also, case.key: value}
        )
        assert case.seen(run) == expected, f"{case.key}={value}"


CHECKED = {
    "calc.py": 'def add(a, b):\n    """Add.\n\n    >>> add(0, 0)\n    0\n    """\n    return a - b\n',
    "test_calc.py": TEST,
}
CHECKED_TASK = "Fix `add` in calc.py, the test fails. For example, add(2, 2) should return 4."
CHECKED_FIX = says(("calc.py", CHECKED["calc.py"].replace("a - b", "a + b")))


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_of_checks_turns_its_own_off_and_leaves_the_others(run_agent: Run, switch: str) -> None:
    run = run_agent(CHECKED_TASK, [CHECKED_FIX], files=CHECKED, overrides={f"mechanisms.{switch}": False})
    began = next(i for i, e in enumerate(run.events) if e.type == "validation_started" and e.purpose != "baseline")
    ran = {e.check for e in run.events[began:] if e.type == "check_ended" and e.status in ("passed", "failed")}
    for other, names in SWITCHES.items():
        assert bool(ran & set(names)) is (other != switch), f"{other}: {sorted(ran)}"


def test_switches_name_checks_that_there_are() -> None:
    known = {spec.name for spec in load_validators()}
    assert {name for names in SWITCHES.values() for name in names} <= known


def test_the_ladder_is_climbed_only_where_escalation_is_on(run_agent: Run) -> None:
    (config_dir() / "escalation.yaml").parent.mkdir(parents=True, exist_ok=True)
    (config_dir() / "escalation.yaml").write_text("ladder: ['lmstudio:big']\n")
    run = run_agent(TASK, [WRONG], files=FILES, overrides={**NEVER, "mechanisms.escalate": True, "model.retries": 0})
    assert legal(run) == ["escalate"] and run.outcome == "error"  # nobody is there
    run = run_agent(TASK, [WRONG], files=FILES, overrides=NEVER)
    assert legal(run) == ["hard_fail"] and run.outcome == "failed"


def test_evidence_orders_the_levers_only_where_the_governor_is_on(run_agent: Run, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence.sqlite"
    governor = Governor(evidence, GovernorSettings())
    key = governor.key("openai:scripted-1.5b", "fix", "assertion")
    for number in range(40):
        governor.record(key=key, lever="fresh_sample", helped=True, once=f"a{number}")
        governor.record(key=key, lever="repair", helped=False, once=f"b{number}")
    levers = {}
    for on in (True, False):
        run = run_agent(
            TASK, [WRONG, FIXED], files=FILES,
            overrides={"mechanisms.governor": on, "governor.evidence": str(evidence)},
        )  # fmt: skip
        levers[on] = (run.of("lever_chosen")[0].lever, bool(run.of("lever_chosen")[0].scores))
    assert levers == {True: ("fresh_sample", True), False: ("repair", False)}


def test_no_switch_is_left_out_here() -> None:
    tried = {case.key for case in CASES} | {f"mechanisms.{name}" for name in SWITCHES}
    tried |= {"mechanisms.escalate", "mechanisms.governor"}
    assert {f"mechanisms.{name}" for name in Mechanisms.model_fields} <= tried, json.dumps(sorted(tried))
