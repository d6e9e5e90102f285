"""What compilers of the evals keep: one warm cache outside all workspaces, so that a check takes seconds."""

from __future__ import annotations

from pathlib import Path

from smallcode.validation.build_cache import shared_cache


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
