"""What every test stands on: a home of its own, no way out to the network, and skips that are named.

Real models: tests marked ``real_model`` (``real_model("NAME")`` for another than the smallest) use the
weights in ``SMALLCODE_TEST_MODELS``, else in ``SMALLCODE_MODELS_DIR``, else in the user's cache. Without them
they are skipped by name; ``--real-model`` makes that a failure, ``--no-real-model`` leaves them out.

``SMALLCODE_STRICT=1`` makes every skip a failure, but for those whose reason begins with ``platform:``.
Tests marked ``packaging`` keep the user's home and installer settings, which they need to install anything.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

if Path("/var/tmp").is_dir():  # a sandbox may give commands a /tmp of their own, without the tests' files
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/var/tmp")

SMALLEST_MODEL = "qwen2.5-coder-0.5b"
CLEARED_ENDINGS = ("_proxy", "_api_key", "_token", "_index_url", "_base_url")
CLEARED_STARTS = (
    "smallcode_",
    "xdg_",
    "langsmith_",
    "langchain_",
    "ollama_",
    "openai_",
    "anthropic_",
    "uv_",
    "pip_",
)
KEPT = ("XDG_RUNTIME_DIR",)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("smallcode")
    group.addoption("--real-model", action="store_true", default=None, dest="real_model", help="fail without weights")
    group.addoption("--no-real-model", action="store_false", dest="real_model", help="leave out real-model tests")


def pytest_configure(config: pytest.Config) -> None:
    # Before any test gives itself another home.
    config.stash[WEIGHTS] = _weights_folder()
    config.stash[STRICT] = os.environ.get("SMALLCODE_STRICT", "") not in ("", "0")


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
WEIGHTS = pytest.StashKey[Path]()
STRICT = pytest.StashKey[bool]()


def _weights_folder() -> Path:
    from smallcode.models.catalogue import models_dir

    named = os.environ.get("SMALLCODE_TEST_MODELS")
    return Path(named).expanduser() if named else models_dir()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("real_model") is not False:
        return
    out = [item for item in items if item.get_closest_marker("real_model")]
    items[:] = [item for item in items if not item.get_closest_marker("real_model")]
    config.hook.pytest_deselected(items=out)


@pytest.fixture(autouse=True)
def clean_environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the test a home of its own and no keys, proxies or settings of the user; yields that home."""
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    own = str(home / "smallcode")
    if request.node.get_closest_marker("packaging"):
        patch.setenv("SMALLCODE_HOME", own)
        yield home
        patch.undo()
        return
    for name in list(os.environ):
        low = name.lower()
        if name not in KEPT and (low.endswith(CLEARED_ENDINGS) or low.startswith(CLEARED_STARTS)):
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("SMALLCODE_HOME", own)
    patch.setenv("SMALLCODE_EMBEDDED_IDLE_SECONDS", "5")
    marker = request.node.get_closest_marker("real_model")
    if marker is not None:
        patch.setenv("SMALLCODE_MODELS_DIR", str(request.config.stash[WEIGHTS]))
    yield home
    patch.undo()


@pytest.fixture(autouse=True)
def real_weights(request: pytest.FixtureRequest, clean_environment: Path) -> Path | None:
    """The weights file of a ``real_model`` test, which is skipped by name if it is missing; else None."""
    marker = request.node.get_closest_marker("real_model")
    if marker is None:
        return None
    from smallcode.errors import NoModel
    from smallcode.models.catalogue import find_weights

    name = marker.args[0] if marker.args else SMALLEST_MODEL
    try:
        return find_weights(name)
    except NoModel:
        message = f"no weights of {name} (smallcode models pull {name})"
        if request.config.getoption("real_model"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Refuse sockets to anywhere but this machine; a test that tried fails, even if it caught the refusal."""
    tried: list[str] = []
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), tried))
    lookup = socket.getaddrinfo

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_far(host.decode() if isinstance(host, bytes) else host, tried)
        return lookup(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()
    assert not tried, f"the test reached for the network: {tried}"


def _guarded(connect: Any, tried: list[str]) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_far(address[0], tried)
        return connect(self, address)

    return guarded


def _refuse_far(host: str | None, tried: list[str]) -> None:
    if host is None or host in ("localhost", "::1", "") or host.startswith("127."):
        return
    # 203.0.113.* and *.invalid are set aside for examples and lead nowhere, so tests may name them.
    if not (host.startswith("203.0.113.") or host.endswith(".invalid")):
        tried.append(host)
    raise ConnectionRefusedError(f"tests may not reach {host}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _strict(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _strict(report, collector.config)


def _strict(report: Report, config: pytest.Config) -> Report:
    expected = hasattr(report, "wasxfail") or _reason(report).startswith("platform:")
    if report.skipped and config.stash[STRICT] and not expected:
        report.longrepr = f"skipped, which SMALLCODE_STRICT forbids: {_reason(report)}"
        report.outcome = "failed"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The reason of a skip."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if not hasattr(report, "wasxfail")]
    if skipped:
        terminalreporter.section(f"not run: {len(skipped)}")
        for report in skipped:
            terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")
