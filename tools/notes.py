"""The model's own list of steps; it is part of the state and so survives a crash."""

from __future__ import annotations

from pydantic import Field

from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import limit

_LONGEST = 200


class Todo(Arguments):
    """The whole list, done steps as ``[x] step``."""

    items: list[str] | None = Field(default=None, description="all steps, done ones as '[x] step'")


@tool("todo", "reads")
def todo(args: Todo, tools: ToolContext) -> ToolResult:
    """Write your list of steps, or show it (no items)."""
    if args.items is None:
        items = list((tools.services.get("state") or {}).get("todo", []))
        return ToolResult(content="\n".join(items) or "The list is empty.")
    most = limit(tools, "entries", 20)
    if len(args.items) > most:
        raise ToolError(
            "bad_arguments", f"{len(args.items)} steps are too many; the limit is {most}. Join some of them."
        )
    items = [_normal(item) for item in args.items if item.strip()]
    left = sum(not item.startswith("[x]") for item in items)
    return ToolResult(content=f"{left} of {len(items)} steps to do", details={"todo": items})


def _normal(item: str) -> str:
    """``[x] text`` or ``[ ] text``, whatever mark the model used."""
    text = " ".join(item.split()).removeprefix("- ").removeprefix("* ")
    done = text[:3].lower() in ("[x]", "[v]") or text[:1] in ("✓", "✔", "✅")
    for mark in ("[x]", "[X]", "[v]", "[V]", "[ ]", "[]", "✓", "✔", "✅"):
        text = text.removeprefix(mark).strip()
    return f"[{'x' if done else ' '}] {text[:_LONGEST]}"
