"""Real `smallcode` processes against a scripted server, and what they cost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROMPT = "Fix `add` in calc.py, the test fails."
BUGGY = "def add(a, b):\n    return a - b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIX = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"
START_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A process that ended."""

    exit_code: int
    output: str
    began: float
    """``time.monotonic()`` right before it was started."""
    seconds: float
    peak_bytes: int
    """Largest resident size of it, or of one of its children where one was larger."""


def run(command: Sequence[str], *, cwd: Path | None = None, home: Path | None = None) -> Ran:
    """Run ``command`` to its end, with its own SmallCode home where one is given."""
    env = {**os.environ, **({"SMALLCODE_HOME": str(home)} if home else {})}
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        process = subprocess.Popen(
            list(command), cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    unit = 1 if sys.platform == "darwin" else 1024
    return Ran(
        exit_code=process.returncode, output=text, began=began, seconds=seconds, peak_bytes=usage.ru_maxrss * unit
    )


def smallcode(*arguments: str) -> list[str]:
    """The command line of this environment's `smallcode`."""
    script = Path(sys.executable).with_name("smallcode")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "smallcode", *arguments]


@contextmanager
def scratch(files: dict[str, str]) -> Iterator[Path]:
    """A folder with ``project/`` (holding ``files``) and room for a home; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="smallcode-bench-"))
    try:
        (folder / "project").mkdir()
        for name, text in files.items():
            (folder / "project" / name).write_text(text, encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def home_at(folder: Path) -> Iterator[None]:
    """SmallCode's own folders of this process are below ``folder`` for a while."""
    before = os.environ.get("SMALLCODE_HOME")
    os.environ["SMALLCODE_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SMALLCODE_HOME"]
        else:
            os.environ["SMALLCODE_HOME"] = before


@dataclass
class Server:
    """A scripted server in a process of its own, so that it takes no time from the harness."""

    base_url: str
    requests_file: Path

    def asked(self) -> list[dict[str, Any]]:
        """What was asked so far: body, seconds, and when it arrived."""
        if not self.requests_file.exists():
            return []
        return [json.loads(line) for line in self.requests_file.read_text(encoding="utf-8").splitlines()]


@contextmanager
def scripted(folder: Path, script: list[dict[str, Any]], *, model: str = "scripted") -> Iterator[Server]:
    """Serve ``script`` (steps as in its YAML form) until the block ends.

    Raises:
        TimeoutError: the server did not come up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "script.yaml").write_text(yaml.safe_dump(script), encoding="utf-8")
    port, requests = folder / "port", folder / "requests.jsonl"
    process = subprocess.Popen(
        [
            sys.executable, "-m", "smallcode.testing.server", "--script", str(folder / "script.yaml"),
            "--port-file", str(port), "--requests-file", str(requests), "--model", model,
            "--context-tokens", "262144",
        ],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + START_SECONDS
        while not port.exists():
            if time.monotonic() > end or process.poll() is not None:
                raise TimeoutError("The scripted server did not start.")
            time.sleep(0.02)
        yield Server(f"http://127.0.0.1:{port.read_text(encoding='utf-8')}/v1", requests)
    finally:
        process.terminate()
        process.wait()
