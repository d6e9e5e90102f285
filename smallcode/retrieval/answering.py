"""What the model sees of the project for a question: what was attached, what the question names, what ranks best."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from smallcode.code.languages import language_of
from smallcode.code.symbols import find_symbol, outline
from smallcode.models.types import Model
from smallcode.planning.targets import innermost, read_sources
from smallcode.retrieval.mentions import mentioned_symbols
from smallcode.retrieval.pieces import (
    Piece,
    Shown,
    attached_pieces,
    choose_pieces,
    fit,
    left_out,
    symbol_piece,
    whole_piece,
)
from smallcode.retrieval.rank import rank
from smallcode.state import AgentState, current_part

if TYPE_CHECKING:
    from smallcode.context import AgentContext
    from smallcode.workspace.workspace import Workspace

MOST_FILES = 3
"""Best ranked files that are shown where a question names none."""
WHOLE_FILE_CHARACTERS = 6000
"""A longer file is shown as its outline, where the question names nothing in it."""
ASK = {
    "answer": "Answer the question in plain words, briefly. Write code only where it helps to answer.",
    "plan": (
        "Don't change anything yet. Write the plan: a numbered list of two to six small steps, one short line each, "
        "each with the file that it changes. No code."
    ),
}


async def pieces_for_answer(state: AgentState, context: AgentContext, model: Model) -> Shown:
    """Choose what to show, within the share of the window that is for code."""
    kind = current_part(state)["kind"]
    if state.get("model_leads"):
        shown = await choose_pieces(state, context, model)
        return replace(shown, ask=ASK[kind])
    wanted = await asyncio.to_thread(_wanted, context.workspace, state)
    budget = int(model.context_tokens * context.settings.context.shares.code)
    pieces, dropped, used = await fit(wanted, model, budget)
    return Shown(pieces=pieces, notes=left_out(dropped), ask=ASK[kind], tokens=used, editable_tokens=0, dropped=dropped)


def _wanted(workspace: Workspace, state: AgentState) -> list[Piece]:
    prompt = state["task"]["prompt"]
    named = state["facts"]["named"]
    pieces = attached_pieces(state)
    texts = read_sources(workspace, named or None)
    names = {path: _names(path, text) for path, text in texts.items()}
    for path, symbols in names.items():
        mentioned = innermost(mentioned_symbols(prompt, symbols))
        pieces += [_symbol(path, texts[path], name) for name in mentioned]
    shown = {piece.path for piece in pieces}
    if not named and not pieces:
        named = [path for path, _ in rank(prompt, texts)][:MOST_FILES]
    pieces += [_file(workspace, path, texts.get(path, "")) for path in named if path not in shown]
    return [piece for piece in pieces if piece.text.strip()]


def _names(path: str, text: str) -> list[str]:
    language = language_of(path)
    return [symbol.qualified for symbol in outline(text, language)] if language else []


def _symbol(path: str, text: str, name: str) -> Piece:
    language = language_of(path)
    assert language is not None, "only files with an outline have symbols"
    return symbol_piece(path, text, find_symbol(text, language, name)[0])


def _file(workspace: Workspace, path: str, text: str) -> Piece:
    language = language_of(path)
    if len(text) <= WHOLE_FILE_CHARACTERS or language is None:
        return whole_piece(workspace, path)
    lines = [f"{s.start_line}: {'    ' if s.parent else ''}{s.signature}" for s in outline(text, language)]
    return replace(whole_piece(workspace, path), heading=f"Outline of {path} (line: name):", text="\n".join(lines))
