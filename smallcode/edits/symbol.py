"""Replace one function, method or class by what the model sent for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from smallcode.code.languages import Language
from smallcode.code.naming import split_name
from smallcode.code.symbols import Symbol, is_class_like, matching, outline
from smallcode.code.syntax import to_bytes, to_text
from smallcode.edits import refusals
from smallcode.edits.beside import Changes, add_helpers, add_imports, append_symbol, written
from smallcode.edits.elision import dots_in, fill, is_marker, markers
from smallcode.edits.indent import dedent
from smallcode.edits.lines import restyle, split_lines
from smallcode.edits.reply import Reply, read_reply
from smallcode.edits.types import EditRefused, SymbolEdit


@dataclass
class _Target:
    symbol: Symbol | None
    name: str
    owner: str
    how: list[str] = field(default_factory=list)


def replace_symbol(original: str, edit: SymbolEdit, language: Language) -> tuple[str, list[str]]:
    """Return the text with the symbol replaced, or added where it is missing; raises EditRefused.

    Whether the result loses anything, changes anything and parses is for the caller to check.
    """
    if not edit.text.strip():
        raise refusals.empty(edit.path, f"The new source of {edit.symbol} is empty. Send the whole function or class")
    symbols = [symbol for symbol in outline(original, language) if symbol.kind != "key"]
    found = matching(symbols, edit.symbol)
    parts = split_name(edit.symbol) or [""]
    owner = found[0].parent if found else ".".join(parts[:-1])
    reply = read_reply(edit.text, language, parts[-1], owner)
    changes = Changes(original, to_bytes(original), language, edit.path, symbols)
    if not found:
        _add(edit, changes, reply, parts)
    else:
        mine = [
            s
            for s in reply.symbols
            if s.name == found[0].name and (not s.parent or s.parent == owner or _last(s) == _end(owner))
        ]
        mine = mine or [s for s in reply.symbols if s.name == found[0].name]
        if mine:
            _replace(edit, changes, reply, found, mine)
        elif is_class_like(found[0]) and reply.tops:
            _members_only(edit, changes, found[0], reply)
        else:
            raise _other_symbol(edit, reply)
    add_imports(changes, reply)
    return restyle(original, changes.result()), [*reply.how, *changes.how]


def _last(symbol: Symbol) -> str:
    return _end(symbol.parent)


def _end(qualified: str) -> str:
    return qualified.rpartition(".")[2]


def _other_symbol(edit: SymbolEdit, reply: Reply) -> EditRefused:
    names = ", ".join(dict.fromkeys(symbol.qualified for symbol in reply.tops[:4]))
    there = f"It defines {names}" if names and not reply.wrapped else "It defines no function or class"
    return refusals.malformed(
        f"The text sent for {edit.symbol} in {edit.path} does not define it. {there}. "
        f"Send the complete new source of {edit.symbol}, from its first line to its last, and keep its name."
    )


def _replace(edit: SymbolEdit, changes: Changes, reply: Reply, found: list[Symbol], mine: list[Symbol]) -> None:
    """Put the reply's version in the place of the original symbol, and its new neighbours beside it."""
    if len(found) == len(mine) > 1:
        pairs = list(zip(found, mine, strict=True))
    else:
        target, new = _choose(edit, changes, reply, found, mine)
        pairs = [(target, new)]
    target, new = pairs[0]
    around = next((s for s in reply.symbols if s.qualified == new.parent and not reply.wrapped), None)
    holder = next((s for s in changes.symbols if s.qualified == target.parent), None)
    if (
        around is not None
        and holder is not None
        and is_class_like(holder)
        and _is_whole_class(changes, reply, holder, around)
    ):
        changes.how.append("whole_class")
        _put(edit, changes, reply, holder, around)
        add_helpers(changes, reply, holder, around)
        return
    for one, other in pairs:
        _put(edit, changes, reply, one, other)
    add_helpers(changes, reply, target, new, holder=holder, around=around)


def _is_whole_class(changes: Changes, reply: Reply, holder: Symbol, around: Symbol) -> bool:
    there = {s.name for s in changes.symbols if s.parent == holder.qualified}
    given = {s.name for s in reply.members(around)}
    return there <= given and len(there) > 1


def _choose(
    edit: SymbolEdit, changes: Changes, reply: Reply, found: list[Symbol], mine: list[Symbol]
) -> tuple[Symbol, Symbol]:
    """Decide which of several symbols of one name is meant: by header, by signature, by having a body."""
    new = mine[0]
    if len(mine) > 1:
        bodies = [symbol for symbol in mine if symbol.has_body]
        new = (bodies or mine)[-1]
    if len(found) == 1:
        return found[0], new
    header = _header(reply.data, new)
    tests: tuple[Callable[[Symbol], bool], ...] = (
        lambda s: _header(changes.data, s) == header,
        lambda s: " ".join(s.signature.split()) == " ".join(new.signature.split()),
        lambda s: s.has_body and new.has_body and not s.nested,
        lambda s: s.signature.count(",") == new.signature.count(",") and s.has_body,
    )
    for test in tests:
        hits = [symbol for symbol in found if test(symbol)]
        if len(hits) == 1:
            return hits[0], new
    raise refusals.ambiguous(
        edit.path, split_lines(changes.original), [s.code_line - 1 for s in found], what=f"The name {edit.symbol}"
    )


def _header(data: bytes, symbol: Symbol) -> str:
    """Decorators and signature in one normal form."""
    above = to_text(data[symbol.code_byte : symbol.name_byte])
    return " ".join((above + " " + symbol.signature).split())


def _put(edit: SymbolEdit, changes: Changes, reply: Reply, target: Symbol, new: Symbol) -> None:
    comments = reply.has_comments(new)
    start = target.start_byte if comments else target.code_byte
    lines = reply.lines(new, comments=comments)
    old = dedent(split_lines(_indented_source(changes.data, start, target.end_byte)))
    lines, kept = _keep_prefix(changes, target, new, reply, lines, old)
    changes.how += kept
    marks = markers(lines, dots=dots_in(edit.path, changes.language), known=old)
    if marks:
        filled = fill(old, lines, marks)
        if filled is None and _put_members(edit, changes, reply, target, new, old):
            return
        if filled is None:
            raise refusals.elided(edit.path, marks[0] + 1, lines[marks[0]])
        lines = filled
        changes.how.append("elision_filled")
    changes.replace(start, target.end_byte, written(changes, lines, start))


def _put_members(edit: SymbolEdit, changes: Changes, reply: Reply, target: Symbol, new: Symbol, old: list[str]) -> bool:
    """A class of which only some methods were written out: replace these. False where more than methods changed."""
    members = reply.members(new)
    dots = dots_in(edit.path, changes.language)
    if not members or not is_class_like(target):
        return False
    inside = {line for s in members for line in range(s.start_line, s.end_line + 1)}
    known = {line.strip() for line in old}
    source = split_lines(to_text(reply.data))
    for number in range(new.code_line, new.end_line + 1):
        line = source[number - 1]
        if number not in inside and line.strip() not in known and line.strip() and not is_marker(line, dots=dots):
            return False
    there = {s.name: s for s in changes.symbols if s.parent == target.qualified}
    for symbol in members:
        if symbol.name in there:
            _put(edit, changes, reply, there[symbol.name], symbol)
        else:
            append_symbol(changes, reply, symbol, target)
    changes.how.append("elision_filled")
    return True


def _indented_source(data: bytes, start: int, end: int) -> str:
    line_start = data.rfind(b"\n", 0, start) + 1
    head = data[line_start:start]
    return to_text((head if not head.strip() else b"") + data[start:end])


def _keep_prefix(
    changes: Changes, target: Symbol, new: Symbol, reply: Reply, lines: list[str], old: list[str]
) -> tuple[list[str], list[str]]:
    """Keep ``export`` and decorators that the model left out, unless leaving them out is all that it did."""
    mine = to_text(reply.data[new.code_byte : new.name_byte]).strip()
    theirs = to_text(changes.data[target.code_byte : target.name_byte]).strip()
    if not theirs or not new.has_body or not lines:
        return lines, []
    if re.match(r"export\b", theirs) and not re.match(r"(?:export|@)", mine or lines[0]):
        word = "export default" if re.match(r"export\s+default\b", theirs) else "export"
        return [f"{word} {lines[0]}", *lines[1:]], ["kept_export"]
    if mine:
        return lines, []
    inner = dedent(split_lines(_indented_source(changes.data, target.name_byte, target.end_byte)))
    if [line.strip() for line in inner] == [line.strip() for line in lines]:
        return lines, []
    if theirs.startswith(("@", "#[")):
        head = dedent(split_lines(_indented_source(changes.data, target.code_byte, target.name_byte).rstrip(" \t")))
        head = [line for line in head if line.strip()]
        return ([*head, *lines] if head[-1].startswith(("@", ")", "#[")) else lines), ["kept_decorators"]
    return lines, []


def _members_only(edit: SymbolEdit, changes: Changes, holder: Symbol, reply: Reply) -> None:
    """A class was asked for and only methods came: replace these, add the new ones."""
    there = {s.name: s for s in changes.symbols if s.parent == holder.qualified}
    if not any(symbol.name in there for symbol in reply.tops):
        raise _other_symbol(edit, reply)
    changes.how.append("members_only")
    for symbol in reply.tops:
        if symbol.name in there:
            _put(edit, changes, reply, there[symbol.name], symbol)
        elif symbol.kind in {"function", "method"}:
            append_symbol(changes, reply, symbol, holder)


def _add(edit: SymbolEdit, changes: Changes, reply: Reply, parts: list[str]) -> None:
    """The symbol is not there yet: add it to its class, or to the file."""
    name = parts[-1]
    mine = next((s for s in reply.symbols if s.name == name), None)
    if mine is None:
        raise _other_symbol(edit, reply)
    holder = None
    if len(parts) > 1:
        holders = matching(changes.symbols, ".".join(parts[:-1]))
        around = next((s for s in reply.symbols if s.qualified == mine.parent and not reply.wrapped), None)
        if not holders and around is None:
            there = [s.qualified for s in changes.symbols if not s.nested][:12]
            names = ", ".join(there) or "nothing"
            error = refusals.malformed(
                f"{edit.path} has no {'.'.join(parts[:-1])}; it defines: {names}. "
                "Send the edit again with one of these names."
            )
            raise EditRefused("not_found", error.message, names=there)
        if not holders and around is not None:
            mine = around
        holder = next((one for one in holders if is_class_like(one)), None)
    changes.how.append("added_symbol")
    append_symbol(changes, reply, mine, holder)
    add_helpers(changes, reply, None, mine, holder=holder)
