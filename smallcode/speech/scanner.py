"""One walk over a reply, from left to right: what begins first claims its region, the rest goes on behind it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from smallcode.speech import fenced, plain
from smallcode.speech.brackets import find_close
from smallcode.speech.fences import Fence
from smallcode.speech.named import read_harmony, read_items, read_labelled, read_named, read_payload
from smallcode.speech.openers import kind_of, openers
from smallcode.speech.payload import CUT, read_call_json, read_headless
from smallcode.speech.pycalls import read_call
from smallcode.speech.reading import Reading
from smallcode.speech.tags import read_function, read_named_child
from smallcode.speech.text import NOISE
from smallcode.speech.types import Found, RawCall

_LABELS = re.compile(
    r"(?:\s|\\[nrt]|[;,]|```(?:json|xml|tool_call|python)?[ \t]*\n|(?:json|function)\b(?=\s*[{\[\n<]))*+"
)
_MAX_DEPTH = 3
_OPENER_COST = 1000


class Scanner:
    """Walks over one text; ``found`` and ``fences`` hold what it came by, in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Found] = []
        self.fences: list[Fence] = []
        """Fences that nothing has claimed yet."""
        self.stopped_at: int | None = None
        """Where an invented result begins, if there is one."""
        self._readers: dict[str, Callable[[re.Match[str]], Found | None]] = {
            "fenced": self._fenced,
            "block": lambda match: plain.read_blocks(reading, match.start(), len(reading.view)),
            "patch": lambda match: plain.read_patch(reading, match.start(), len(reading.view)),
            "diff": lambda match: plain.read_diff(reading, match.start(), len(reading.view)),
            "pair": lambda match: plain.read_tag_pair(reading, match),
            "file": lambda match: plain.read_file_tag(reading, match),
            "tag": self._tag,
            "marker": self._marker,
            "harm": lambda match: self._permitted(read_harmony(reading, match), marked=True),
            "gem": self._gemma,
            "labelled": lambda match: self._permitted(read_labelled(reading, match), marked=False),
            "python": self._python,
            "bare": self._bare,
            "keyed": self._keyed,
            "ticks": self._ticks,
            "json": self._json,
        }

    def run(self) -> None:
        """Walk to the end, to an invented result, or until the budget for vain attempts is spent."""
        reading = self.reading
        pattern = openers(tuple(reading.vocabulary.tools))
        pos = reading.taken
        while reading.budget.left > 0:
            match = pattern.search(reading.view, pos)
            if match is None:
                break
            kind = kind_of(match)
            if self._stops(kind, match):
                self.stopped_at = match.start()
                reading.note("invented_result")
                break
            if not reading.said_something and reading.view[pos : min(match.start(), pos + 5000)].strip():
                reading.said_something = True
            reader = self._readers.get(kind)
            found = reader(match) if reader else None
            reading.budget.spend(_OPENER_COST)
            if found is None or found.end <= pos:
                pos = (
                    match.end()
                    if kind in ("run", "heading", "noise", "closer", "marker", "invented", "ticks")
                    else match.start() + 1
                )
                continue
            self.found.append(found)
            pos = found.end
            if kind == "fenced" or not found.opaque:
                reading.taken = found.end

    def _stops(self, kind: str, match: re.Match[str]) -> bool:
        """Control tokens end the reply; plain words such as "Observation:" do so only after a call."""
        if kind == "heading":
            return any(found.calls for found in self.found)
        if kind != "invented":
            return False
        words = match[0].lstrip(" \t*_#")[:1].isalpha()
        return not words or any(found.calls or found.edits for found in self.found)

    def _permitted(self, found: Found | None, *, marked: bool) -> Found | None:
        if found is None or self.reading.permits(found.start, found.end, marked=marked):
            if found and found.calls:
                self.reading.note("call_as_text")
            return found
        return dataclasses.replace(found, calls=(), edits=(), opaque=True)

    def _fenced(self, match: re.Match[str]) -> Found | None:
        return fenced.read(self, match)

    def _tag(self, match: re.Match[str]) -> Found | None:
        return self._permitted(read_function(self.reading, match), marked=True)

    def _gemma(self, match: re.Match[str]) -> Found | None:
        name = self.reading.vocabulary.resolve(match["gemma"])
        if name is None:
            return None
        tool = self.reading.vocabulary.tools[name]
        return self._permitted(read_payload(self.reading, match.start(), match.end(), tool), marked=True)

    def _marker(self, match: re.Match[str]) -> Found | None:
        """Read everything that follows a call marker: any number of payloads of any kind."""
        calls: list[RawCall] = []
        pos = match.end()
        while True:
            at = self._skip(pos)
            found = self._payload(match.start(), at)
            if found is None or found.end <= at:
                break
            calls += [dataclasses.replace(call, marked=True) for call in found.calls]
            pos = found.end
        if pos == match.end():
            if self.reading.view[at : at + 1] == "{" and match.end() <= at:
                self.reading.refuse(CUT if self.reading.finish != "stop" else UNREADABLE)
            return Found(match.start(), at, opaque=True)
        return self._permitted(Found(match.start(), pos, calls=calls), marked=True)

    def _skip(self, pos: int) -> int:
        while True:
            noise = NOISE.match(self.reading.view, pos)
            labels = _LABELS.match(self.reading.view, noise.end() if noise else pos)
            end = labels.end() if labels else pos
            if end == pos:
                return pos
            pos = end

    def _payload(self, start: int, at: int) -> Found | None:
        reading = self.reading
        char = reading.view[at : at + 1]
        if char in ("{", "["):
            close = find_close(reading.text, at, reading.budget)
            if close < 0:
                close = find_close(reading.view, at, reading.budget)
            read = read_call_json(reading, at, close, marked=True)
            if read:
                return Found(at, read[1], calls=read[0])
            return plain.read_python_list(reading, at) if char == "[" else None
        if char == "<":
            match = openers(tuple(reading.vocabulary.tools)).match(reading.view, at)
            if match and kind_of(match) == "tag":
                return read_function(reading, match)
            return read_named_child(reading, start, at)
        if char in ('"', "'"):
            headless = read_headless(reading, at)
            if headless:
                return Found(at, headless[1], calls=headless[0])
        python = read_call(reading, at)
        if python:
            reading.note("python_call")
            return Found(at, python[1], calls=[python[0]])
        return read_named(reading, at, at)

    def _json(self, match: re.Match[str]) -> Found | None:
        reading = self.reading
        start = match.start()
        close = find_close(reading.text, start, reading.budget)
        if close < 0 and not reading.text.isascii():
            close = find_close(reading.view, start, reading.budget)
        read = read_call_json(reading, start, close, marked=False)
        if read:
            if read[0] and not self._stands_apart(start, read[1]):
                return Found(start, read[1], opaque=True)
            return self._permitted(Found(start, read[1], calls=read[0]), marked=False)
        return plain.read_data(reading, start, close)

    def _stands_apart(self, start: int, end: int) -> bool:
        """Whether bare JSON is a statement of its own and not a phrase in the middle of a sentence."""
        if self.reading.depth:
            return True
        lead = self.reading.view[max(self.reading.line_start(start), self.reading.taken) : start].rstrip()
        tail = self.reading.view[end : self.reading.line_end(end)].strip()
        # A sentence that was cut behind the object might have gone on.
        cut = self.reading.finish != "stop" and not self.reading.view[end:].strip()
        heading = not cut and lead.split()[-1:] and lead.split()[-1].lower() in ("json", "call", "tool")
        fine_lead = not lead or lead[-1] in ":.!?>])},;`-*" or heading
        return bool(fine_lead) and (not tail or not tail[0].isalnum() or self._begins(end))

    def _begins(self, position: int) -> bool:
        """Whether the next call begins right there."""
        match = openers(tuple(self.reading.vocabulary.tools)).match(self.reading.view, position)
        return match is not None and kind_of(match) in ("bare", "gem", "harm")

    def _python(self, match: re.Match[str]) -> Found | None:
        found = plain.read_python_lines(self.reading, match)
        return self._permitted(found, marked=False)

    def _bare(self, match: re.Match[str]) -> Found | None:
        """``read_file{"path": "a.py"}``: as good as bare JSON, so it has to stand apart like it."""
        reading = self.reading
        tool = reading.vocabulary.tools[match["bare"]]
        if reading.quoted(match.start()):
            return None
        found = read_payload(reading, match.start(), match.end(), tool)
        if found is None or not self._stands_apart(match.start(), found.end):
            return None
        return self._permitted(found, marked=False)

    def _keyed(self, match: re.Match[str]) -> Found | None:
        """``read_file:`` and arguments below, as YAML. Documentation looks so too: nothing else may be there."""
        reading = self.reading
        found = read_items(reading, match.start(), match.end(), reading.vocabulary.tools[match["keyed"]])
        if found is None or reading.said_something or reading.view[found.end :].strip():
            return None
        reading.note("labelled_call")
        return self._permitted(found, marked=False)

    def _ticks(self, match: re.Match[str]) -> Found | None:
        """A code span is a quotation, unless it is all that a sentence leads up to."""
        reading = self.reading
        run = match[0]
        if not reading.budget.spend(len(run)):
            return None
        line_end = reading.line_end(match.end())
        close = re.compile(rf"(?<!`){run}(?!`)").search(reading.view, match.end(), line_end) if len(run) < 20 else None
        reading.budget.spend(((close.end() if close else line_end) - match.end()) // 2)
        if close is None:
            return None
        quotation = Found(match.start(), close.end(), opaque=True)
        lead = reading.view[reading.line_start(match.start()) : match.start()].strip(" \t-*>0123456789.")
        tail = reading.view[close.end() : line_end].strip(" \t.;,")
        if tail or (lead and lead[-1] not in ":>") or not reading.permits(match.start(), close.end(), marked=False):
            return quotation
        calls = fenced.calls_only(self, match.end(), close.start())
        if not calls:
            return quotation
        reading.note("call_in_backticks")
        return Found(match.start(), close.end(), calls=calls)

    def inner(self, start: int, end: int) -> Scanner | None:
        """A scanner for a part of the text that was quoted (a fence, a code span); None if it is nested too deep."""
        reading = self.reading
        if reading.depth >= _MAX_DEPTH:
            return None
        part = dataclasses.replace(
            reading, text=reading.text[start:end], view=reading.view[start:end], depth=reading.depth + 1, taken=0,
            repairs=[], problems=[], said_something=False,
        )  # fmt: skip
        return Scanner(part)


UNREADABLE = (
    "A call could not be read; nothing of it was done. Send it again as one JSON object with name and arguments."
)
