"""The state of one parse: the text, what may be called, what was repaired, and what the surroundings allow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smallcode.speech.budget import Budget
from smallcode.speech.paths import PathBook
from smallcode.speech.text import INVENTED_RESULT, NOISE
from smallcode.speech.types import Mode
from smallcode.speech.vocabulary import Vocabulary

_SENTENCE_END = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?]\s+")
# Words before a call that make it an example, an offer or a warning.
OFFER = re.compile(
    r"\b(?:for example|for instance|e\.\s?g\.?|an? example|examples?:|example|such as|(?:you|one"
    r"|we|they|users?) (?:can|could|would|might|may|should|need to|must)"
    r"|could (?:use|call|run|be)|would (?:use|call|run|look|be|have)|if (?:you|we|i)\b|(?:the"
    r"|this|in) (?:\w+ )?(?:format|syntax|template)|looks? like|instead of|rather than"
    r"|do not|don't|don’t|doesn't|does not|never|avoid|should not|shouldn't|must not|not to"
    r"|hypothetical(?:ly)?|sample|incorrect|wrong|previously|earlier|"
    r"i (?:used|called|ran)|you (?:wrote|sent|called|ran)|was called|were called|documentation|docs)\b"
    r"|^\W*(?:if|unless|in case|whenever|should (?:the|this|that|it|any))\b",
    re.IGNORECASE,
)
# Only these outweigh an explicit marker.
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.\s?g\.|example:|such as|would look|looks like|look like"
    r"|format (?:is|for|of|used)|syntax (?:is|for|of)|do not (?:use|call|run|send|write)"
    r"|(?:don['’]t|never|(?:will|would|shall|should|must|can|could) ?(?:not|never)|won['’]t|can['’]t|shouldn['’]t)"
    r" (?:use|call|run|send|write|execute|do)|refuse to|instead of)",
    re.IGNORECASE,
)


@dataclass
class Reading:
    """What scanners share while one reply is read."""

    text: str
    view: str
    vocabulary: Vocabulary
    files: Mapping[str, str]
    finish: str
    mode: Mode
    expected: Sequence[str]
    budget: Budget
    book: PathBook
    depth: int = 0
    """How deep inside fences and backticks the text is."""
    repairs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    taken: int = 0
    """Position up to which the reply is consumed; what lies before is not looked at again."""
    said_something: bool = False
    """Prose stood before the position that is looked at."""

    def note(self, *repairs: str) -> None:
        """Remember repairs, each once."""
        for repair in repairs:
            if repair not in self.repairs:
                self.repairs.append(repair)

    def refuse(self, problem: str) -> None:
        """Remember why something is not carried out."""
        if problem not in self.problems:
            self.problems.append(problem)

    def line_start(self, position: int) -> int:
        """Where the line of ``position`` begins (lines over 2,000 characters are looked at in part)."""
        floor = max(0, position - 2000)
        return max(self.view.rfind("\n", floor, position) + 1, floor)

    def line_end(self, position: int) -> int:
        """Where the line of ``position`` ends (lines over 2,000 characters are looked at in part)."""
        end = self.view.find("\n", position, position + 2000)
        return end if end >= 0 else min(len(self.view), position + 2000)

    def before(self, position: int) -> str:
        """What introduces ``position``: the rest of its line and, if that is empty, the last line with text."""
        start = self.line_start(position)
        lead = self.view[start:position]
        if not lead.strip(" \t`*_->#0123456789."):
            lead = _last_line(self.view[max(0, start - 600) : start]) + " " + lead
        return _SENTENCE_END.split(lead[-300:].strip())[-1]

    def quoted(self, position: int) -> bool:
        """Whether the position is inside a block quote, an indented list of quotations or inline backticks."""
        lead = self.view[self.line_start(position) : position]
        return lead.lstrip().startswith(">") or lead.count("`") % 2 == 1 or self._commented(position)

    def _commented(self, position: int) -> bool:
        """Whether an HTML comment stands round the position, which is not shown to anybody."""
        floor = max(self.taken, position - 2000)
        opened = self.view.rfind("<!--", floor, position)
        closed = self.view.find("-->", opened, position + 2000) if opened >= 0 else 0
        return opened >= 0 and (closed >= position or (closed < 0 and self.finish != "stop"))

    def alone(self, start: int, end: int) -> bool:
        """Whether nothing but control tokens and other data stands before and after."""
        if self.said_something or NOISE.sub("", self.view[self.taken : start], count=1).strip():
            return False
        match = NOISE.match(self.view, end)
        after = self.view[match.end() : match.end() + 1] if match else ""
        return after in ("", "{", "[", ";", ",") or bool(match and INVENTED_RESULT.match(self.view, match.end()))

    def permits(self, start: int, end: int, *, marked: bool) -> bool:
        """Whether a call at this place is meant, judged by what stands round it."""
        if self.depth:
            return True
        if self.quoted(start):
            return False
        lead = self.before(start)
        if marked:
            return not (_EXAMPLE.search(lead) or (self.mode != "act" and OFFER.search(lead)))
        if self.mode != "act":
            return self.alone(start, end)
        return not OFFER.search(lead)


def _last_line(text: str) -> str:
    stripped = text.rstrip()
    return stripped[stripped.rfind("\n") + 1 :]
