"""From targets to parts: few files together, more files one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smallcode.state import Part, PartKind, Target

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings


def plan_parts(task: dict[str, Any], facts: dict[str, Any], targets: list[Target], settings: Settings) -> list[Part]:
    """One part for up to ``limits.files_together`` targets, else a part for each file, in the order of the task."""
    if len(targets) <= settings.limits.files_together:
        return [_part(1, task["title"], task["prompt"], targets, facts["kind"])]
    return [_part(i + 1, t["path"], task["prompt"], [t], facts["kind"]) for i, t in enumerate(targets)]


def _part(number: int, title: str, instruction: str, targets: list[Target], kind: str) -> Part:
    part_kind: PartKind = "edit"
    if kind == "tests":
        part_kind = "tests"
    elif targets and all(target["unit"] == "create" for target in targets):
        part_kind = "create"
    return {
        "id": number, "title": title, "instruction": instruction, "kind": part_kind, "targets": targets,
        "status": "open",
    }  # fmt: skip
