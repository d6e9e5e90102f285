"""The journal survives crashes: what was begun is known, what has ended has its result."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.errors import SessionError
from smallcode.workspace.journal import Journal


def test_operations_come_back_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin("a", "write", path="x\n\u2028ü")
    journal.begin("b", "run", command=["ls"])
    journal.end("a", {"ok": True})
    journal.close()
    again = Journal(tmp_path / "j")
    assert [(op.op, op.kind, op.data, op.result) for op in again.operations()] == [
        ("a", "write", {"path": "x\n\u2028ü"}, {"ok": True}),
        ("b", "run", {"command": ["ls"]}, None),
    ]
    assert again.find("c") is None


def test_beginning_twice_is_a_bug_and_ending_twice_keeps_the_first_result(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin("a", "write")
    with pytest.raises(ValueError, match="begun before"):
        journal.begin("a", "write")
    journal.end("a", {"n": 1})
    journal.end("a", {"n": 2})
    op = Journal(tmp_path / "j").find("a")
    assert op is not None
    assert op.result == {"n": 1}


def test_wherever_a_crash_cuts_the_last_line_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal = Journal(path)
    journal.begin("a", "write", text="ä" * 10)
    journal.end("a", {})
    whole = path.read_bytes()
    journal.begin("b", "write", text="ö" * 10)
    full = path.read_bytes()
    for length in range(len(whole), len(full)):
        path.write_bytes(full[:length])
        again = Journal(path)
        assert [op.op for op in again.operations()] == ["a"]
        again.begin("c", "run")
        again.close()
        assert [op.op for op in Journal(path).operations()] == ["a", "c"]


def test_reading_alone_leaves_a_line_that_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "j"
    Journal(path).begin("a", "write")
    with path.open("ab") as file:
        file.write(b'{"begin":"b"')
    before = path.read_bytes()
    assert [op.op for op in Journal(path, writable=False).operations()] == ["a"]
    assert path.read_bytes() == before


def test_damage_elsewhere_is_named(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(b'{"begin":"a","kind":"x","data":{}}\n\0\0\0\n{"end":"a","result":{}}\n')
    with pytest.raises(SessionError, match="line 2"):
        Journal(path)
    with pytest.raises(SessionError, match="can't be opened"):
        Journal(tmp_path)
