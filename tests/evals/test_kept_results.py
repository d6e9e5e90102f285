"""The results that are kept with the source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smallcode.evals.results import read_results

KEPT = sorted((Path(__file__).parents[2] / "evals" / "results").glob("*.jsonl"))
PLACE = re.compile(r"(?<![\w.~])/(?:home|root|Users|tmp|private|mnt|media|var/folders)/[\w.-]+")
KEY = re.compile(r"\b(?:sk-|ghp_|hf_|xox[bp]-|AKIA)[A-Za-z0-9_-]{12,}|(?i:bearer|api[_-]?key)\W{1,4}[A-Za-z0-9_-]{16,}")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_kept_results_are_readable_and_tell_nothing_of_the_machine(path: Path) -> None:
    assert read_results(path)
    text = path.read_text(encoding="utf-8")
    assert not PLACE.findall(text) and not KEY.findall(text)


def test_what_the_patterns_find() -> None:
    assert KEPT
    for told in ('"/home/ann/x.py"', "in /tmp/smallcode-judge-1/copy", " /root" + "/.cache"):
        assert PLACE.search(told), told
    for fine in ("GET /api/events/1", "~/tmp/x", "a/home/b"):
        assert not PLACE.search(fine), fine
    assert KEY.search("sk-abcdefghijklmnop") and KEY.search("Authorization: Bearer abcdefghijklmnop1234")
