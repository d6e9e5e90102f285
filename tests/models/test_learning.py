"""Counting repairs and failed replies per model, and preferring the way of calling tools that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.events.types import ReplyParsed, RunEnded, Warned
from smallcode.models.learned import chosen_profile
from smallcode.models.learning import (
    ENOUGH,
    TOGETHER,
    Learner,
    database,
    is_native_failure,
    preferred_dialect,
    repairs_of,
    successes_of,
)
from smallcode.models.profiles import profile_for

MODEL = "openai:qwen3-8b"


def feed(learner: Learner, times: int, *, failed: bool, dialect: str = "native", repairs: tuple[str, ...] = ()) -> None:
    for _ in range(times):
        learner(ReplyParsed(calls=[], repairs=list(repairs), model=MODEL, dialect=dialect, failed=failed))
    learner.write()


def test_repairs_are_counted_for_each_model_the_most_frequent_first() -> None:
    learner = Learner()
    feed(learner, 2, failed=False, repairs=("json_syntax",))
    feed(learner, 3, failed=False, repairs=("tool_name", "unclosed_tag"))
    assert repairs_of(MODEL) == {"tool_name": 3, "unclosed_tag": 3, "json_syntax": 2}
    assert repairs_of("openai:other") == {}


def test_native_calls_that_fail_more_often_than_not_are_no_longer_asked_for() -> None:
    profile = profile_for("qwen3-8b")
    learner = Learner()
    feed(learner, ENOUGH - 1, failed=True)
    assert preferred_dialect(MODEL, profile).dialect == "native"
    feed(learner, 1, failed=True)
    learned = preferred_dialect(MODEL, profile)
    assert learned.dialect == "json"
    assert f"{ENOUGH} of {ENOUGH} native" in learned.source


def test_native_calls_that_mostly_work_stay() -> None:
    learner = Learner()
    feed(learner, 10, failed=False)
    feed(learner, 9, failed=True)
    assert preferred_dialect(MODEL, profile_for("qwen3-8b")).dialect == "native"


def test_the_users_dialect_wins_over_what_was_learned() -> None:
    feed(Learner(), 20, failed=True)
    assert chosen_profile("openai", "qwen3-8b", None).dialect == "json"
    assert chosen_profile("openai", "qwen3-8b", None, {"dialect": "native"}).dialect == "native"


def test_old_evidence_no_longer_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(Learner(), 20, failed=True)
    import smallcode.models.learning as learning

    later = learning.today() + learning.DAYS + 1
    monkeypatch.setattr(learning, "today", lambda: later)
    assert successes_of(MODEL, "native") == (0, 0)


def test_other_events_and_old_ones_without_a_model_are_ignored() -> None:
    learner = Learner()
    learner(Warned(message="x"))
    learner(ReplyParsed(calls=[], repairs=["tool_name"]))
    learner.write()
    assert not database().exists()


def test_replies_are_written_together_and_at_the_latest_when_the_run_ends() -> None:
    reply = ReplyParsed(calls=[], repairs=["tool_name"], model=MODEL, dialect="native")
    learner = Learner()
    for _ in range(TOGETHER + 1):
        learner(reply)
    assert repairs_of(MODEL) == {"tool_name": TOGETHER}
    learner(RunEnded(outcome="solved", exit_code=0))
    learner(RunEnded(outcome="solved", exit_code=0))
    assert repairs_of(MODEL) == {"tool_name": TOGETHER + 1}


@pytest.mark.parametrize("damage", ["folder", "junk"])
def test_a_database_that_cannot_be_used_teaches_nothing_and_breaks_nothing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "repairs.sqlite"
    path.mkdir() if damage == "folder" else path.write_bytes(b"junk" * 100)
    feed(Learner(path), 1, failed=True, repairs=("tool_name",))
    assert repairs_of(MODEL, path) == {}
    assert successes_of(MODEL, "native", path) == (0, 0)


@pytest.mark.parametrize(
    ("native", "read", "problem", "failed"),
    [(1, 1, "", False), (0, 1, "", True), (0, 0, "no code", True), (1, 0, "no such tool", True), (0, 0, "", False)],
)
def test_what_counts_as_a_failed_native_call(native: int, read: int, problem: str, failed: bool) -> None:
    assert is_native_failure("native", native_calls=native, read_calls=read, problem=problem) is failed
    assert not is_native_failure("json", native_calls=native, read_calls=read, problem=problem)
