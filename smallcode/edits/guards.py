"""What every edit must keep: something changes, nothing is lost that was not asked for, the syntax stays valid."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from smallcode.code.languages import Language
from smallcode.edits import refusals
from smallcode.edits.elision import dots_in, markers
from smallcode.edits.formats import edit_settings
from smallcode.edits.hints import syntax_hint
from smallcode.edits.lines import split_lines

MAX_CHECKED_CHARS = 3_000_000


@dataclass(frozen=True, kw_only=True)
class Permissions:
    """What the task asked to remove: public names, or any share of the file."""

    removed: AbstractSet[str] = field(default_factory=frozenset)
    shrink: bool = False


def _normal(text: str) -> list[str]:
    lines = [line.rstrip() for line in split_lines(text)]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def check_changed(path: str, before: str, after: str, *, loose: bool) -> None:
    """Refuse a result that equals the original; ``loose`` disregards blanks at line ends and the end of the file."""
    if before == after or (loose and _normal(before) == _normal(after)):
        raise refusals.unchanged(path)


def check_elided(path: str, before: str, after: str, language: Language | None) -> None:
    """Refuse a result with new comments that stand for left-out code."""
    lines = split_lines(after)
    marks = markers(lines, dots=dots_in(path, language), known=split_lines(before))
    if marks:
        raise refusals.elided(path, marks[0] + 1, lines[marks[0]])


def lost_names(before: str, after: str, language: Language | None) -> list[str]:
    """Return the public names that a change loses, in their order; members of a lost class are not repeated."""
    from smallcode.code.symbols import has_exports, outline, public_of

    if language is None or len(before) > MAX_CHECKED_CHARS:
        return []
    symbols = outline(before, language)
    gone = public_of(symbols)
    if not (has_exports(before, language) and not has_exports(after, language)):
        gone = gone - public_of(outline(after, language))
    ordered = list(dict.fromkeys(s.qualified for s in symbols if s.qualified in gone))
    return [name for name in ordered if not any(name.startswith(other + ".") for other in gone)]


def check_kept(
    path: str, before: str, after: str, language: Language | None, allowed: Permissions, *, whole: bool
) -> None:
    """Refuse a whole file or symbol that loses public names, or a whole file that loses much of its text."""
    if allowed.shrink:
        return
    lost = [name for name in lost_names(before, after, language) if not _is_allowed(name, allowed.removed)]
    if lost:
        raise refusals.destructive(path, lost, 0, 0)
    if not whole or allowed.removed:
        return
    settings = edit_settings()
    old = sum(1 for line in split_lines(before) if line.strip())
    new = sum(1 for line in split_lines(after) if line.strip())
    if old >= settings.shrink_min_lines and new < old * (1 - settings.shrink):
        raise refusals.destructive(path, [], old, new)


def _is_allowed(name: str, allowed: AbstractSet[str]) -> bool:
    parts = name.split(".")
    return parts[-1] in allowed or any(".".join(parts[: i + 1]) in allowed for i in range(len(parts)))


def check_syntax(path: str, before: str, after: str, language: Language | None) -> None:
    """Refuse a result with a syntax error that the original did not have."""
    from smallcode.code.syntax import new_syntax_errors

    if language is None or len(after) > MAX_CHECKED_CHARS:
        return
    problems = new_syntax_errors(before, after, language)
    if not problems:
        return
    first = problems[0]
    lines = split_lines(after)
    around = refusals.shown(lines, first.line - 3, first.line + 1)
    raise refusals.syntax(path, first.line, first.text, around, syntax_hint(language.name, lines, first.line))
