"""Examples in a task: calls with what they give."""

from __future__ import annotations

import builtins
import re

from smallcode.validation.requirements import Example
from smallcode.validation.task_text import IDENTIFIER, TaskText, balanced, is_literal, leading_literal

_CALL = re.compile(rf"(?<![\w.$])(?P<name>{IDENTIFIER})\(")
_ARROW = re.compile(r"\s*(?:={2,3}|->|=>|→|⇒|⟶|➜|↦)\s*")
_MODAL = r"(?:should|must|shall|ought\s+to|needs?\s+to|has\s+to|is\s+(?:supposed|expected|meant|required)\s+to)"
_GIVES = re.compile(
    rf"\s*,?\s*(?:(?:it\s+)?(?P<modal>{_MODAL})\s+)?(?:(?:now|then|therefore|thus)\s+)?"
    r"(?P<verb>return|returns|give|gives|be|is|equal|equals|evaluate|evaluates|yield|yields|produce|produces|"
    r"result|results)\b(?:\s+(?:back|to|in))?(?:\s+the)?(?:\s+(?:string|list|number|value|array|dict|tuple|object|integer))?"
    r"\s*:?\s*"
)
_RAISES = re.compile(
    rf"\s*,?\s*(?:(?:it\s+)?(?P<modal>{_MODAL})\s+)?(?:raise|raises|throw|throws)\s+(?:an?\s+|the\s+)?`?"
    r"(?P<name>[A-Z]\w*(?:Error|Exception|Iteration|Interrupt|Exit)|error|exception)\b`?"
)
_BUG = re.compile(
    r"\b(?:bug|wrong(?:ly)?|incorrect(?:ly)?|currently|instead|now|fails?|broken|however|but|yet|expected|actual(?:ly)?|"
    r"unexpected(?:ly)?|mistaken(?:ly)?|at the moment|today|problem|issue|crash(?:es)?)\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    rf"\s*[,;]?\s*(?:(?:but|while|whereas|when|although)\s+(?:it\s+)?{_MODAL}\s+(?:return|give|be|equal|yield)\s+|"
    r"(?:\(?\s*expected:?\s+)|instead\s+of\s+|rather\s+than\s+)(?:the\s+)?(?:correct\s+)?"
)
_WORDS_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)\]]|(?:and|but|because|since|for|when|while|if|as|or|instead|not|rather|so|which|with|whereas)\b)"
)
_PROMPT = re.compile(r"^\s*>>>\s?(?P<code>.*)$")
_ASSERT = re.compile(r"^\s*assert(?:Equal|\.equal|\.strictEqual|\.deepEqual|\.deepStrictEqual)?\b")
_COMMENT_RESULT = re.compile(
    r"^\s*(?:\)|;)*\s*(?:#|//)\s*(?:=>|->|→|==>|returns?:?|Output:|output:)?\s*(?P<result>.+?)\s*$"
)
_PRINTED = re.compile(r"^\s*(?:print|console\.log)\((?P<inner>.*)$")


def examples_in(task: TaskText) -> list[Example]:
    """Examples of a task, in its order, each once."""
    found: list[Example] = []
    for sentence in task.sentences:
        found += _in_sentence(sentence.text)
    found += _doctests(task.prose)
    for _, code in task.blocks:
        found += _doctests(code) or _in_code(code)
    return list(dict.fromkeys(found))


def _in_sentence(text: str) -> list[Example]:
    if text.startswith(">>>"):
        return []
    found = []
    for match in _CALL.finditer(text):
        end = balanced(text, match.end() - 1)
        if end < 0 or not is_plain_call(match["name"], text[match.end() : end - 1]):
            continue
        call, rest = text[match.start() : end], text[end:]
        example = _statement(call, rest.removeprefix("`"), whole=text)
        if example:
            found.append(example)
    return found


def is_plain_call(name: str, arguments: str) -> bool:
    """A call of a function of the project's own, with literals only."""
    if hasattr(builtins, name) or name in ("print", "require", "if", "while", "for", "function", "return", "assert"):
        return False
    arguments = re.sub(rf"(?:(?<=^)|(?<=,))\s*{IDENTIFIER}\s*=(?!=)", " ", arguments.strip())
    return not arguments or is_literal(f"[{arguments}]")


def _statement(call: str, rest: str, *, whole: str) -> Example | None:
    """What the words after a call say about it."""
    arrow = _ARROW.match(rest)
    if arrow:
        value, after = leading_literal(rest[arrow.end() :])
        return Example(call=call, expected=value) if value and _ends(value, after, rest[arrow.end() :]) else None
    raises = _RAISES.match(rest)
    if raises:
        if not raises["modal"] and _BUG.search(whole):
            return None
        name = raises["name"] if raises["name"][0].isupper() else "Exception"
        return Example(call=call, raises=name)
    gives = _GIVES.match(rest)
    if not gives or (gives["verb"] == "be" and not gives["modal"]):
        return None
    value, after = leading_literal(rest[gives.end() :])
    if not value or not _ends(value, after, rest[gives.end() :]):
        return None
    if gives["modal"]:
        return Example(call=call, expected=value)
    correction = _CORRECTION.match(after)
    if correction:
        right, beyond = leading_literal(after[correction.end() :])
        return Example(call=call, expected=right) if right and _ends(right, beyond, after[correction.end() :]) else None
    return None if _BUG.search(whole) else Example(call=call, expected=value)


def _ends(value: str, after: str, source: str) -> bool:
    """A bare number followed by a noun is a count of something, not a value."""
    if source.startswith("`") or not value[-1:].isalnum():
        return True
    return _WORDS_AFTER.match(after.removeprefix("`")) is not None


def _doctests(text: str) -> list[Example]:
    """``>>> f(2)`` and the line below it."""
    found = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        prompt = _PROMPT.match(line)
        if not prompt:
            continue
        call = _whole_call(prompt["code"].strip())
        output = []
        for later in lines[number + 1 :]:
            if not later.strip() or _PROMPT.match(later) or later.strip().startswith("```"):
                break
            output.append(later.strip())
        if not call or not output:
            continue
        if output[0].startswith("Traceback"):
            name = output[-1].partition(":")[0].strip().rpartition(".")[2]
            found += [Example(call=call, raises=name)] if name.isidentifier() else []
        elif is_literal(" ".join(output)):
            found.append(Example(call=call, expected=" ".join(output)))
    return found


def _whole_call(code: str) -> str:
    match = _CALL.match(code)
    if match is None:
        return ""
    end = balanced(code, match.end() - 1)
    plain = end == len(code.rstrip("; ")) and is_plain_call(match["name"], code[match.end() : end - 1])
    return code[:end] if plain else ""


def _in_code(code: str) -> list[Example]:
    """``assert f(2) == 4``, ``f(2)  # => 4``, ``f(2) -> 4`` in a block."""
    found = []
    for raw in code.splitlines():
        printed = _PRINTED.match(raw)
        line = printed["inner"] if printed else raw.strip()
        asserted = _ASSERT.match(raw) is not None
        if asserted:
            line = re.sub(r"^\s*assert\s+", "", raw).strip()
        match = _CALL.match(line)
        if match is None:
            continue
        end = balanced(line, match.end() - 1)
        if end < 0 or not is_plain_call(match["name"], line[match.end() : end - 1]):
            continue
        value = _result_of(line[end:])
        if value:
            found.append(Example(call=line[:end], expected=value))
    return found


def _result_of(rest: str) -> str:
    arrow = _ARROW.match(rest)
    if arrow:
        value, after = leading_literal(rest[arrow.end() :])
        return value if value and re.match(r"\s*(?:$|[#;,]|//)", after) else ""
    comment = _COMMENT_RESULT.match(rest)
    if comment and is_literal(comment["result"].rstrip(".")):
        return comment["result"] if is_literal(comment["result"]) else comment["result"].rstrip(".")
    return ""
