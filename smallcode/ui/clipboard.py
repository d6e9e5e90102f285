"""The clipboard: the system's own program where there is one, else the terminal's (OSC 52)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from typing import IO

LONGEST = 74_994
"""Bytes that terminals take by OSC 52; longer texts are cut by some of them, so they are refused."""


def copy_text(text: str, terminal: IO[str] | None) -> bool:
    """Put ``text`` on the clipboard; False where there is none.

    Args:
        terminal: where escape sequences may be written, if standard output is a terminal.
    """
    data = text.encode("utf-8", "replace")
    for command in _programs():
        try:
            subprocess.run(
                command, input=data, timeout=2.0, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return True
    if terminal is None or len(data) > LONGEST * 3 // 4:
        return False
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    if os.environ.get("TMUX"):
        sequence = "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    terminal.write(sequence)
    terminal.flush()
    return True


def _programs() -> list[list[str]]:
    found = []
    if shutil.which("pbcopy"):
        found.append(["pbcopy"])
    if os.environ.get("WAYLAND_DISPLAY") and shutil.which("wl-copy"):
        found.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        found += [c for c in (["xclip", "-selection", "clipboard"], ["xsel", "-ib"]) if shutil.which(c[0])]
    return found
