"""Renaming is no work for a model: the harness does it by the language's own structure, in every file at once."""

from __future__ import annotations

from typing import Any

from smallcode.state import Part, Target
from smallcode.validation.task_renames import only_renames
from smallcode.validation.task_text import read_task


def rename_parts(task: dict[str, Any], requirements: dict[str, Any], parts: list[Part]) -> list[Part]:
    """Parts that carry out the renamings that the task asks for, before what else it asks for.

    Each has its call at hand; should that fail, the model is asked as for any other part.
    """
    renames = requirements.get("renames", [])
    if not renames:
        return parts
    targets: list[Target] = [target for part in parts for target in part["targets"]]
    before: list[Part] = [
        {
            "id": 0, "title": f"rename {rename['old']} to {rename['new']}", "instruction": task["prompt"],
            "kind": "edit", "targets": targets, "status": "open",
            "call": {
                "name": "rename_symbol",
                "arguments": {"symbol": rename["old"], "new_name": rename["new"], "documents": rename["texts"]},
            },
        }
        for rename in renames
    ]  # fmt: skip
    after: list[Part] = []
    if not only_renames(read_task(task["prompt"])):
        after = [{**part, "instruction": f"{part['instruction']}\n\n(The renaming is done already.)"} for part in parts]
    return [{**part, "id": number} for number, part in enumerate([*before, *after], start=1)]
