"""Renaming a symbol in the whole project, as one change."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from pydantic import Field

from smallcode.code.languages import language_of
from smallcode.code.renaming import Place, Renaming, family_of, plan_renaming
from smallcode.code.symbols import Symbol
from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.apply_edit import as_event, protected
from smallcode.tools.common import limit, plural
from smallcode.tools.reading import find_definitions
from smallcode.tools.searching import files_with_word

_DOCUMENTS = (".md", ".markdown", ".rst", ".txt", ".adoc")
_NOT_RENAMED = frozenset({"key", "rule", "heading", "table"})


class RenameSymbol(Arguments):
    """A function, method, class or constant, and its new name."""

    symbol: str = Field(min_length=1)
    new_name: str = Field(min_length=1, max_length=200)
    path: str | None = None
    documents: bool = False


@tool("rename_symbol", "writes")
def rename_symbol(args: RenameSymbol, tools: ToolContext) -> ToolResult:
    """Rename a function, class or method wherever it is used."""
    workspace, op = tools.workspace, f"{tools.call_id}:rename"
    done = workspace.finished(op)
    if done is not None:
        changes = [as_event(change) for change in done]
        return ToolResult(content=f"renamed {args.symbol} to {args.new_name} in {plural(len(changes), 'file')}",
                          details={"changes": changes})  # fmt: skip
    path, symbol = _definition(args, tools)
    plan, judges = _plan(path, symbol, args.new_name, tools)
    if args.documents:
        plan.texts.update(_in_documents(symbol.name, args.new_name, tools))
    most = limit(tools, "touched_files", 200)
    if len(plan.texts) > most:
        raise ToolError(
            "too_large", f"{len(plan.texts)} files use {symbol.name}; the limit is {most}. Nothing was changed."
        )
    changes = [as_event(change) for change in workspace.write_all(plan.texts, op=op)]
    return ToolResult(content=_report(symbol, args.new_name, plan, judges, tools), details=_details(plan, changes))


def _definition(args: RenameSymbol, tools: ToolContext) -> tuple[str, Symbol]:
    """The one definition that is meant.

    Raises:
        ToolError: "not_found", "ambiguous", "refused".
    """
    found = [hit for hit in find_definitions(args.symbol, args.path, tools)]
    real = [(path, symbol) for path, _, symbol in found if symbol.kind not in _NOT_RENAMED]
    if not real:
        raise ToolError("refused", f"{args.symbol} is no function, class or variable. Change it with edit.")
    meant = {(path, symbol.qualified) for path, symbol in real}
    if len(meant) > 1:
        places = ", ".join(f"{name} in {path}" for path, name in sorted(meant)[:8])
        raise ToolError(
            "ambiguous",
            f"Several are called {args.symbol}: {places}. Nothing was changed; give the path and Class.name.",
        )
    return real[0]


def _plan(path: str, symbol: Symbol, new: str, tools: ToolContext) -> tuple[Renaming, list[str]]:
    """What changes, and the files that use the name and may not change."""
    workspace = tools.workspace
    language = language_of(path)
    assert language is not None
    family = family_of(language)
    texts, judges = {}, []
    for file in files_with_word(symbol.name, tools):
        other = language_of(file)
        if other is None or other.name not in family:
            continue
        if protected(file, tools) and not _asked_for(symbol.name, new, tools):
            judges.append(file)
            continue
        texts[file] = workspace.read(file).text
    if path not in texts:
        raise ToolError("refused", f"{path} may not change, so {symbol.name} can't be renamed. Nothing was changed.")
    if symbol.name == new:
        raise ToolError("unchanged", f"{symbol.name} has this name already; nothing was changed.")
    return plan_renaming(path, symbol, new, texts), judges


def _asked_for(old: str, new: str, tools: ToolContext) -> bool:
    """The task itself asks for this renaming, so that tests follow it too."""
    renames = tools.services.get("requirements", {}).get("renames", [])
    return any(r["old"].rpartition(".")[2] == old and r["new"] == new for r in renames)


def _in_documents(old: str, new: str, tools: ToolContext) -> dict[str, str]:
    """Texts (Markdown, plain) with the new name where they spoke of the old one."""
    word = re.compile(rf"(?<![\w$]){re.escape(old)}(?![\w$])")
    found = {}
    for path in tools.workspace.list_files():
        if not path.lower().endswith(_DOCUMENTS):
            continue
        text = tools.workspace.read(path).text
        changed = word.sub(new, text)
        if changed != text:
            found[path] = changed
    return found


def _report(symbol: Symbol, new: str, plan: Renaming, judges: list[str], tools: ToolContext) -> str:
    most = limit(tools, "places", 30)
    rows = [
        f"renamed {symbol.qualified} to {new}: {plural(len(plan.places), 'place')} in {plural(len(plan.texts), 'file')}"
    ]
    rows += _by_file(plan.places[:most])
    if len(plan.places) > most:
        rows.append(f"({len(plan.places) - most} more places; the limit is {most})")
    if plan.left:
        rows.append("Left alone, as these may belong to something else (change them with edit if they don't):")
        rows += _by_file(plan.left[:most])
    if judges:
        rows.append(f"Left alone, as they judge this task: {', '.join(judges[:10])}")
    return "\n".join(rows)


def _by_file(places: list[Place]) -> list[str]:
    return [
        f"{path}: " + ", ".join(str(line) for line in sorted({place.line for place in group}))
        for path, group in groupby(places, key=lambda place: place.path)
    ]


def _details(plan: Renaming, changes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "changes": changes,
        "places": [[place.path, place.line] for place in plan.places],
        "left": [[place.path, place.line] for place in plan.left],
    }
