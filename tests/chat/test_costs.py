"""What all sessions used: sums by session, day and model, read on from where the last look ended; and the budget."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.chat.costs import Ledger, Usage, day_of, open_ledger, price_of
from smallcode.errors import BadInput
from smallcode.paths import state_dir
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore
from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import events_of, last_session, smallcode
from tests.chat.conftest import named, repl

DAY = 86400


def make_session(root: Path) -> Session:
    session = SessionStore(state_dir()).create(root, "t", {}, {})
    session.lock().release()
    return session


def asked(model: str) -> dict[str, Any]:
    return {"type": "model_asked", "conversation": 1, "purpose": "act", "model": model, "prompt_tokens": 1}


def replied(prompt: int, cached: int, completion: int, *, at: float, cost: float = 0.0) -> dict[str, Any]:
    return {
        "type": "model_replied", "conversation": 1, "text": "t", "finish": "stop", "prompt_tokens": prompt, "at": at,
        "cached_tokens": cached, "completion_tokens": completion, "seconds": 2.0, "first_token_seconds": 1.0,
        "cost": cost,
    }  # fmt: skip


def write(session: Session, *events: dict[str, Any], end: str = "\n") -> None:
    with session.events_path.open("a") as log:
        log.write("\n".join(json.dumps(event, separators=(",", ":")) for event in events) + end)


def test_sums_by_session_day_and_model(tmp_path: Path) -> None:
    now = time.time() + 5
    first, second = make_session(tmp_path), make_session(tmp_path)
    write(first, asked("a:x"), replied(100, 40, 10, at=now, cost=0.5), asked("a:y"), replied(7, 0, 3, at=now + DAY))
    write(second, asked("a:x"), replied(1, 0, 1, at=now, cost=0.25))
    ledger = open_ledger()
    assert dict(ledger.by("model"))["a:x"] == Usage(2, 101, 40, 11, 4.0, 2.0, 0.75)
    assert dict(ledger.by("session"))[first.id].tokens == 120
    assert [day for day, _ in ledger.by("day")] == [day_of(now + DAY), day_of(now)]
    assert ledger.total(since=day_of(now + DAY)).prompt == 7
    assert ledger.total(session=second.id).cost == 0.25
    assert ledger.total().tokens_per_second == 14 / 3


def test_a_log_is_read_on_and_never_counted_twice(tmp_path: Path) -> None:
    session, now = make_session(tmp_path), time.time() + 5
    write(session, asked("a:x"), replied(1, 0, 1, at=now))
    half = json.dumps(replied(10, 0, 1, at=now), separators=(",", ":"))
    with session.events_path.open("a") as log:
        log.write(half[:30])  # still being written
    assert open_ledger().total().prompt == 1
    with session.events_path.open("a") as log:
        log.write(half[30:] + "\n")
    assert open_ledger().total().prompt == 11
    assert open_ledger().total().prompt == 11
    assert dict(open_ledger().by("model"))["a:x"].requests == 2


def test_sums_stay_when_a_session_is_removed_and_broken_lines_are_passed_over(tmp_path: Path) -> None:
    session, now = make_session(tmp_path), time.time() + 5
    session.events_path.write_bytes(
        b'\xff{"type":"model_replied"\n{"type":"model_replied","at":"x"}\n[1,"type":"model_asked"]\n'
    )
    write(session, asked("a:x"), replied(5, 0, 1, at=now))
    assert open_ledger().total().prompt == 5
    SessionStore(state_dir()).delete(session.id)
    assert open_ledger().total().prompt == 5


def test_a_damaged_file_of_sums_is_made_anew(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    write(session, asked("a:x"), replied(5, 0, 1, at=time.time() + 5))
    open_ledger()
    (state_dir() / "costs.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(BadInput, match="Try again"):
        open_ledger()
    assert open_ledger().total().prompt == 5


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5), st.booleans()), max_size=12))
def test_the_sum_is_that_of_the_requests_however_often_it_is_looked_up(tmp_path_factory: Any, requests: Any) -> None:
    folder = tmp_path_factory.mktemp("costs")
    ledger, log = Ledger(folder / "costs.sqlite"), folder / "events.jsonl"
    info = type("Info", (), {"id": "s", "folder": folder, "record": None})
    for prompt, completion, look in requests:
        with log.open("a") as file:
            file.write(json.dumps(replied(prompt, 0, completion, at=1.0), separators=(",", ":")) + "\n")
        if look:
            ledger.update([info])  # type: ignore[list-item]
    ledger.update([info])  # type: ignore[list-item]
    total = ledger.total()
    assert (total.prompt, total.completion) == (sum(r[0] for r in requests), sum(r[1] for r in requests))


def test_prices_are_those_of_the_presets() -> None:
    from smallcode.models.presets import presets

    name, preset = next((name, preset) for name, preset in presets().items() if preset.prices)
    pattern, values = next(iter(preset.prices.items()))
    model = f"{name}:{pattern.replace('*', 'x')}"
    assert price_of(model, 1_000_000, 0, 0) == pytest.approx(values[0])
    assert price_of(model, 0, 0, 1_000_000) == pytest.approx(values[1])
    assert price_of("embedded:qwen2.5-coder-1.5b", 10**6, 0, 10**6) == 0
    assert price_of("nobody:x", 10**6, 0, 10**6) == 0


def test_cost_shows_what_the_session_used(project: Path) -> None:
    with ScriptedServer([Say("It subtracts.")]) as server:
        done = repl(project, server, "What does add do?", "/cost", "/cost model", "/cost nothing")
        used = server.asked[0]
    [reply] = [event for event in events_of(last_session()) if event.type == "model_replied"]
    assert used
    line = next(line for line in done.out.splitlines() if line.startswith("this session"))
    tokens = [f"{count:,}" for count in (reply.prompt_tokens, reply.cached_tokens, reply.completion_tokens)]
    assert line.split()[2:6] == ["1", *tokens]
    assert "openai:scripted-1.5b" in done.out
    assert "/cost takes no 'nothing'" in done.out


def test_a_budget_warns_and_then_stops_this_turn_and_the_next(project: Path) -> None:
    limited = ["--set", "budget.warn_tokens=10", "--set", "budget.stop_tokens=200", "--trust"]
    with ScriptedServer([Say("It subtracts."), Say("It does.")]) as server:
        done = smallcode(
            "chat", *named(server), *limited, cwd=project,
            stdin="What does add do?\nAnd why does it?\nAnd where?\n/cost\n",
        )  # fmt: skip
    assert "Near the budget: $0.0000, " in done.out
    assert "The budget is used up" in done.out
    assert "Budget for one day: 200 tokens." in done.out
    assert len(server.asked) == 2
    ends = [event.outcome for event in events_of(last_session()) if event.type == "turn_ended"]
    assert ends[0] == "answered"
    assert ends[-1] == "interrupted"
    with ScriptedServer() as server:
        again = smallcode("chat", *named(server), *limited, "-p", "Once more?", cwd=project)
    assert again.code == 130
    assert "The budget is used up" in again.err
