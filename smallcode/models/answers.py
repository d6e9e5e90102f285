"""What the answers to the small questions of a probe show, read by the parser that sessions use."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from smallcode.models.types import Reply

Result = Literal["yes", "repaired", "no", "refused", "silent", "not_asked"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What became of one question."""

    question: str
    result: Result
    detail: str = ""
    """In words, for a person; empty where the result says it all."""
    repairs: list[str] = field(default_factory=list)
    tokens: int = 0
    seconds: float = 0.0

    @property
    def works(self) -> bool:
        """The model can do it, with repairs or without."""
        return self.result in ("yes", "repaired")


def read_answer(name: str, question: dict[str, Any], reply: Reply, tool: dict[str, Any]) -> Finding:
    """Whether ``reply`` does what the question of config/probe.yaml asks for."""
    if not reply.text.strip() and not reply.calls:
        why = "it only thought" if reply.reasoning else "an empty answer"
        return Finding(question=name, result="no", detail=why)
    if "call" in question:
        return _read_call(name, question, reply, tool)
    if "options" in question:
        return _read_choice(name, question["options"], reply)
    return _read_edit(name, question, reply)


def _read_call(name: str, question: dict[str, Any], reply: Reply, tool: dict[str, Any]) -> Finding:
    from smallcode.speech.parser import parse_reply

    native = name == "native"
    parsed = parse_reply(
        reply.text, tools=[tool], files=_files(question["call"]), finish=reply.finish, native_calls=reply.calls
    )
    good = any(call.name == tool["name"] and call.arguments == question["call"] for call in parsed.calls)
    repairs = [repair for repair in parsed.repairs if repair not in question["usual"]]
    if good and (not native or reply.calls):
        return Finding(question=name, result="repaired" if repairs else "yes", repairs=repairs)
    if good:
        return Finding(question=name, result="no", detail="it wrote the call as text", repairs=repairs)
    if parsed.calls:
        return Finding(
            question=name, result="no", detail=f"another call: {parsed.calls[0].name} {parsed.calls[0].arguments}"
        )
    return Finding(question=name, result="no", detail=_excerpt(reply), repairs=repairs)


def _read_edit(name: str, question: dict[str, Any], reply: Reply) -> Finding:
    from smallcode.edits.apply import apply_edit
    from smallcode.edits.types import EditRefused, SearchReplace, WholeFile
    from smallcode.speech.parser import parse_reply

    files: dict[str, str] = question["files"]
    parsed = parse_reply(reply.text, tools=[], files=files, finish=reply.finish, expected=[question["path"]])
    kind = SearchReplace if name == "search_replace" else WholeFile
    repairs = [repair for repair in parsed.repairs if repair not in question["usual"]]
    for edit in parsed.edits:
        try:
            text = apply_edit(files.get(edit.path), edit).text
        except EditRefused as refusal:
            return Finding(question=name, result="no", detail=refusal.message.split("\n", 1)[0], repairs=repairs)
        if edit.path == question["path"] and question["holds"] in text:
            if not isinstance(edit, kind):
                return Finding(question=name, result="no", detail="the right change, in another form", repairs=repairs)
            return Finding(question=name, result="repaired" if repairs else "yes", repairs=repairs)
    return Finding(question=name, result="no", detail=_excerpt(reply), repairs=repairs)


def _read_choice(name: str, options: list[str], reply: Reply) -> Finding:
    """The question asks for something else, so that only a server that enforces the schema gets a choice."""
    try:
        answer = json.loads(said(reply))
    except ValueError:
        return Finding(question=name, result="no", detail="the server does not enforce it")
    good = isinstance(answer, dict) and list(answer) == ["choice"] and answer["choice"] in options
    return Finding(question=name, result="yes" if good else "no", detail="" if good else "JSON of another shape")


def _files(arguments: dict[str, str]) -> dict[str, str]:
    return {arguments["path"]: "buy milk\n"}


def said(reply: Reply) -> str:
    """The answer without thinking that a server left in its text."""
    from smallcode.speech.thinking import blank_out, find_thinking

    found = find_thinking(reply.text, 0)
    return blank_out(reply.text, found) if found.spans else reply.text


def thinking_of(reply: Reply) -> str:
    """Thinking that a server left in the text."""
    from smallcode.speech.thinking import find_thinking

    return find_thinking(reply.text, 0).text(reply.text)


def _excerpt(reply: Reply) -> str:
    text = " ".join(said(reply).split())
    return f"it said: {text[:60]}{'...' if len(text) > 60 else ''}" if text else "no answer beside its thinking"
