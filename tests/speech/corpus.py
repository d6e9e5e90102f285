"""The corpus of malformed replies: reading it, and comparing what the parser makes of a case with what is meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from smallcode.speech.outcome import carry_out
from smallcode.speech.parser import parse_reply
from smallcode.speech.types import Parsed
from smallcode.speech.vocabulary import Vocabulary

DATA = Path(__file__).parents[1] / "data"
TOOLS: list[dict[str, Any]] = json.loads((DATA / "malformed-tools.json").read_text(encoding="utf-8"))


def load_cases(name: str) -> list[dict[str, Any]]:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def files_of(case: dict[str, Any]) -> dict[str, str]:
    return dict(case.get("context", {}).get("files", {}))


def parse_case(case: dict[str, Any]) -> Parsed:
    return parse_reply(
        case["raw"],
        tools=TOOLS,
        files=files_of(case),
        finish=case.get("finish", "stop"),
        mode=case.get("mode", "act"),
        native_calls=case.get("native_calls"),
        expected=case.get("expected", ()),
    )


def contents(files: dict[str, str], result: dict[str, Any]) -> dict[str, str | None]:
    """The texts that files and edits lead to."""
    out: dict[str, str | None] = dict(files)
    for edit in result.get("edits", []):
        text = out[edit["path"]]
        assert text is not None and text.count(edit["old"]) == 1, edit
        out[edit["path"]] = text.replace(edit["old"], edit["new"])
    out.update(result.get("files", {}))
    return out


def judge(case: dict[str, Any], parsed: Parsed) -> str:
    """Return '' if ``parsed`` is the right reading of ``case``, else what is wrong."""
    files = files_of(case)
    got = carry_out(parsed, files, Vocabulary(TOOLS)).as_json()
    expect = case["expect"]
    if isinstance(expect, list):
        right = got["calls"] == expect and contents(files, got) == files
    else:
        right = not got["calls"] and contents(files, got) == contents(files, expect)
    return "" if right else f"wanted {expect!r}, got {got!r} (repairs {parsed.repairs}, problem {parsed.problem!r})"
