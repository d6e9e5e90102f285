"""How many physical cores this process may use: more threads than that slow llama.cpp down."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def usable_cores(root: Path = Path("/")) -> int:
    """Physical cores within this process's CPU affinity and cgroup quota, at least 1.

    ``root`` is where /sys is looked up, for tests.
    """
    if sys.platform == "darwin":
        return _darwin_cores()
    cpus = os.sched_getaffinity(0)
    cores = {_core_of(root, cpu) for cpu in cpus}
    quota = _cgroup_cpus(root)
    return max(1, min(len(cores), quota) if quota else len(cores))


def _core_of(root: Path, cpu: int) -> str:
    """Name the physical core of a logical CPU: its list of sibling threads, else itself."""
    path = root / f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"
    try:
        return path.read_text().strip()
    except OSError:
        return str(cpu)


def _cgroup_cpus(root: Path) -> int:
    """CPUs that cgroup v2 grants (rounded up); 0: no limit known."""
    try:
        quota, period = (root / "sys/fs/cgroup/cpu.max").read_text().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        return 0


def _darwin_cores() -> int:
    """Performance cores on Apple silicon, physical cores on Intel."""
    for key in ("hw.perflevel0.physicalcpu", "hw.physicalcpu"):
        try:
            out = subprocess.run(["sysctl", "-n", key], capture_output=True, text=True, check=True, timeout=5)
            return max(1, int(out.stdout))
        except (OSError, ValueError, subprocess.SubprocessError):
            continue
    return os.cpu_count() or 1
