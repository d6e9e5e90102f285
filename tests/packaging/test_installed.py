"""The command from the wheel, in a fresh environment, from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smallcode import __version__
from tests.house.conftest import ROOT
from tests.packaging.conftest import Done, Installed

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(1200)]

SCRIPT = """\
- say: "calc.py\\n```python\\ndef add(a, b):\\n    return a + b\\n```\\n"
  expect: return a - b
"""


def test_the_checkout_is_not_what_is_imported(installed: Installed, tmp_path: Path) -> None:
    code = "import smallcode, smallcode.graphs, sys; print(smallcode.__file__, smallcode.graphs.__file__, *sys.path)"
    done = installed("python", "-c", code, cwd=tmp_path)
    assert str(ROOT) not in done.stdout
    assert str(installed.bin.parent) in done.stdout.split()[0]


def test_every_module_can_be_imported(installed: Installed, tmp_path: Path) -> None:
    """None needs a tool of the developers, or a file that was left behind."""
    code = (
        "import importlib, pkgutil, smallcode\n"
        "names = [m.name for m in pkgutil.walk_packages(smallcode.__path__, 'smallcode.')]\n"
        "skipped = ('.__main__', '.children.', '.supervisor')\n"
        "for name in names:\n"
        "    if not any(part in name for part in skipped): importlib.import_module(name)\n"
        "print(len(names))"
    )
    done = installed("python", "-c", code, cwd=tmp_path)
    assert int(done.stdout) > 200


def test_version(smallcode: Callable[..., Done]) -> None:
    assert smallcode("--version").stdout == f"smallcode {__version__}\n"


def test_the_graph_is_drawn_offline(smallcode: Callable[..., Done]) -> None:
    assert "<svg" in smallcode("graph", "-f", "svg").stdout[:2000]


def test_settings_are_found(smallcode: Callable[..., Done]) -> None:
    assert "mechanisms:" in smallcode("config", "show").stdout


def test_models_are_listed(smallcode: Callable[..., Done]) -> None:
    assert "qwen2.5-coder-0.5b" in smallcode("models", "list").stdout


def test_doctor_answers_in_json(smallcode: Callable[..., Done]) -> None:
    assert json.loads(smallcode("doctor", "--json", check=False).stdout)


@pytest.fixture
def server(installed: Installed, tmp_path: Path) -> Iterator[str]:
    """The scripted server that ships in the package, as a process of its own; yields its address."""
    (tmp_path / "script.yaml").write_text(SCRIPT, encoding="utf-8")
    port = tmp_path / "port"
    process = subprocess.Popen(
        [
            str(installed.bin / "python"), "-m", "smallcode.testing.server",
            "--script", str(tmp_path / "script.yaml"), "--port-file", str(port),
        ],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
    )  # fmt: skip
    end = time.monotonic() + 60
    while not port.exists():
        assert process.poll() is None and time.monotonic() < end, "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port.read_text(encoding='utf-8')}/v1"
    process.terminate()
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output


def test_a_bug_is_fixed_from_the_prompt_to_the_exit_code(
    smallcode: Callable[..., Done], server: str, tmp_path: Path
) -> None:
    project = tmp_path / "a project"
    project.mkdir()
    (project / "calc.py").write_text("def add(a, b):\n    return a - b\n", encoding="utf-8")
    (project / "test_calc.py").write_text(
        "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n", encoding="utf-8"
    )
    done = smallcode(
        "run", "--trust", "--strict", "-p", "Fix `add` in calc.py, the test fails.",
        "-m", "openai:scripted", "--base-url", server, cwd=project,
    )  # fmt: skip
    assert (project / "calc.py").read_text(encoding="utf-8") == "def add(a, b):\n    return a + b\n"
    assert "solved" in done.stdout
    assert "solved" in smallcode("sessions", cwd=project).stdout
    smallcode("undo", cwd=project)
    assert "a - b" in (project / "calc.py").read_text(encoding="utf-8")
