"""What `make run` does: get the model, let the agent mend a copy of examples/ledger, run the copy's own tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "example" / "ledger"


def main() -> int:
    """Return 0 when the agent ended well and the tests pass afterwards."""
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "ledger", COPY, ignore=shutil.ignore_patterns("__pycache__"))
    smallcode = [sys.executable, "-m", "smallcode"]
    code = subprocess.run([*smallcode, "models", "pull"]).returncode
    code = (
        code or subprocess.run([*smallcode, "run", str(ROOT / "examples" / "ledger.yaml"), "-C", str(COPY)]).returncode
    )
    if code:
        return code
    print(f"\nThe example's own tests, in {COPY.relative_to(ROOT)}:", flush=True)
    return subprocess.run([sys.executable, "-m", "unittest", "-q"], cwd=COPY / "tests", env=_with(COPY)).returncode


def _with(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(folder)}


if __name__ == "__main__":
    sys.exit(main())
