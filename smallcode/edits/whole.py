"""A whole new text for a file: tidy it, fill what it leaves out where that is certain."""

from __future__ import annotations

from smallcode.code.languages import Language
from smallcode.edits import refusals
from smallcode.edits.elision import dots_in, fill, is_marker, markers
from smallcode.edits.lines import Source, restyle, split_lines
from smallcode.edits.types import SymbolEdit, WholeFile
from smallcode.edits.variants import strip_numbers


def new_file(edit: WholeFile) -> tuple[str, list[str]]:
    """Return the text of a file that is not there yet, with a final line end."""
    lines, how = _tidy(edit, "")
    if not any(line.strip() for line in lines):
        raise refusals.empty(edit.path, "The new file is empty. Send its text")
    return "\n".join(lines) + "\n", how


def replace_file(original: str, edit: WholeFile, language: Language | None) -> tuple[str, list[str]]:
    """Return the new text in the line ends of the original; raises EditRefused for an empty or elided text."""
    lines, how = _tidy(edit, original)
    if not any(line.strip() for line in lines):
        if not original.strip():
            raise refusals.unchanged(edit.path)
        raise refusals.empty(edit.path, "The new text is empty, which would wipe the file. Send the whole text")
    known = split_lines(original)
    marks = markers(lines, dots=dots_in(edit.path, language), known=known)
    if marks:
        filled = _by_symbols(original, edit, language, lines, marks)
        if filled is not None:
            return filled, [*how, "elision_filled"]
        by_lines = fill(known, lines, marks)
        if by_lines is None or len([x for x in by_lines if x.strip()]) < len([x for x in known if x.strip()]) * 0.6:
            raise refusals.elided(edit.path, marks[0] + 1, lines[marks[0]])
        lines = by_lines
        how.append("elision_filled")
    return restyle(original, "\n".join(lines) + "\n"), how


def _tidy(edit: WholeFile, original: str) -> tuple[list[str], list[str]]:
    lines = split_lines(edit.text.removeprefix("\ufeff"))
    rests = strip_numbers(lines)
    if rests is not None and len(rests) > 1 and strip_numbers(split_lines(original)) is None and _from_one(lines):
        return rests, ["line_numbers"]
    return lines, []


def _from_one(lines: list[str]) -> bool:
    first = next((line for line in lines if line.strip()), "").strip().lstrip("L")
    return first.startswith("1") and not first[1:2].isdigit() and first[1:2] != "."


def _by_symbols(
    original: str, edit: WholeFile, language: Language | None, lines: list[str], marks: list[int]
) -> str | None:
    """A text of some whole symbols and "the rest stays" between them: replace these symbols, keep the rest."""
    from smallcode.code.symbols import outline
    from smallcode.edits.symbol import replace_symbol

    if language is None or any(lines[mark][:1].isspace() for mark in marks):
        return None
    reply = "\n".join("" if number in marks else line for number, line in enumerate(lines)) + "\n"
    there = {symbol.qualified for symbol in outline(original, language)}
    given = [s for s in outline(reply, language) if not s.parent]
    if not given or not any(s.qualified in there for s in given):
        return None
    text = original
    covered: set[int] = set()
    for symbol in given:
        covered |= set(range(symbol.start_line - 1, symbol.end_line))
        own = "\n".join(reply.split("\n")[symbol.start_line - 1 : symbol.end_line])
        text, _ = replace_symbol(text, SymbolEdit(path=edit.path, symbol=symbol.qualified, text=own), language)
    known = {line.strip() for line in Source(original).lines}
    rest = [line for number, line in enumerate(lines) if number not in covered and line.strip() and not is_marker(line)]
    return text if all(line.strip() in known for line in rest) else None
