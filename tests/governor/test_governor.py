"""The governor keeps the fixed order until there is evidence, and then follows it."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from smallcode.governor.governor import Governor, GovernorSettings

LEGAL = ["repair", "fresh_sample", "decompose"]
KEY = Governor.key("embedded:small", "fix", "assertion")


@pytest.fixture
def governor(tmp_path: Path) -> Governor:
    return Governor(tmp_path / "evidence.sqlite", GovernorSettings(minimum_evidence=8))


def record(governor: Governor, lever: str, helped: int, failed: int) -> None:
    for i in range(helped + failed):
        governor.record(key=KEY, lever=lever, helped=i < helped, once=f"{lever}{i}")


def test_without_evidence_the_first_legal_lever_is_taken(governor: Governor) -> None:
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"


def test_clear_evidence_overrules_the_order(governor: Governor) -> None:
    record(governor, "repair", 0, 40)
    record(governor, "fresh_sample", 40, 0)
    chosen = [governor.choose(KEY, LEGAL, random.Random(i)).lever for i in range(50)]
    assert chosen.count("fresh_sample") >= 45


def test_only_legal_levers_are_drawn(governor: Governor) -> None:
    record(governor, "fresh_sample", 40, 0)
    assert governor.choose(KEY, ["repair", "decompose"], random.Random(3)).lever in ("repair", "decompose")


def test_the_same_step_draws_the_same_lever(governor: Governor) -> None:
    record(governor, "repair", 5, 5)
    record(governor, "fresh_sample", 5, 5)
    first = governor.choose(KEY, LEGAL, random.Random("session:step"))
    assert governor.choose(KEY, LEGAL, random.Random("session:step")) == first


def test_an_outcome_counts_once(governor: Governor) -> None:
    for _ in range(50):
        governor.record(key=KEY, lever="fresh_sample", helped=True, once="same")
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"


def test_other_keys_evidence_does_not_count(governor: Governor) -> None:
    for i in range(40):
        governor.record(key="other", lever="decompose", helped=True, once=str(i))
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"


def test_old_evidence_fades(tmp_path: Path) -> None:
    governor = Governor(tmp_path / "e.sqlite", GovernorSettings(minimum_evidence=8, half_life_days=1e-9))
    record(governor, "fresh_sample", 40, 0)
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"


def test_a_frozen_or_disabled_governor_records_nothing(tmp_path: Path) -> None:
    for settings in (GovernorSettings(frozen=True), GovernorSettings(enabled=False)):
        path = tmp_path / f"{settings.frozen}.sqlite"
        record(Governor(path, settings), "fresh_sample", 40, 0)
        assert Governor(path, GovernorSettings()).choose(KEY, LEGAL, random.Random(1)).lever == "repair"


def test_damaged_evidence_is_put_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    path.write_bytes(b"this is no database" * 100)
    governor = Governor(path, GovernorSettings(minimum_evidence=8))
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"
    record(governor, "fresh_sample", 40, 0)
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "fresh_sample"
    assert path.with_suffix(".damaged").exists()


def test_locked_evidence_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    governor = Governor(path, GovernorSettings(minimum_evidence=8))
    record(governor, "repair", 1, 0)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    governor.record(key=KEY, lever="repair", helped=True, once="while locked")
    assert governor.choose(KEY, LEGAL, random.Random(1)).lever == "repair"
    holder.close()


def test_explored_choices_are_drawn_evenly_whatever_the_evidence_says(tmp_path: Path) -> None:
    explorer = Governor(tmp_path / "e.sqlite", GovernorSettings(minimum_evidence=8, explore=1.0))
    record(explorer, "repair", 40, 0)
    drawn = [explorer.choose(KEY, LEGAL, random.Random(i)) for i in range(600)]
    counts = {lever: sum(choice.lever == lever for choice in drawn) for lever in LEGAL}
    assert all(abs(count - 600 / len(LEGAL)) < 60 for count in counts.values())
    assert not any(choice.scores for choice in drawn)


def test_exploring_a_little_keeps_the_fixed_order_for_the_rest(tmp_path: Path) -> None:
    explorer = Governor(tmp_path / "e.sqlite", GovernorSettings(minimum_evidence=8, explore=0.3))
    first = sum(explorer.choose(KEY, LEGAL, random.Random(i)).lever == LEGAL[0] for i in range(1000)) / 1000
    assert abs(first - (0.7 + 0.3 / len(LEGAL))) < 0.05
