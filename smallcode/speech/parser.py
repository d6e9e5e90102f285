"""What a reply means: one forgiving parser for every model and provider.

The order: control tokens and echoes off, thinking apart, native calls if there are any, then one walk over the text in
which whatever begins first claims its region (calls in every notation, fences, blocks, diffs, patches), and at the
end names, arguments, types and paths by what really exists. It never raises, never runs what is only quoted, takes
time linear in the reply, and names every repair.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from smallcode.edits.types import Edit, SearchReplace, WholeFile
from smallcode.speech.budget import Budget
from smallcode.speech.fences import kind_of
from smallcode.speech.fitting import fitted
from smallcode.speech.ladder import decode_nested
from smallcode.speech.normalise import Normaliser
from smallcode.speech.paths import PathBook
from smallcode.speech.prose import prose_of
from smallcode.speech.reading import OFFER, Reading
from smallcode.speech.scanner import Scanner
from smallcode.speech.text import END_TOKEN, skip_echo, trim_end_tokens, view_of
from smallcode.speech.thinking import Thinking, blank_out, find_thinking
from smallcode.speech.types import Call, Found, Mode, Parsed, RawCall, ToolSchema
from smallcode.speech.vocabulary import Vocabulary
from smallcode.speech.whole import bare_code, fence_text, shell_command, sole_whole_file


def parse_reply(
    text: str,
    *,
    tools: Sequence[ToolSchema],
    files: Mapping[str, str],
    finish: str = "stop",
    mode: Mode = "act",
    native_calls: Sequence[Mapping[str, Any]] | None = None,
    expected: Sequence[str] = (),
) -> Parsed:
    """Read what a model said.

    Args:
        text: the whole reply.
        tools: definitions of the tools that the model was shown, ``{"name", "description", "parameters"}``.
        files: texts of the existing files by path; it may be lazy.
        finish: "stop", or any other word for a reply that was cut (its last item is then never completed by guess).
        mode: "act" if the reply should do something, "chat" if it answers a question (then only explicit calls count).
        native_calls: calls that the server parsed, ``{"name", "arguments": dict or text}``.
        expected: paths of the files that were asked for.
    """
    view = view_of(text)
    start, end = skip_echo(view), trim_end_tokens(view)
    quoted = decode_nested(text.strip(), []) if view.lstrip()[:3].startswith(('"{', '"[')) else None
    if quoted is not None and not isinstance(quoted, str):
        # The whole reply is a call inside a string.
        text = json.dumps(quoted, ensure_ascii=False)
        view, start, end = view_of(text), 0, len(text)
    thinking = find_thinking(view[:end], start)
    answer = blank_out(text[:end], thinking) if thinking.spans else text[:end]
    reading = Reading(
        text=answer, view=view_of(answer), vocabulary=Vocabulary(tools), files=files, finish=finish, mode=mode,
        expected=expected, budget=Budget(len(text)), book=PathBook(files), taken=min(start, end),
    )  # fmt: skip
    if start:
        reading.note("echoed_prompt")
    if end < len(view.rstrip()) or END_TOKEN.search(view, start, min(end, start + 200)):
        reading.note("stray_tokens")
    parsed = _Work(reading, thinking, text[:end]).finish(native_calls or ())
    if parsed.calls or native_calls or "&lt;" not in text or "<" in text:
        return parsed
    # Not one plain angle bracket: the whole reply may have been escaped on its way, its marks included.
    plain = parse_reply(html.unescape(text), tools=tools, files=files, finish=finish, mode=mode, expected=expected)
    marked = plain.calls or any(isinstance(edit, SearchReplace) for edit in plain.edits)
    if not marked and (parsed.edits or not plain.edits):
        return parsed
    return dataclasses.replace(plain, repairs=["html_entities", *plain.repairs])


class _Work:
    """The steps of one parse."""

    def __init__(self, reading: Reading, thinking: Thinking, text: str) -> None:
        self.reading = reading
        self.thinking = thinking
        self.text = text
        self.scanner = Scanner(reading)
        self.normaliser = Normaliser(vocabulary=reading.vocabulary, book=reading.book)

    def finish(self, native_calls: Sequence[Mapping[str, Any]]) -> Parsed:
        begin = self.reading.taken
        calls = self._normalised([_native(call) for call in native_calls])
        if calls:
            self.reading.note("dialect_native")
            edits: list[Edit] = []
        else:
            calls, edits = self._from_text()
        cut = self.scanner.stopped_at
        prose = prose_of(self.reading.text, begin, cut, self.scanner.found)
        return Parsed(
            calls=self._distinct(calls),
            edits=self._distinct_edits(edits),
            prose=prose,
            thinking=self.thinking.text(self.text),
            repairs=self.reading.repairs,
            problem="\n".join(self.reading.problems[:5]),
        )

    def _from_text(self) -> tuple[list[Call], list[Edit]]:
        if self.reading.text[self.reading.taken :].strip():
            self.scanner.run()
        if not any(found.calls or found.edits for found in self.scanner.found):
            self._unclaimed()
        calls = self._normalised([call for found in self.scanner.found for call in found.calls])
        edits = [self._fitted(edit) for found in self.scanner.found for edit in found.edits]
        if not calls and not edits and self.thinking.spans:
            calls = self._from_thinking()
        return calls, edits

    def _fitted(self, edit: Edit) -> Edit:
        found, repair = fitted(edit, self.reading.files)
        if repair:
            self.reading.note(repair)
        return found

    def _unclaimed(self) -> None:
        """Fences without a path and bare code, when nothing else was found."""
        reading = self.reading
        if reading.mode != "act":
            return
        fences = [fence for fence in self.scanner.fences if fence.closed or reading.finish == "stop"]
        if len(fences) < len(self.scanner.fences):
            reading.refuse(
                "The reply was cut off in the middle of a code block; nothing was written. Send it again, shorter."
            )
        # Where the reply was cut, what was to follow a command is not known.
        shell = [fence for fence in fences if kind_of(fence) == "shell" and reading.finish == "stop"]
        whole = sole_whole_file(reading, fences)
        if whole:
            self.scanner.found.append(Found(whole[0].start, whole[0].end, edits=[whole[1]]))
        elif len(shell) == 1 == len(self.scanner.fences) and not OFFER.search(reading.before(shell[0].start)):
            call = shell_command(reading, fence_text(reading, shell[0]))
            if call:
                reading.note("shell_fence")
                self.scanner.found.append(Found(shell[0].start, shell[0].end, calls=[call]))
        elif not self.scanner.fences and reading.finish == "stop" and self.scanner.stopped_at is None:
            edit = bare_code(reading)
            if edit:
                self.scanner.found.append(Found(reading.taken, len(reading.text), edits=[edit]))

    def _from_thinking(self) -> list[Call]:
        """The last call in the model's thinking, if it said nothing else.

        Closed thinking was not meant to act, so only a tool that reads may run. Thinking that was left open and ends
        with a complete call is a model that forgot the closing tag.
        """
        reading = self.reading
        if reading.text[reading.taken :].strip() or reading.finish != "stop" or reading.mode != "act":
            return []
        start, end = self.thinking.spans[-1]
        scanner = Scanner(
            dataclasses.replace(
                reading,
                text=self.text[:end],
                view=view_of(self.text[:end]),
                taken=start,
                depth=0,
                repairs=[],
                problems=[],
            )
        )
        scanner.run()
        marked = [
            found
            for found in scanner.found
            if found.calls and (self.thinking.unclosed or found.calls[-1].marked or found is scanner.found[-1])
        ]
        if not marked:
            return []
        last = marked[-1]
        if self.text[last.end : end].strip() and not _only_tokens(self.text[last.end : end]):
            return []
        calls = self._normalised(list(last.calls)[-1:] if not self.thinking.unclosed else list(last.calls))
        if not self.thinking.unclosed:
            calls = [call for call in calls if reading.vocabulary.reads_only(call.name)]
        if calls:
            reading.note(
                *scanner.reading.repairs, "unclosed_thinking" if self.thinking.unclosed else "call_in_thinking"
            )
        return calls

    def _normalised(self, raw: Sequence[RawCall]) -> list[Call]:
        out: list[Call] = []
        for call in raw:
            repairs: list[str] = []
            out += self.normaliser.calls(call, repairs, self.reading.problems)
            self.reading.note(*repairs)
        return out

    def _distinct(self, calls: Sequence[Call]) -> list[Call]:
        seen: dict[str, Call] = {}
        for call in calls:
            key = json.dumps([call.name, call.arguments], sort_keys=True, default=str)
            if key in seen:
                self.reading.note("same_call")
            seen.setdefault(key, call)
        return list(seen.values())

    def _distinct_edits(self, edits: Sequence[Edit]) -> list[Edit]:
        """Keep the last whole text of each file, and each other edit once."""
        last = {edit.path: edit for edit in edits if isinstance(edit, WholeFile)}
        out: dict[Edit, None] = {}
        for edit in edits:
            if edit in out or (isinstance(edit, WholeFile) and last[edit.path] is not edit):
                self.reading.note("same_file")
            else:
                out[edit] = None
        return list(out)


def _native(call: Mapping[str, Any]) -> RawCall:
    function = call.get("function")
    plain = function if isinstance(function, Mapping) else call
    return RawCall(name=str(plain.get("name", "")), arguments=plain.get("arguments"), marked=True)


def _only_tokens(text: str) -> bool:
    from smallcode.speech.text import NOISE

    return not NOISE.sub("", view_of(text), count=1).strip()
