"""Changing files, one at a time; every change goes through the one applier and the workspace's journal."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from smallcode.edits import types as edits
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.apply_edit import carry_out, imports_of
from smallcode.tools.common import cut_ends, limit


class Write(Arguments):
    """A whole file."""

    path: str
    content: str


@tool("write", "writes")
def write(args: Write, tools: ToolContext) -> ToolResult:
    """Create a file, or replace all of it."""
    return _changed(edits.WholeFile(path=args.path, text=args.content), tools)


class Edit(Arguments):
    """A text that is in the file, and what takes its place."""

    path: str
    old: str
    new: str
    all: bool = Field(default=False, description="every place")


@tool("edit", "writes")
def edit(args: Edit, tools: ToolContext) -> ToolResult:
    """Replace the lines old by new in a file."""
    return _changed(edits.SearchReplace(path=args.path, old=args.old, new=args.new, all=args.all), tools)


class ReplaceSymbol(Arguments):
    """A function, method or class, and its whole new source."""

    path: str
    symbol: str = Field(min_length=1)
    content: str


@tool("replace_symbol", "writes")
def replace_symbol(args: ReplaceSymbol, tools: ToolContext) -> ToolResult:
    """Replace one function, method or class by new source."""
    tools.workspace.read(args.path)  # a file that is not there is a mistake here; write creates files
    return _changed(edits.SymbolEdit(path=args.path, symbol=args.symbol, text=args.content), tools)


class Move(Arguments):
    """A file, and its new path."""

    path: str
    new_path: str


@tool("move", "writes")
def move(args: Move, tools: ToolContext) -> ToolResult:
    """Move or rename a file."""
    return _changed(edits.MoveFile(path=args.path, target=args.new_path), tools)


class Delete(Arguments):
    """A file."""

    path: str


@tool("delete", "writes")
def delete(args: Delete, tools: ToolContext) -> ToolResult:
    """Delete a file."""
    return _changed(edits.DeleteFile(path=args.path), tools)


def _changed(wanted: edits.Edit, tools: ToolContext) -> ToolResult:
    change = carry_out(wanted, tools)
    return ToolResult(
        content=cut_ends(described(change), limit(tools, "characters", 3000)), details={"changes": [change]}
    )


def described(change: dict[str, Any]) -> str:
    """A change in one line: ``modified src/app.py (+2 -1)``."""
    if change["kind"] in ("created", "modified"):
        return f"{change['kind']} {change['path']} (+{change['added']} -{change['removed']}){imports_of(change)}"
    return f"{change['kind']} {change['path']}"
