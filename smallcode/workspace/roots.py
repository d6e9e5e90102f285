"""Whether a folder can be worked in."""

from __future__ import annotations

import os
from pathlib import Path

from smallcode.errors import WorkspaceError


def is_utf8(name: str) -> bool:
    """Whether a name can be written into JSON, logs and checkpoints."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_root(root: Path, *, read_only: bool = False) -> Path:
    """Return the folder's real path.

    Raises:
        WorkspaceError: it is missing, no folder, or can't be read or (unless ``read_only``) written.
    """
    if not os.path.lexists(root):
        raise WorkspaceError(f"There is no folder {root}.", hint="Name an existing folder, or create it first.")
    real = Path(os.path.realpath(root))
    if not is_utf8(str(real)):
        raise WorkspaceError(f"The name of the folder {root} is not UTF-8.", hint="Rename it, or work on a copy.")
    if not real.is_dir():
        raise WorkspaceError(f"{root} is not a folder.", hint="Name the folder that the project lies in.")
    if not os.access(real, os.R_OK | os.X_OK):
        raise WorkspaceError(f"{root} can't be read.", hint="Make it readable for you (chmod u+rx), or copy it.")
    if not read_only and (not os.access(real, os.W_OK) or os.statvfs(real).f_flag & os.ST_RDONLY):
        raise WorkspaceError(f"{root} is read-only.", hint="Make it writable for you (chmod u+w), or work on a copy.")
    return real
