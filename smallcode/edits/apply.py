"""The one applier: what an edit makes of a text, or why it is refused.

Finding the place is tolerant, the result is judged strictly: it differs, leaves nothing out, keeps public names and
has no new syntax error. Only matched lines change; line ends, byte order mark and final line end stay.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import assert_never

from smallcode.code.languages import Language, language_of
from smallcode.edits import guards, refusals
from smallcode.edits.diffs import apply_diff, created_text
from smallcode.edits.elision import dots_in
from smallcode.edits.guards import Permissions
from smallcode.edits.indent import dedent, indent_of
from smallcode.edits.lines import Source, split_lines
from smallcode.edits.merge import merge
from smallcode.edits.search import replace_text
from smallcode.edits.symbol import replace_symbol
from smallcode.edits.types import (
    Applied,
    DeleteFile,
    Edit,
    EditRefused,
    LineRange,
    MoveFile,
    SearchReplace,
    SymbolEdit,
    UnifiedDiff,
    WholeFile,
)
from smallcode.edits.variants import strip_numbers
from smallcode.edits.whole import new_file, replace_file

BOM = "\ufeff"


def apply_edit(
    original: str | None,
    edit: Edit,
    *,
    language: Language | None = None,
    allow_removed: AbstractSet[str] = frozenset(),
    allow_shrink: bool = False,
) -> Applied:
    """Return what ``edit`` makes of ``original`` (None: there is no such file yet).

    ``language`` defaults to that of the path. ``allow_removed`` names symbols that the task asks to remove (a plain
    or a qualified name); ``allow_shrink`` lifts all guards against loss. Raises EditRefused, and nothing else.
    """
    if isinstance(edit, DeleteFile | MoveFile):
        return _without_text(original, edit)
    language = language or language_of(edit.path)
    if original is None:
        return _create(edit, language)
    mark = BOM if original.startswith(BOM) else ""
    before = original[len(mark) :]
    allowed = Permissions(removed=allow_removed, shrink=allow_shrink)
    text, how = _change(before, edit, language)
    text = text.removeprefix(BOM)
    _judge(before, text, edit, language, allowed)
    return Applied(text=mark + text, how=list(dict.fromkeys(how)))


def _without_text(original: str | None, edit: DeleteFile | MoveFile) -> Applied:
    if original is None:
        raise EditRefused("not_found", f"There is no file {edit.path}. List the files and use a path from the list.")
    if isinstance(edit, DeleteFile):
        return Applied(text="", how=[], action="delete")
    if not edit.target.strip() or edit.target == edit.path:
        raise refusals.malformed(f"The new name for {edit.path} is missing or the same. Give another path.")
    return Applied(text=original, how=[], action="move", target=edit.target)


def _change(
    before: str, edit: WholeFile | SearchReplace | LineRange | UnifiedDiff | SymbolEdit, language: Language | None
) -> tuple[str, list[str]]:
    dots = dots_in(edit.path, language)
    match edit:
        case WholeFile():
            return replace_file(before, edit, language)
        case SearchReplace():
            return replace_text(Source(before), edit, dots=dots)
        case LineRange():
            return _replace_range(before, edit, language)
        case UnifiedDiff():
            return apply_diff(before, edit, dots=dots)
        case SymbolEdit():
            if language is None or not language.symbols:
                raise refusals.malformed(
                    f"Functions can't be told apart in {edit.path}. Send the lines to replace, or the whole new text."
                )
            if _is_whole_file(before, edit, language):
                whole = WholeFile(path=edit.path, text=edit.text)
                text, how = replace_file(before, whole, language)
                return text, ["whole_file", *how]
            return replace_symbol(before, edit, language)
        case _:
            assert_never(edit)


def _is_whole_file(before: str, edit: SymbolEdit, language: Language) -> bool:
    """Does the text sent for one symbol hold all top-level symbols of the file, and there are several?"""
    from smallcode.code.symbols import outline

    tops = {s.name for s in outline(before, language) if not s.parent and s.kind not in {"variable", "key"}}
    given = {s.name for s in outline(edit.text, language) if not s.parent}
    return len(tops) > 1 and tops <= given


def _judge(before: str, after: str, edit: Edit, language: Language | None, allowed: Permissions) -> None:
    whole = isinstance(edit, WholeFile)
    guards.check_changed(edit.path, before, after, loose=whole or isinstance(edit, SymbolEdit))
    guards.check_elided(edit.path, before, after, language)
    if isinstance(edit, WholeFile | SymbolEdit):
        guards.check_kept(edit.path, before, after, language, allowed, whole=whole)
    guards.check_syntax(edit.path, before, after, language)


def _create(edit: Edit, language: Language | None) -> Applied:
    """Make a file that is not there yet."""
    text: str | None
    match edit:
        case WholeFile() | SymbolEdit():
            text = edit.text
        case SearchReplace():
            text = edit.new if not edit.old.strip() else None
        case LineRange():
            text = edit.text if edit.start <= 1 and edit.end <= 0 else None
        case UnifiedDiff():
            text = created_text(edit.diff)
        case _:
            text = None
    if text is None:
        raise EditRefused(
            "not_found",
            f"There is no file {edit.path}. Use the path of a real file, or send the whole text of the new file.",
        )
    made, how = new_file(WholeFile(path=edit.path, text=text))
    guards.check_elided(edit.path, "", made, language)
    guards.check_syntax(edit.path, "", made, language)
    return Applied(text=made, how=["new_file", *how])


def _replace_range(before: str, edit: LineRange, language: Language | None) -> tuple[str, list[str]]:
    source = Source(before)
    count = len(source.lines)
    if edit.start < 1 or edit.end < edit.start - 1 or edit.start > count + 1 or edit.end > count:
        tail = refusals.shown(source.lines, count - 3, count)
        raise EditRefused(
            "not_found",
            f"{edit.path} has {count} lines; {edit.start} to {edit.end} is no range in it. Its last lines:\n"
            f"{refusals.numbered(tail)}\nGive a first and a last line that exist.",
            nearest=tail,
        )
    new = split_lines(edit.text)
    rests = strip_numbers(new) if len(new) > 1 else None
    how = ["line_numbers"] if rests is not None else []
    new = rests if rests is not None else new
    start, end = edit.start - 1, edit.end
    text = _put_lines(source, start, end, new)
    try:
        guards.check_syntax(edit.path, before, text, language)
    except EditRefused:
        real = next((line for line in source.lines[start:end] if line.strip()), "")
        lead = indent_of(real)
        shifted = _put_lines(source, start, end, [lead + x if x else x for x in dedent(new)])
        guards.check_syntax(edit.path, before, shifted, language)
        return shifted, [*how, "indentation"]
    return text, how


def _put_lines(source: Source, start: int, end: int, new: list[str]) -> str:
    old = source.lines[start:end]
    parts = merge(old, new, start, end, list(range(start, end)), same=lambda line: line, place=lambda line: line)
    return source.splice(start, end, parts)
