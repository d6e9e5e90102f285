"""What compilers of the evals keep: one warm cache outside all workspaces, so that a check takes seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from pathlib import Path

from smallcode.validation.build_cache import shared_cache

_COMMON = ("testing", "testing/internal/testdeps", "bufio", "context", "encoding/json", "fmt", "math/rand", "regexp",
           "sort", "strings", "sync", "time")  # fmt: skip
"""Packages of Go's library that programs and tests mostly need."""
_WARMING = threading.Lock()


def caches() -> tuple[Path, ...]:
    """Folders that checks and visible commands may write beside their workspace. Blocks."""
    return shared_cache("evals-go"), shared_cache("evals-cargo")


def compiler_environment() -> dict[str, str]:
    """Go and Cargo without network or other toolchains, with their caches in ``caches``."""
    go, cargo = caches()
    return {
        "GOCACHE": str(go), "GOFLAGS": "-buildvcs=false", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOENV": "off",
        "CGO_ENABLED": "0", "CARGO_TARGET_DIR": str(cargo), "CARGO_NET_OFFLINE": "true", "CARGO_PROFILE_DEV_DEBUG": "0",
    }  # fmt: skip


def warm_up(tools: list[str], path: str) -> None:
    """Compile Go's library once for each compiler, so that no check's time limit has to hold for that. Blocks."""
    program = shutil.which("go", path=path) if "go" in tools else None
    if program is None:
        return
    cache, _ = caches()
    mark = cache / f"warm-{Path(program).stat().st_mtime_ns}"
    with _WARMING:
        if not mark.exists():
            environment = {**os.environ, "PATH": path, **compiler_environment()}
            subprocess.run([program, "build", *_COMMON], env=environment, cwd=cache, capture_output=True, check=False)
            mark.touch()
