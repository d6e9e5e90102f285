"""Files of every kind beside the one that is worked on, and odd files that are worked on themselves."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from smallcode.testing.program import last_session, smallcode, tree
from smallcode.testing.script import Say

from .conftest import GOOD, Desk

ODD = [
    "with space.py", "quo'te\"s.py", "new\nline.py", "tab\there.py", "emoji 😀.py", "-dash.py", "ünïcode.py",
    "\x1b[31mred.py", "back\\slash.py", "*star?.py", "$(touch pwned).py",
]  # fmt: skip


def test_odd_neighbours_stay_as_they_are(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("not yours\n")
    for name in ODD:
        (desk.project / name).write_text("x = 1\n")
    (desk.project / os.fsdecode(b"latin\xe9.py")).write_bytes("s = 'caf\xe9'\n".encode("latin-1"))
    (desk.project / "leads_out.txt").symlink_to(outside)
    (desk.project / "leads_up").symlink_to(tmp_path)
    (desk.project / "loop").symlink_to("loop")
    (desk.project / "dangling").symlink_to("nowhere")
    (desk.project / "blob.bin").write_bytes(bytes(range(256)) * 40)
    with (desk.project / "huge.log").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    os.mkfifo(desk.project / "pipe")
    nested = desk.project / "vendor"
    nested.mkdir()
    subprocess.run(["git", "init", "-q", nested], check=True)
    (nested / "inner.py").write_text("y = 2\n")
    before = _but_pipe(desk)
    done = desk.run()
    assert done.code == 0, done.text
    assert desk.read() == GOOD
    after = _but_pipe(desk)
    assert {name for name in before if before[name] != after.get(name)} == {"calc.py"}
    assert before.keys() == after.keys()
    assert outside.read_text() == "not yours\n"
    undone = smallcode("undo", last_session().id)
    assert undone.code == 0
    assert _but_pipe(desk) == before


def _but_pipe(desk: Desk) -> dict[str, tuple[int, bytes]]:
    (desk.project / "pipe").unlink(missing_ok=True)
    found = tree(desk.project)
    os.mkfifo(desk.project / "pipe")
    return found


@pytest.mark.parametrize("name", ["my calc 😀.py", "it's.py", 'quo"te.py', "sub dir/ünï.py"])
def test_a_file_with_an_odd_name_is_edited(desk: Desk, name: str) -> None:
    (desk.project / name).parent.mkdir(exist_ok=True)
    (desk.project / "calc.py").rename(desk.project / name)
    done = desk.run(prompt=f"Fix `add` in `{name}`.", script=[Say(f"{name}\n```python\n{GOOD}```\n")])
    assert done.code == 0, done.text
    assert desk.read(name) == GOOD


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"def add(a, b):\r\n    return a - b\r\n", b"def add(a, b):\r\n    return a + b\r\n"),
        (b"\xef\xbb\xbfdef add(a, b):\n    return a - b\n", b"\xef\xbb\xbfdef add(a, b):\n    return a + b\n"),
        (
            b"# coding: latin-1\ndef add(a, b):  # caf\xe9\n    return a - b\n",
            b"# coding: latin-1\ndef add(a, b):  # caf\xe9\n    return a + b\n",
        ),
        (b"def add(a, b):\n    return a - b", None),
    ],
    ids=["crlf", "bom", "latin-1", "no last newline"],
)
def test_encoding_and_line_ends_are_kept(desk: Desk, before: bytes, after: bytes | None) -> None:
    (desk.project / "calc.py").write_bytes(before)
    reply = before.decode("latin-1").replace("\r\n", "\n").removeprefix("ï»¿").replace("-", "+", 1)
    reply = reply.replace("latin+1", "latin-1").replace("a - b", "a + b").rstrip("\n")
    done = desk.run(script=[Say(f"calc.py\n```python\n{reply}\n```\n")])
    assert done.code == 0, done.text
    got = (desk.project / "calc.py").read_bytes()
    assert got == after if after is not None else got.rstrip(b"\n") == GOOD.encode().rstrip(b"\n")


@pytest.mark.parametrize(("name", "size"), [("data.bin", 1000), ("big.py", 50 * 1024 * 1024)])
def test_a_file_that_can_not_be_edited_is_named(desk: Desk, name: str, size: int) -> None:
    with (desk.project / name).open("wb") as file:
        file.write(b"\x00\x01" if name.endswith("bin") else b"x = 1\n")
        file.truncate(size)
    before = tree(desk.project)
    done = desk.run(prompt=f"Change `{name}`.", script=())
    assert done.code in (1, 2), done.text
    assert name in done.text
    assert "Traceback" not in done.text
    assert tree(desk.project) == before
