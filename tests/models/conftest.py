"""A model of 95 kB that llama.cpp really runs, so that the engine is tested without any weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smallcode.testing.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("weights") / "tiny.gguf")


@pytest.fixture
def quick_idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[float]:
    """Servers of this test end half a second after their last lease."""
    monkeypatch.setenv("SMALLCODE_EMBEDDED_IDLE_SECONDS", "0.5")
    yield 0.5
