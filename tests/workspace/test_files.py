"""Text is read in any encoding and written back with its own encoding, line ends and mode, atomically."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallcode.errors import ToolError, WorkspaceError
from smallcode.workspace.encoding import decode, normalize, with_line_ends
from smallcode.workspace.files import encode, read_file, write_atomic

JAPANESE = "# coding: shift_jis\nx = '日本'\n"


def reread(path: Path, data: bytes, new_text: str) -> bytes:
    path.write_bytes(data)
    return encode(read_file(path), new_text)


@pytest.mark.parametrize(
    ("data", "text", "encoding", "newline"),
    [
        (b"a\nb\n", "a\nb\n", "utf-8", "\n"),
        (b"a\r\nb", "a\nb", "utf-8", "\r\n"),
        (b"a\rb\r", "a\nb\n", "utf-8", "\r"),
        (b"\xef\xbb\xbfx", "x", "utf-8", "\n"),
        ("ü\n".encode("utf-16"), "ü\n", "utf-16-le", "\n"),
        (b"\xfe\xff" + "ü\r\n".encode("utf-16-be"), "ü\n", "utf-16-be", "\r\n"),
        ("ü\n".encode("utf-32"), "ü\n", "utf-32-le", "\n"),
        ("café “x”".encode("cp1252"), "café “x”", "cp1252", "\n"),
        (b"caf\xe9 \x81", "caf\xe9 \x81", "latin-1", "\n"),
        (JAPANESE.encode("shift_jis"), JAPANESE, "shift_jis", "\n"),
        (b"# coding: rot13\n\xe9\n", "# coding: rot13\n\xe9\n", "cp1252", "\n"),
        (b"", "", "utf-8", "\n"),
    ],
)  # fmt: skip
def test_encodings_and_line_ends_are_found(tmp_path: Path, data: bytes, text: str, encoding: str, newline: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(data)
    file = read_file(path)
    assert (file.text, file.encoding, file.newline, file.size) == (text, encoding, newline, len(data))
    assert encode(file, file.text) == data
    assert encode(file, file.text + "z").startswith(data)


def test_an_edit_keeps_encoding_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "f"
    assert reread(path, b"\xef\xbb\xbfa\r\nb\r\n", "a\nB\nc\n") == b"\xef\xbb\xbfa\r\nB\r\nc\r\n"
    assert reread(path, "é\n".encode("utf-16"), "è\n") == "è\n".encode("utf-16")
    assert reread(path, b"caf\xe9\n", "th\xe9\n") == b"th\xe9\n"
    assert reread(path, b"a\r\nb\r\n", "a\r\nx\r\n") == b"a\r\nx\r\n"


def test_mixed_line_ends_stay_where_the_lines_stay(tmp_path: Path) -> None:
    data = b"one\r\ntwo\nthree\r\nfour\nfive\r\n"
    assert reread(tmp_path / "f", data, "one\ntwo\nTHREE\nfour\nnew\nfive\n") == (
        b"one\r\ntwo\nTHREE\r\nfour\nnew\r\nfive\r\n"
    )


def test_a_character_that_the_encoding_lacks_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="cp1252") as caught:
        reread(tmp_path / "f", b"caf\xe9\n", "caf\xe9\n→\n")
    assert caught.value.kind == "bad_arguments"
    assert "line 2" in caught.value.message


@given(st.binary(max_size=200))
def test_every_text_gives_its_bytes_back(data: bytes) -> None:
    try:
        text, encoding, bom = decode(data)
    except ValueError:
        return
    assert bom + text.encode(encoding) == data


lines = st.lists(st.tuples(st.sampled_from(["a", "b", "", "c d"]), st.sampled_from(["\n", "\r\n", "\r"])), max_size=12)


@given(lines, lines)
def test_line_ends_never_change_the_text(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    raw = "".join(a + b for a, b in old)
    text = normalize("".join(a + b for a, b in new))
    assert normalize(with_line_ends(text, raw)) == text
    assert with_line_ends(normalize(raw), raw) == raw


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"abc\0def", bytes(range(1, 32)) * 8 + b"\xff\xfe\x80"])
def test_binary_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(ToolError) as caught:
        read_file(tmp_path / "b")
    assert caught.value.kind == "binary"


def test_a_50_mb_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ToolError, match=r"50\.0 MB") as caught:
        read_file(tmp_path / "big.txt")
    assert caught.value.kind == "too_large"


def test_folders_pipes_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, kind in ((".", "refused"), ("pipe", "refused"), ("none", "not_found"), ("pipe/x", "not_found")):
        with pytest.raises(ToolError) as caught:
            read_file(tmp_path / name)
        assert caught.value.kind == kind, name


def test_writing_keeps_the_mode_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "run.sh"
    path.write_text("old")
    path.chmod(0o751)
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o751
    write_atomic(tmp_path / "x", b"", 0o600)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.sh", "x"]


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError):
        write_atomic(tmp_path / "root" / "sub" / "f", b"x", root=tmp_path / "root")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(WorkspaceError, match="could not be written"):
            write_atomic(path, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


FULL_DISK = """
import os, sys
from pathlib import Path
from smallcode.errors import WorkspaceError
from smallcode.workspace.files import write_atomic
root = Path(sys.argv[1])
(root / "f").write_bytes(b"old")
try:
    write_atomic(root / "f", b"x" * 10_000_000)
except WorkspaceError as error:
    print(error.__cause__.errno, "Free some space" in error.hint)
print((root / "f").read_bytes(), [p.name for p in root.iterdir()])
"""


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=64k tmpfs "{tmp_path}" && "{sys.executable}" -c "$0" "{tmp_path}"'
    done = subprocess.run(["unshare", "-m", "sh", "-c", script, FULL_DISK], capture_output=True, text=True)
    if "permission denied" in done.stderr.lower() or "not permitted" in done.stderr.lower():
        pytest.skip("mounting a small disk needs root")
    assert done.stdout == f"{errno.ENOSPC} True\nb'old' ['f']\n", done.stderr


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(alphabet=st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_name_can_be_written(tmp_path: Path, name: str) -> None:
    if name in (".", ".."):
        return
    write_atomic(tmp_path / name, b"data")
    assert (tmp_path / name).read_bytes() == b"data"
