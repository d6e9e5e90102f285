"""From targets to parts: few files together, more files one after the other."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from smallcode.state import Part, PartKind, Target
from smallcode.validation.task_text import read_task

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings


def one_part(task: dict[str, Any]) -> Part:
    """The whole task as one part without targets: what is to change is found out on the way, or nothing is."""
    return _part(1, task["title"], task["prompt"], [], "edit")


def plan_parts(task: dict[str, Any], facts: dict[str, Any], targets: list[Target], settings: Settings) -> list[Part]:
    """One part for up to ``limits.files_together`` targets, else a part for each file, in the order of the task."""
    if len(targets) <= settings.limits.files_together:
        return [_part(1, task["title"], task["prompt"], targets, facts["kind"])]
    return [_part(i + 1, t["path"], _share(task["prompt"], t), [t], facts["kind"]) for i, t in enumerate(targets)]


def _share(prompt: str, target: Target) -> str:
    """The whole task, and then what of it is about this one file; else small models write all of it in the first."""
    pure = PurePosixPath(target["path"])
    names = {target["path"], pure.name, *target["symbols"], *(s.rpartition(".")[2] for s in target["symbols"])}
    mentions = re.compile("|".join(rf"(?<![\w/.-]){re.escape(name)}(?![\w-])" for name in sorted(names, key=len)[::-1]))
    sentences = [sentence.whole for sentence in read_task(prompt).sentences]
    own = [sentence for sentence in sentences if mentions.search(sentence)]
    if not own or len(own) == len(sentences):
        return f"{prompt}\n\nNow change only {target['path']}; the other files are changed apart."
    return f"{prompt}\n\nNow change only {target['path']}; the other files are changed apart: {' '.join(own)}"


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
