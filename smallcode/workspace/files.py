"""Reading text files and writing them atomically."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from smallcode.errors import ToolError, WorkspaceError
from smallcode.testing.crash import crash_point
from smallcode.workspace.encoding import Newline, NotText, decode, newline_of, normalize, with_line_ends

_READ_BYTES = 4_000_000


@dataclass(frozen=True, kw_only=True)
class TextFile:
    """A text file as it was read. ``text`` has ``\\n`` as its only line end and no byte order mark."""

    text: str
    encoding: str
    """A codec's name; without the byte order mark, which is ``bom``."""
    bom: bytes
    newline: Newline
    """The most frequent line end of the file."""
    mode: int
    """Permission bits."""
    sha256: str
    """Of the file's bytes."""
    size: int
    data: bytes = field(repr=False)
    """The file's bytes."""


def read_file(path: Path, *, limit: int = _READ_BYTES, name: str = "") -> TextFile:
    """Read a text file; ``name`` is what messages call it.

    Raises:
        ToolError: "not_found", "too_large" (more than ``limit`` bytes), "binary", "refused" (a folder, a device,
            no permission).
    """
    name = name or path.name
    data, mode = read_bytes(path, limit=limit, name=name)
    try:
        raw, encoding, bom = decode(data)
    except NotText:
        raise ToolError("binary", f"{name} is a binary file. It can't be read or edited as text.") from None
    return TextFile(
        text=normalize(raw), encoding=encoding, bom=bom, newline=newline_of(raw)[0], mode=stat.S_IMODE(mode),
        sha256=hashlib.sha256(data).hexdigest(), size=len(data), data=data,
    )  # fmt: skip


def read_bytes(path: Path, *, limit: int, name: str) -> tuple[bytes, int]:
    """Return the bytes and ``st_mode`` of a regular file; errors as for ``read_file``."""
    try:
        # O_NONBLOCK: a pipe without a writer must not hang us.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise ToolError("not_found", f"There is no file {name}.") from None
    except OSError as error:
        raise ToolError("refused", f"{name} can't be read: {os.strerror(error.errno or 0)}.") from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise ToolError("refused", f"{name} is a folder, not a file. List it, then name a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise ToolError("refused", f"{name} is a device or pipe, not a file.")
        data = b""
        if status.st_size <= limit:
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(limit + 1)
    finally:
        os.close(descriptor)
    size = max(status.st_size, len(data))
    if size > limit:
        text = f"{name} has {size / 1e6:.1f} MB; at most {limit / 1e6:.1f} MB are read. Search it instead."
        raise ToolError("too_large", text)
    return data, status.st_mode


def encode(file: TextFile, new_text: str) -> bytes:
    """Return the bytes of ``file`` with ``new_text`` in it: same encoding, mark and line ends.

    Raises:
        ToolError: "bad_arguments": a character that the file's encoding lacks.
    """
    if new_text == file.text:
        return file.data
    raw = file.data[len(file.bom) :].decode(file.encoding)
    text = with_line_ends(new_text, raw)
    try:
        return file.bom + text.encode(file.encoding)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise ToolError(
            "bad_arguments",
            f"The file's encoding is {file.encoding}, which has no {text[error.start]!r} (line {line}); "
            "nothing was written. Send the edit again without this character, or with its escape.",
        ) from None


def encode_new(text: str) -> bytes:
    """Return the bytes of a new file: UTF-8, line ends as they are.

    Raises:
        ToolError: "bad_arguments": half a surrogate pair.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise ToolError(
            "bad_arguments", f"Line {line} has half a character (a lone surrogate); nothing was written."
        ) from None


@contextlib.contextmanager
def open_folder(folder: Path, root: Path) -> Iterator[int]:
    """Open ``folder`` step by step from ``root`` without following links, and yield its descriptor.

    A link that took the place of a folder after the path was checked can't lead the write elsewhere.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    descriptor = os.open(root, flags)
    try:
        for part in folder.relative_to(root).parts:
            inner = os.open(part, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def temporary_name(token: str = "") -> str:
    """Return the name of a file that is being written; ``token`` (any text) makes it the same again."""
    digest = hashlib.sha256(token.encode()).hexdigest()[:16] if token else secrets.token_hex(8)
    return f".smallcode-{digest}.tmp"


def write_atomic(
    path: Path,
    data: bytes,
    mode: int | None = None,
    *,
    root: Path | None = None,
    temporary: str = "",
    durable_name: bool = True,
) -> None:
    """Put ``data`` at ``path``, wholly or not at all, also through a crash; the folder must exist.

    Args:
        mode: permission bits; None: those of the file that is there, else what the umask leaves of 0666.
        root: a folder above, from which no link is followed on the way; None: the file's own folder.
        temporary: name of the file written first, beside ``path``.
        durable_name: wait until the folder is on the disk too, so that a power cut does not lose the new name.

    Raises:
        WorkspaceError: no space, no permission, a read-only system. Nothing is left behind.
    """
    temporary = temporary or temporary_name()
    try:
        with open_folder(path.parent, root or path.parent) as folder:
            if mode is None:
                mode = _existing_mode(path.name, folder)
            try:
                _write_new(temporary, data, mode, folder)
                crash_point("write.temporary")
                os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=folder)
                raise
            crash_point("write.renamed")
            if durable_name:
                os.fsync(folder)
    except OSError as error:
        raise explain(error, path) from error


def _existing_mode(name: str, folder: int) -> int | None:
    try:
        return stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return None


def _write_new(name: str, data: bytes, mode: int | None, folder: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(name, flags, 0o666 if mode is None else 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if mode is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)


def explain(error: OSError, path: Path) -> WorkspaceError:
    """Return the error for a person when ``path`` could not be changed."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    hint = {
        errno.ENOSPC: "Free some space, then resume the session.",
        errno.EDQUOT: "Your quota is used up: delete something, then resume the session.",
        errno.EFBIG: "The system's limit on file sizes was reached (ulimit -f).",
        errno.EROFS: "The file system is mounted read-only: copy the project elsewhere, or remount it.",
        errno.EACCES: "Make the folder writable for you (chmod u+w), or work on a copy.",
        errno.EPERM: "Make the file writable for you, or work on a copy.",
    }.get(error.errno or 0, "Nothing was changed; see to the cause, then resume the session.")
    return WorkspaceError(f"{path} could not be written: {reason}.", hint=hint)
