"""What the model sees of the project for one part: the code to change, and in few words what stands around it."""

from __future__ import annotations

import asyncio
import textwrap
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from smallcode.code.languages import fence_tag, language_of
from smallcode.code.symbols import Symbol, find_symbol, imports, outline, references
from smallcode.code.testfiles import is_test_file
from smallcode.errors import ToolError
from smallcode.models.types import Model
from smallcode.retrieval.rank import rank
from smallcode.state import AgentState, Part, Target, current_part

if TYPE_CHECKING:
    from smallcode.context import AgentContext
    from smallcode.settings_schema import Settings
    from smallcode.workspace.workspace import Workspace

MAX_FAILING_TESTS = 2
MAX_NOTE_CHARS = 420


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One fenced block of the prompt."""

    path: str
    heading: str
    tag: str
    text: str
    tokens: int = 0
    editable: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Path and size, without the text (the prompt has it)."""
        return {"path": self.path, "heading": self.heading, "tokens": self.tokens, "editable": self.editable}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Everything that goes into the task message beside the task."""

    pieces: list[Piece]
    notes: str
    ask: str
    tokens: int
    editable_tokens: int
    dropped: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file as it was shown, by path."""

    def as_dict(self) -> dict[str, Any]:
        """JSON data for the state."""
        return {**asdict(self), "pieces": [piece.as_dict() for piece in self.pieces]}


async def choose_pieces(state: AgentState, context: AgentContext, model: Model) -> Shown:
    """Show the part's targets first, then what helps, until the context's share of the window is used up."""
    if state.get("model_leads"):
        return await _for_a_leading_model(state, context, model)
    part = current_part(state)
    accepted = set(state.get("accepted", []))
    targets = [target for target in part["targets"] if target["path"] not in accepted]
    workspace = context.workspace
    wanted = await asyncio.to_thread(_wanted, workspace, targets, part, state)
    budget = int(model.context_tokens * context.settings.context.shares.code)
    pieces, dropped, used = await fit(wanted, model, budget)
    notes = await asyncio.to_thread(surroundings, workspace, targets)
    return Shown(
        pieces=pieces,
        notes="\n".join(filter(None, [notes, left_out(dropped)])),
        ask=ask_for(targets, explain=explains(state, context.settings)),
        tokens=used,
        editable_tokens=sum(piece.tokens for piece in pieces if piece.editable),
        dropped=dropped,
        shown=await asyncio.to_thread(_hashes, workspace, targets),
    )


def ask_for(targets: list[Target], *, explain: bool = False) -> str:
    """The sentence that asks for exactly what is missing.

    ``explain``: for one sentence of reasoning first; a small model that has to mend code otherwise tends to copy it.
    """
    first = "Say in one sentence what is wrong, then write" if explain else "Write"
    if len(targets) == 1:
        return f"{first} {_wish(targets[0])}."
    wishes = "; ".join(_wish(target) for target in targets)
    return f"{first} each of these after its path, in its own block: {wishes}."


def explains(state: AgentState, settings: Settings) -> bool:
    """Whether the model reasons in a sentence before it writes: once it has copied the code that it had to mend.

    Not from the start: where it would have written the right code at once, a wrong sentence leads it astray.
    """
    if not settings.mechanisms.explain_first or state["facts"]["kind"] != "fix":
        return False
    return any(a["part"] == state["part"] and a["error_kind"] == "unchanged" for a in state.get("attempts", []))


def _wish(target: Target) -> str:
    path = target["path"]
    if target["unit"] == "symbol":
        return "only the new " + " and ".join(f"`{name}`" for name in target["symbols"])
    return f"the complete {path}" if target["unit"] == "create" else f"the complete new {path}"


def attached_pieces(state: AgentState) -> list[Piece]:
    """What the person attached and is no whole file of the project (those are shown like named ones)."""
    return [
        Piece(path=a["path"], heading=_attached_as(a), tag=fence_tag(a["path"]) if a["path"] else "", text=a["text"])
        for a in state["wished"]["attached"]
        if a["kind"] != "file" or not a["whole"]
    ]


def _attached_as(attachment: dict[str, str]) -> str:
    if attachment["kind"] == "symbol":
        return f"`{attachment['symbol']}` of {attachment['path']}:"
    return attachment["label"].removeprefix("@") + ":"


async def fit(wanted: list[Piece], model: Model, budget: int) -> tuple[list[Piece], list[str], int]:
    """What fits into ``budget`` tokens, in order; code to be changed always does. Pieces, what was left out, tokens."""
    pieces, dropped, used = [], [], 0
    for piece in wanted:
        tokens = await model.count_tokens(piece.text)
        if not piece.editable and used + tokens > budget:
            dropped.append(piece.heading)
            continue
        used += tokens
        pieces.append(Piece(**{**asdict(piece), "tokens": tokens}))
    return pieces, dropped, used


def left_out(dropped: list[str]) -> str:
    """What the model is told about code that did not fit."""
    return f"Left out for lack of room: {', '.join(name.rstrip(':') for name in dropped)}." if dropped else ""


def _wanted(workspace: Workspace, targets: list[Target], part: Part, state: AgentState) -> list[Piece]:
    pieces: list[Piece] = []
    for target in targets:
        if target["unit"] != "create":
            pieces.extend(_editable(workspace, target))
    shown = {piece.path for piece in pieces}
    pieces.extend(attached_pieces(state))
    pieces.extend(_failing_tests(workspace, state))
    named = [path for path in state["facts"]["named"] if path not in shown]
    done = [t["path"] for p in state["plan"] if p["status"] == "done" for t in p["targets"]]
    about_tests = part["kind"] == "tests"
    helpful = dict.fromkeys([*named, *done, *state.get("accepted", [])])
    return pieces + [
        whole_piece(workspace, path)
        for path in helpful
        if path not in shown and workspace.exists(path) and (about_tests or not is_test_file(path))
    ]


def _editable(workspace: Workspace, target: Target) -> list[Piece]:
    if target["unit"] == "whole":
        return [whole_piece(workspace, target["path"], editable=True)]
    language = language_of(target["path"])
    text = _text(workspace, target["path"])
    pieces = [
        symbol_piece(target["path"], text, symbol, editable=True)
        for name in target["symbols"]
        for symbol in (find_symbol(text, language, name) if language else [])[:1]
    ]
    return pieces or [whole_piece(workspace, target["path"], editable=True)]


def symbol_piece(path: str, text: str, symbol: Symbol, *, editable: bool = False) -> Piece:
    """One symbol of a file, without its indent."""
    source = _source(text, symbol)
    lines = text.splitlines(keepends=True)
    indent = lines[symbol.start_line - 1][: -len(lines[symbol.start_line - 1].lstrip()) or None] if lines else ""
    heading = f"`{symbol.qualified}` of {path}:"
    whole = source if source.startswith(indent) else indent + source
    return Piece(
        path=path,
        heading=heading,
        tag=fence_tag(path),
        text=textwrap.dedent(whole).strip("\n"),
        editable=editable,
    )


def whole_piece(workspace: Workspace, path: str, *, editable: bool = False) -> Piece:
    """A whole file; empty where it can't be read."""
    text = _text(workspace, path).rstrip("\n")
    return Piece(path=path, heading=path, tag=fence_tag(path), text=text, editable=editable)


def _text(workspace: Workspace, path: str) -> str:
    try:
        return workspace.read(path).text
    except ToolError:
        return ""


def _hashes(workspace: Workspace, targets: list[Target]) -> dict[str, str]:
    return {t["path"]: workspace.read(t["path"]).sha256 for t in targets if workspace.exists(t["path"])}


def _failing_tests(workspace: Workspace, state: AgentState) -> list[Piece]:
    """The source of the tests that must come to pass: the best description of the goal that there is."""
    if not state["requirements"].get("must_pass"):
        return []
    pieces = []
    goals = current_part(state).get("goals") or state["baseline"].get("failed", [])
    for test_id in goals[:MAX_FAILING_TESTS]:
        path, _, name = test_id.partition("::")
        language = language_of(path)
        text = _text(workspace, path)
        found = find_symbol(text, language, name.replace("::", ".").split("[")[0]) if language and text else []
        if found:
            piece = symbol_piece(path, text, found[0])
            why = first_lines(state["baseline"].get("why", {}).get(test_id, ""))
            heading = f"This test fails{f' ({why})' if why else ''}:"
            pieces.append(Piece(**{**asdict(piece), "heading": heading}))
    return pieces


def first_lines(text: str, chars: int = 200) -> str:
    """The beginning of a test's message on one line."""
    line = " ".join(part.strip() for part in text.strip().splitlines()[:2])
    return line if len(line) <= chars else line[:chars].rsplit(" ", 1)[0] + " ..."


def surroundings(workspace: Workspace, targets: list[Target]) -> str:
    """A line for each symbol target: what of its file it uses or may use, in few words.

    Only names that the shown code mentions: a list of everything tempts small models to write all of it again.
    """
    notes = []
    for target in targets:
        language = language_of(target["path"])
        if target["unit"] != "symbol" or language is None:
            continue
        text = _text(workspace, target["path"])
        symbols = outline(text, language)
        shown = "\n".join(_source(text, s) for s in symbols if s.qualified in target["symbols"])
        used = references(shown, language)
        lines = text.splitlines()
        wanted = [i for i in imports(text, language) if used & {*i.names, i.module.rsplit(".", 1)[-1]}]
        has = [lines[i.line - 1].strip() for i in wanted if 0 < i.line <= len(lines)]
        has += [
            s.signature for s in symbols if s.name in used and not s.parent and s.qualified not in target["symbols"]
        ]
        if has:
            notes.append(f"({target['path']} has: {cut_note('; '.join(dict.fromkeys(has)))})")
    return "\n".join(notes)


def cut_note(note: str) -> str:
    """At most ``MAX_NOTE_CHARS`` of a note, at a semicolon, with a mark."""
    return note if len(note) <= MAX_NOTE_CHARS else note[:MAX_NOTE_CHARS].rsplit(";", 1)[0] + "; and more"


def _source(text: str, symbol: Symbol) -> str:
    return text.encode()[symbol.start_byte : symbol.end_byte].decode(errors="replace")


async def _for_a_leading_model(state: AgentState, context: AgentContext, model: Model) -> Shown:
    """Named files whole as far as they fit, and a ranked list of the other files."""
    workspace = context.workspace
    named = await asyncio.to_thread(lambda: [whole_piece(workspace, path) for path in state["facts"]["named"]])
    named = [*attached_pieces(state), *named]
    budget = int(model.context_tokens * context.settings.context.shares.code)
    pieces, dropped, used = await fit(named, model, budget)
    files = await asyncio.to_thread(workspace.list_files)
    ranked = [path for path, _ in rank(state["task"]["prompt"], {path: "" for path in files})]
    listed = [*dict.fromkeys([*ranked, *files])][: context.settings.context.files_listed]
    notes = "Files: " + ", ".join(listed) if listed else "The folder is empty."
    if len(files) > len(listed):
        notes += f" and {len(files) - len(listed)} more"
    notes = "\n".join(filter(None, [notes, left_out(dropped)]))
    return Shown(pieces=pieces, notes=notes, ask="", tokens=used, editable_tokens=0, dropped=dropped)
