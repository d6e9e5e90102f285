"""Results files made for a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smallcode.evals.results import Result, ResultsFile


def result(task: str, success: bool, **more: Any) -> Result:
    facts: dict[str, Any] = {
        "task": f"own/{task}", "category": "python", "half": "tuning", "agent": "bare", "model": "m", "seed": 1,
        "outcome": "unverified", "delivered": True, "success": success, "false_success": not success,
        "cause": "" if success else "wrong_answer", "prompt_tokens": 100, "completion_tokens": 50, "seconds": 10.0,
        "requests": 1,
    }  # fmt: skip
    return Result(**{**facts, **more})


def write(path: Path, *results: Result) -> Path:
    file = ResultsFile(path)
    for one in results:
        file.append(one)
    file.close()
    return path
