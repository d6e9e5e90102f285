"""Splitting a reply into what the model thought and what it said."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from smallcode.speech.text import INVENTED_RESULT, view_of

_NAMES = r"think|thinking|thought|thoughts|reasoning|reason|seed:think|scratch_?pad|reflection|inner_monologue"
_OPEN = re.compile(
    rf"<\|?(?:{_NAMES})\|?>|\[THINK\]|<\|channel>[ \t]*thought\b|<\|channel\|>[ \t]*analysis[ \t]*(?:<\|message\|>)?"
    r"|<\|(?:begin_of_thought|start_thinking|START_THINKING|thinking_start)\|>|<unused94>(?:thought\b)?",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    rf"</(?:{_NAMES})>|<\|/(?:{_NAMES})\|>|\[/THINK\]|<channel\|>|<\|(?:end_of_thought|end_thinking|END_THINKING|thinking_end)\|>|<unused95>|<\|?/think\|?>",
    re.IGNORECASE,
)
_EITHER = re.compile(f"(?P<open>{_OPEN.pattern})|(?P<close>{_CLOSE.pattern})", re.IGNORECASE)
_HARMONY_END = re.compile(
    r"<\|end\|>|<\|start\|>assistant|<\|channel\|>[ \t]*(?:final|commentary)|<\|return\|>|<\|call\|>"
)
_MAX_BLOCKS = 32
_LEADING = re.compile(r"(?:\s|<\|start\|>assistant|<\|im_start\|>\s?assistant|<s>|<bos>)*+")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_CALL_OPEN = re.compile(r"<tool_call>|\[TOOL_CALLS?\]|<function[= ]|<parameter[= ]|<invoke ")
_CALL_CLOSE = re.compile(r"</tool_call>|\[/TOOL_CALLS?\]|</function>|</parameter>|</invoke>")


@dataclass(frozen=True)
class Thinking:
    """Where thinking was: spans of it, whether the last one was left open, and where its first words begin."""

    spans: list[tuple[int, int]]
    unclosed: bool = False

    def text(self, text: str) -> str:
        """The thinking itself."""
        return "\n".join(text[a:b].strip() for a, b in self.spans).strip()


def find_thinking(view: str, start: int) -> Thinking:
    """Find thinking in the reply: at its beginning, after other thinking, or on a line of its own outside code."""
    spans: list[tuple[int, int]] = []
    pos = start
    headless = _headless_close(view, start)
    if headless:
        spans.append((start, headless[0]))
        pos = headless[1]
    fences = [match.start() for match in _FENCE.finditer(view, start)]
    while True:
        opener = _next_opener(view, pos, fences) if len(spans) < _MAX_BLOCKS else None
        if opener is None:
            return Thinking(spans)
        closed = _find_close(view, opener)
        if closed is None:
            spans.append((opener.end(), len(view)))
            return Thinking(spans, unclosed=True)
        spans.append((opener.end(), closed[0]))
        pos = closed[1]


def blank_out(text: str, thinking: Thinking) -> str:
    """Return ``text`` with its thinking (and the tags round it) replaced by spaces, position by position."""
    out = text
    pieces: list[str] = []
    pos = 0
    for start, end in thinking.spans:
        opener = _opener_before(text, start)
        closer = _CLOSE.match(text, end) or _HARMONY_END.match(text, end)
        stop = closer.end() if closer and closer.re is _CLOSE else end
        pieces.append(out[pos:opener])
        pieces.append(" " * (stop - opener))
        pos = stop
    return "".join(pieces) + out[pos:]


def thinking_tags(text: str) -> tuple[str, str] | None:
    """The pair of tags round the first thinking of ``text``; what a template or a cut left out is derived."""
    spans = find_thinking(view_of(text), 0).spans
    if not spans:
        return None
    start, end = spans[0]
    opener = text[_opener_before(text, start) : start].strip()
    closer = _CLOSE.match(text, end) or _HARMONY_END.match(text, end)
    closing = closer[0] if closer else f"{opener[:1]}/{opener[1:]}"
    return opener or closing.replace("/", "", 1), closing


def _opener_before(text: str, start: int) -> int:
    for match in _OPEN.finditer(text, max(0, start - 60), start):
        if match.end() == start:
            return match.start()
    return start


def _next_opener(view: str, pos: int, fences: list[int]) -> re.Match[str] | None:
    leading = _LEADING.match(view, pos)
    first = _OPEN.match(view, leading.end() if leading else pos)
    if first:
        return first
    tried = 0
    before = bisect.bisect_left(fences, pos)
    for match in _OPEN.finditer(view, pos):
        line = max(view.rfind("\n", max(pos, match.start() - 80), match.start()) + 1, pos, match.start() - 80)
        if view[line : match.start()].strip():
            continue
        inside = (bisect.bisect_left(fences, match.start()) - before) % 2
        tried += 1
        if not inside and not _in_call(view, pos, match.start()):
            return match
        if tried > _MAX_BLOCKS:
            break
    return None


def _find_close(view: str, opener: re.Match[str]) -> tuple[int, int] | None:
    if "analysis" in opener[0].lower():
        match = _HARMONY_END.search(view, opener.end())
        return (match.start(), match.start()) if match else None
    depth = 1
    pos = opener.end()
    last: re.Match[str] | None = None
    for match in _EITHER.finditer(view, pos):
        if match["close"] is None:
            depth += 1
            continue
        depth -= 1
        last = match
        if depth == 0:
            break
    # Thinking that mentions its own tag leaves the depth above zero; then the last closing tag ends it.
    return (last.start(), last.end()) if last else None


def _headless_close(view: str, start: int) -> tuple[int, int] | None:
    """A closing tag without an opening one: templates that open the thinking themselves leave this behind."""
    match = _CLOSE.search(view, start)
    if match is None:
        return None
    if _OPEN.search(view, start, match.start()) or INVENTED_RESULT.search(view, start, match.start()):
        return None
    around = view[match.start() - 1 : match.start()] + view[match.end() : match.end() + 1]
    if any(quote in around for quote in "`'\""):
        return None
    fences = sum(1 for _ in _FENCE.finditer(view, start, match.start()))
    if fences % 2 or _in_call(view, start, match.start()):
        return None
    return match.start(), match.end()


def _in_call(view: str, start: int, end: int) -> bool:
    """Whether a call is open at ``end``, so that a tag there is part of an argument."""
    opened = [match.start() for match in _CALL_OPEN.finditer(view, start, end)]
    if not opened:
        return view[start:end].lstrip()[:1] in ("{", "[") and view[start:end].count('"') % 2 == 1
    closed = [match.start() for match in _CALL_CLOSE.finditer(view, start, end)]
    return not closed or closed[-1] < opened[-1]
