"""Where a task's change goes: files, then symbols. Rules first; what they leave open is a closed question."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from smallcode.code.languages import language_of
from smallcode.code.symbols import Symbol, outline
from smallcode.code.testfiles import is_test_file
from smallcode.errors import StopRun, ToolError
from smallcode.models.types import Model
from smallcode.retrieval.mentions import mentioned_symbols
from smallcode.retrieval.rank import rank
from smallcode.speech.questions import choose
from smallcode.state import AgentState, Target

if TYPE_CHECKING:
    from smallcode.context import AgentContext, Emit
    from smallcode.workspace.workspace import Workspace

MAX_FILES_READ = 400
MAX_FILE_BYTES = 200_000
MAX_OPTIONS = 24


async def find_targets(
    state: AgentState, context: AgentContext, model: Model, emit: Emit, spent: dict[str, Any]
) -> list[Target]:
    """The files to change or to create, each with its unit of edit.

    Raises:
        StopRun: nothing in this workspace can be the target.
    """
    prompt, facts = state["task"]["prompt"], state["facts"]
    paths = [path for path in facts["named"] if _may_change(path, facts["kind"], state)]
    new = list(facts["new"])
    texts = await asyncio.to_thread(read_sources, context.workspace, paths or None)
    if facts["kind"] == "tests" and not any(is_test_file(path) for path in [*paths, *new]):
        subjects = paths or await _choose_files(state, context, model, emit, spent, texts)
        new, paths = [_test_path(path) for path in subjects[:1]], []
    elif facts["kind"] == "tests":
        paths = [path for path in paths if is_test_file(path)]
    elif not paths and not new:
        paths = await _choose_files(state, context, model, emit, spent, texts)
    targets: list[Target] = []
    refusals = await asyncio.to_thread(_refusals, context.workspace, paths)
    for path in (path for path in paths if path not in refusals):
        text = texts.get(path) or ""
        if not text:  # beyond the limits of `read_sources`, but named
            text = await asyncio.to_thread(_text_of, context.workspace, path)
        target = await _existing_target(path, text, prompt, context, model, emit, spent)
        targets.append(_with_room_for_new(target, text, state))
    targets.extend({"path": path, "symbols": [], "unit": "create"} for path in new)
    if not targets and refusals:
        raise StopRun(" ".join(refusals.values()), hint="Name a text file to change, or change this one yourself.")
    if not targets:
        raise StopRun(
            "The task names no file, and the workspace has none that could be changed.",
            hint="Name the file to create or to change.",
        )
    return targets


def read_sources(workspace: Workspace, only: list[str] | None = None) -> dict[str, str]:
    """Texts of the source files by path (those of ``only``, else all of the workspace within limits)."""
    texts: dict[str, str] = {}
    for path in only if only is not None else workspace.list_files():
        if len(texts) >= MAX_FILES_READ:
            break
        if only is None and language_of(path) is None:
            continue
        text = _text_of(workspace, path)
        if text and len(text) <= MAX_FILE_BYTES:
            texts[path] = text
    return texts


def _refusals(workspace: Workspace, paths: list[str]) -> dict[str, str]:
    """Files that can't be edited (binary, too large, secret), each with the reason."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            workspace.read(path)
        except ToolError as error:
            found[path] = error.message
    return found


def _text_of(workspace: Workspace, path: str) -> str:
    try:
        return workspace.read(path).text
    except ToolError:
        return ""


def _may_change(path: str, kind: str, state: AgentState) -> bool:
    """Tests judge the change, so they are targets only where the task is about them; what it keeps never is one."""
    if path in state["requirements"].get("kept", []):
        return False
    if state["requirements"].get("tests_allowed") or kind == "tests":
        return True
    return not is_test_file(path)


async def _choose_files(
    state: AgentState,
    context: AgentContext,
    model: Model,
    emit: Emit,
    spent: dict[str, Any],
    texts: dict[str, str],
) -> list[str]:
    """Files for a task that names none: those that define a symbol it names, else the best ranked one by question."""
    prompt = state["task"]["prompt"]
    sources = {path: text for path, text in texts.items() if not is_test_file(path)}
    defining = await asyncio.to_thread(_defining, sources, prompt)
    if defining:
        return defining[:3]
    recent = [path for path in _recent(state) if path in sources]
    if recent:
        return recent
    ranked = [path for path, _ in rank(prompt, sources)] or sorted(sources)
    if len(ranked) <= 1:
        return ranked
    return await choose(
        "Which file must change for this task?", prompt, ranked[:MAX_OPTIONS], model, emit,
        spent=spent, settings=context.settings,
    )  # fmt: skip


def _recent(state: AgentState) -> list[str]:
    """Files that the last turn changed: a follow-up ("now also handle None") names no file again."""
    history = state["wished"]["history"]
    return list(history[-1]["files"]) if history else []


def _defining(sources: dict[str, str], prompt: str) -> list[str]:
    return [path for path, text in sources.items() if mentioned_symbols(prompt, _names(path, text))]


def _names(path: str, text: str) -> list[str]:
    return [symbol.qualified for symbol in _symbols(path, text)]


def _symbols(path: str, text: str) -> list[Symbol]:
    language = language_of(path)
    return outline(text, language) if language is not None else []


async def _existing_target(
    path: str, text: str, prompt: str, context: AgentContext, model: Model, emit: Emit, spent: dict[str, Any],
) -> Target:  # fmt: skip
    symbols = await asyncio.to_thread(_symbols, path, text)
    names = [symbol.qualified for symbol in symbols]
    named = innermost(mentioned_symbols(prompt, names))
    tokens = await model.count_tokens(text)
    limits = context.settings.context
    if not context.settings.mechanisms.symbol_edits or not symbols or tokens <= limits.tiny_file_tokens:
        return {"path": path, "symbols": [], "unit": "whole"}
    if named and len(named) <= limits.symbols_together:
        return {"path": path, "symbols": named, "unit": "symbol"}
    if tokens <= limits.whole_file_tokens:
        return {"path": path, "symbols": [], "unit": "whole"}
    documents = {s.qualified: text.encode()[s.start_byte : s.end_byte].decode(errors="replace") for s in symbols}
    ranked = [name for name, _ in rank(prompt, documents)] or names
    picked = await choose(
        f"Which part of {path} must change for this task?", prompt, ranked[:MAX_OPTIONS], model, emit,
        spent=spent, settings=context.settings,
    )  # fmt: skip
    return {"path": path, "symbols": picked, "unit": "symbol"}


def _with_room_for_new(target: Target, text: str, state: AgentState) -> Target:
    """A method that the task adds belongs to a class: the class is then the unit, not single methods of it."""
    if target["unit"] != "symbol":
        return target
    symbols = _symbols(target["path"], text)
    there = {symbol.name for symbol in symbols}
    wanted = [n for n in state["requirements"].get("names", []) if n.get("file") in ("", target["path"])]
    missing = [n for n in wanted if n["name"] not in there]
    owners = {n.get("parent", "") for n in missing} | {
        name.rpartition(".")[0] for name in target["symbols"] if any(n.get("kind") == "method" for n in missing)
    }
    classes = [s.qualified for s in symbols if s.kind == "class" and s.qualified in owners]
    if not classes:
        return target
    kept = [name for name in target["symbols"] if not any(name.startswith(owner + ".") for owner in classes)]
    return {**target, "symbols": list(dict.fromkeys([*classes, *kept]))}


def innermost(names: list[str]) -> list[str]:
    """Leave out a class where one of its own methods is named too."""
    return [name for name in names if not any(other.startswith(name + ".") for other in names)]


def _test_path(subject: str) -> str:
    """Where the tests of a source file usually are."""
    pure = PurePosixPath(subject)
    if pure.suffix in (".js", ".ts", ".mjs", ".jsx", ".tsx"):
        return str(pure.with_name(f"{pure.stem}.test{pure.suffix}"))
    if pure.suffix == ".go":
        return str(pure.with_name(f"{pure.stem}_test.go"))
    return f"tests/test_{pure.stem}{pure.suffix}"


def other_unit(targets: list[Target], workspace: Workspace) -> list[Target]:
    """The targets with the next simpler unit of edit: symbols where the whole file failed, and the other way round."""
    changed: list[Target] = []
    for target in targets:
        if target["unit"] == "symbol":
            changed.append({**target, "symbols": [], "unit": "whole"})
        elif target["unit"] == "whole":
            names = _names(target["path"], _text_of(workspace, target["path"]))
            top = [name for name in names if "." not in name]
            changed.append({**target, "symbols": top, "unit": "symbol"} if top else target)
        else:
            changed.append(target)
    return changed
