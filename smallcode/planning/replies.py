"""From a reply to calls: the dialect reads it, then the plan says what kind of edit it was meant to be."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from smallcode.characters import whole, whole_data
from smallcode.code.languages import language_of
from smallcode.code.symbols import find_symbol
from smallcode.edits.types import DeleteFile, Edit, MoveFile, SymbolEdit, WholeFile
from smallcode.models.types import Model, Reply
from smallcode.speech.dialects import dialect
from smallcode.speech.opening import example_names
from smallcode.speech.switching import spoken_dialect
from smallcode.state import AgentState, Target, current_part
from smallcode.workspace.texts import WorkspaceFiles

if TYPE_CHECKING:
    from smallcode.context import AgentContext

NO_CODE = "The answer had no code."
"""What to write follows it; asked for "the path and one block", small models send a block with the path in it."""
NO_CALL = "The answer had no code. Answer with the path and one fenced block, nothing else."
CUT = {
    "length": "The answer was cut off for its length; nothing of it was used. Write only what is asked for, shorter.",
    "repetition": "The answer repeated itself and was stopped; nothing of it was used. Write only the code asked for.",
    "thinking": "You thought for too long without an answer. Answer now with the code.",
}
NO_ANSWER = "The answer was empty. Answer the question in a few sentences."
COPIED = "The answer copied the example instead of doing the task. Do the task: {task}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reply asks for. ``problem`` is for the model, and empty where there is something to carry out."""

    calls: list[dict[str, Any]]
    problem: str = ""
    prose: str = ""
    repairs: list[str] = field(default_factory=list)


def read_reply(reply: Reply, state: AgentState, context: AgentContext, model: Model) -> Reading:
    """Read a reply. It never raises for what a model said."""
    leads = bool(state.get("model_leads"))
    asked = current_part(state)["kind"] in ("answer", "plan")
    if asked and not leads:
        return Reading(calls=[], prose=reply.text, problem="" if reply.text.strip() else NO_ANSWER)
    spoken = dialect(spoken_dialect(state, model.profile) if leads else "fenced")
    targets = [] if leads else _open_targets(state)
    parsed = spoken.read(
        reply,
        tools=context.toolbox.schemas(model.profile.level) if leads else [],
        files=WorkspaceFiles(context.workspace),
        expected=[target["path"] for target in targets],
    )
    calls = [{"name": call.name, "arguments": call.arguments} for call in parsed.calls]
    calls += [_as_call(_as_meant(_at_its_place(edit, targets, context), targets)) for edit in parsed.edits]
    if not leads:
        calls = [call for call in calls if call["name"] == "apply_edit"]
        copied = _copied(calls, state)
        if copied:
            return Reading(calls=[], problem=COPIED.format(task=state["task"]["title"]), repairs=parsed.repairs)
    problem = ""
    if not calls and not (leads and reply.finish == "stop" and _says_done(parsed.prose)):
        problem = CUT.get(reply.finish) or parsed.problem or (NO_CALL if leads else NO_CODE)
    return Reading(calls=whole_data(calls), problem=whole(problem), prose=parsed.prose, repairs=list(parsed.repairs))


def _open_targets(state: AgentState) -> list[Target]:
    accepted = state.get("accepted", [])
    targets = current_part(state)["targets"]
    return [target for target in targets if target["path"] not in accepted] or targets


def _at_its_place(edit: Edit, targets: list[Target], context: AgentContext) -> Edit:
    """A new file in another folder than the one target of its name (models move tests to ``tests/``) is that target."""
    if not isinstance(edit, WholeFile) or edit.path in [target["path"] for target in targets]:
        return edit
    name = PurePosixPath(edit.path).name
    same = [target["path"] for target in targets if PurePosixPath(target["path"]).name == name]
    if len(same) != 1 or edit.path in WorkspaceFiles(context.workspace):
        return edit
    return WholeFile(path=same[0], text=edit.text)


def _as_meant(edit: Edit, targets: list[Target]) -> Edit:
    """A whole file for a target whose unit is a symbol is the new source of that symbol.

    So is one for any other path (often a test that the prose mentioned) where it defines a symbol that was asked for.
    """
    if not isinstance(edit, WholeFile):
        return edit
    of_symbols = [target for target in targets if target["unit"] == "symbol" and target["symbols"]]
    for target in of_symbols:
        if target["path"] == edit.path:
            return SymbolEdit(path=edit.path, symbol=_symbol_in(edit.text, target["symbols"]), text=edit.text)
    if edit.path not in [target["path"] for target in targets]:
        for target in of_symbols:
            for symbol in target["symbols"]:
                if _defines(edit.text, target["path"], symbol):
                    return SymbolEdit(path=target["path"], symbol=symbol, text=edit.text)
    return edit


def _defines(text: str, path: str, symbol: str) -> bool:
    language = language_of(path)
    return language is not None and bool(find_symbol(text, language, symbol.rsplit(".", 1)[-1]))


def _symbol_in(text: str, symbols: list[str]) -> str:
    """The first of ``symbols`` whose own name the text has."""
    for symbol in symbols:
        if re.search(rf"\b{re.escape(symbol.rsplit('.', 1)[-1])}\b", text):
            return symbol
    return symbols[0]


def _as_call(edit: Edit) -> dict[str, Any]:
    fields = asdict(edit)
    path = fields.pop("path")
    return {"name": "apply_edit", "arguments": {"kind": KIND_OF[type(edit).__name__], "path": path, "fields": fields}}


KIND_OF = {
    WholeFile.__name__: "whole",
    SymbolEdit.__name__: "symbol",
    DeleteFile.__name__: "delete",
    MoveFile.__name__: "move",
    "SearchReplace": "search_replace",
    "LineRange": "line_range",
    "UnifiedDiff": "udiff",
}
"""Edit classes by the name that the ``apply_edit`` call has for them."""


def _copied(calls: list[dict[str, Any]], state: AgentState) -> bool:
    names = example_names(state["facts"]["language"], state["facts"]["kind"])
    task = state["task"]["prompt"]
    text = "\n".join(str(call["arguments"]) for call in calls)
    return any(re.search(rf"\b{re.escape(name)}\b", text) and name not in task for name in names)


def _says_done(prose: str) -> bool:
    """A reply without a call ends the work, unless it only announces what it is going to do."""
    return not re.search(r"\b(I will|I'll|let me|I am going to|next, I)\b", prose[-300:], re.IGNORECASE)
