"""What the tools share: cutting results to their limits, and saying which limit cut them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smallcode.tooling import ToolContext


def limit(tools: ToolContext, name: str, default: int) -> int:
    """A limit from config/tools.yaml; ``default`` where a caller gave none."""
    limits: Mapping[str, int] = tools.limits
    return limits.get(name, default)


def cut_lines(lines: Sequence[str], characters: int) -> tuple[list[str], bool]:
    """The first whole lines within ``characters``, at least one (cut itself if need be), and whether all fit."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > characters:
            break
        kept.append(line)
    if not kept and lines:
        return [lines[0][:characters]], False
    return kept, len(kept) == len(lines)


def cut_ends(text: str, characters: int) -> str:
    """Head and tail of ``text`` within ``characters``, with a line between that says what is missing."""
    if len(text) <= characters:
        return text
    half = characters // 2
    head, tail = text[:half], text[-half:]
    head = head[: head.rfind("\n") + 1] or head
    tail = tail[tail.find("\n") + 1 :] or tail
    left_out = len(text) - len(head) - len(tail)
    note = f"[... {left_out} characters left out by the limit of {characters} ...]"
    return f"{head.rstrip()}\n{note}\n{tail}"


def plural(count: int, word: str, many: str = "") -> str:
    """``1 line``, ``2 lines``."""
    return f"{count} {word if count == 1 else many or word + 's'}"


def shown_list(names: Sequence[str], entries: int) -> str:
    """Names, one a line, and how many the limit left out."""
    lines = list(names[:entries])
    if len(names) > entries:
        lines.append(f"({len(names) - entries} more; the limit is {entries}. Name a folder or a narrower pattern.)")
    return "\n".join(lines)
