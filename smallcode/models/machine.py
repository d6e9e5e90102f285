"""What this machine has for a model: memory, and whether a model fits into it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OVERHEAD_BYTES = 400_000_000
"""The engine's own buffers and the interpreter; measured at 250-350 MB for both small models."""

Fit = Literal["yes", "tight", "no", "unknown"]


@dataclass(frozen=True)
class Memory:
    """Bytes that this process may use; 0: unknown."""

    total: int
    available: int


def memory(root: Path = Path("/")) -> Memory:
    """Memory of this machine, or of its control group if that is less. ``root``: where /proc lies."""
    total, available = _darwin() if sys.platform == "darwin" else _linux(root)
    limit = _number(root / "sys/fs/cgroup/memory.max")
    if limit and (not total or limit < total):
        used = _number(root / "sys/fs/cgroup/memory.current")
        return Memory(limit, min(available or limit, max(0, limit - used)))
    return Memory(total, available)


def fits(needed: int, has: Memory) -> Fit:
    """Whether ``needed`` bytes fit: ``tight`` means only once other programs are closed."""
    if not has.total:
        return "unknown"
    if needed <= has.available:
        return "yes"
    return "tight" if needed <= has.total * 0.9 else "no"


def _linux(root: Path) -> tuple[int, int]:
    try:
        text = (root / "proc/meminfo").read_text()
    except OSError:
        return 0, 0
    found = {key: int(value) * 1024 for key, value in re.findall(r"(?m)^(\w+):\s+(\d+) kB", text)}
    return found.get("MemTotal", 0), found.get("MemAvailable", found.get("MemFree", 0))


def _darwin() -> tuple[int, int]:
    """Total and available; inactive and purgeable pages count as available, as the system gives them out."""
    try:
        total = int(subprocess.check_output(["sysctl", "-n", "hw.memsize"], text=True, timeout=5))
        text = subprocess.check_output(["vm_stat"], text=True, timeout=5)
    except (OSError, ValueError, subprocess.SubprocessError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), 0
    page = int(match.group(1)) if (match := re.search(r"page size of (\d+)", text)) else 4096
    pages = re.findall(r"Pages (?:free|inactive|speculative|purgeable):\s+(\d+)", text)
    return total, sum(map(int, pages)) * page


def _number(path: Path) -> int:
    """The number in a file; 0 for anything else ("max", no such file)."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0
