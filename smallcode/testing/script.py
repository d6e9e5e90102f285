"""What a scripted server says: steps, read from Python or YAML, and its deterministic token counting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from smallcode.errors import BadInput

Expect = str | tuple[str, ...] | Callable[[dict[str, Any]], bool]
FaultKind = Literal[
    "status",          # an HTTP error: status, retry_after, message
    "cut_off",         # the connection breaks after `text`
    "ended_early",     # the stream ends cleanly after `text`, without a finish reason
    "dropped_before",  # the connection breaks before the headers
    "dropped_after",   # the connection breaks right after the headers
    "malformed",       # JSON that does not parse after `text`
    "error_event",     # an error object inside the stream after `text`
    "html",            # a web page with status 200
    "wrong_type",      # bytes of an unknown content type with status 200
    "invalid_utf8",    # `text` with bytes in it that are no UTF-8
    "whitespace",      # `count` tokens of blanks and newlines
    "silent",          # nothing more after `text`, until the client goes away
    "never_ending",    # `text` again and again, until the client goes away
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Base:
    expect: Expect = ()
    """What the request must hold: strings that occur in its messages, or a function of its body."""
    delay: float = 0.0
    """Seconds before each piece."""
    first_delay: float = 0.0
    """Seconds before the first piece, as if the prompt were being read."""
    pieces: int | tuple[str, ...] = 0
    """Characters a piece, or the pieces themselves; 0: one token a piece."""


@dataclass(frozen=True)
class Say(_Base):
    """A reply as the model would give it; ``stop`` and the token limit of the request are obeyed."""

    text: str = ""
    reasoning: str = ""
    calls: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]] = ()
    """Native tool calls, ``{"name", "arguments", "id"?}``; arguments are a dict, or text to send as it is."""
    finish: str = "stop"
    usage: Mapping[str, Any] | None = None
    """Overrides the token counts, however wrong."""
    unstreamed: bool = False
    """The whole answer as one object, although a stream was asked for."""


@dataclass(frozen=True)
class Fault(_Base):
    """A reply that goes wrong."""

    kind: FaultKind = "status"
    status: int = 500
    retry_after: str = ""
    message: str = "scripted fault"
    text: str = ""
    """What is said before it goes wrong."""
    reasoning: str = ""
    """What is thought before that."""
    call: Mapping[str, Any] | None = None
    """A native call, ``{"name", "arguments"}``, of which half is sent before it goes wrong."""
    finish: str = ""
    """The finish reason, sent before it goes wrong: only the counts are missing then (not for Ollama)."""
    count: int = 100_000


Step = Say | Fault
ScriptItem = Step | Callable[[dict[str, Any]], Step]

_TOKEN = re.compile(r"[^\W\d_]{1,5}|\d{1,3}|[ \t]{1,8}|\n{1,2}|.", re.DOTALL)


def split_tokens(text: str) -> list[str]:
    """Cut ``text`` into the scripted model's tokens; joined they are the text again."""
    return _TOKEN.findall(text)


def count_tokens(text: str) -> int:
    """Number of the scripted model's tokens in ``text``."""
    return len(split_tokens(text))


@dataclass
class Asked:
    """One chat request, as it came, and how its answer ended."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    """By lower-case name."""
    step: int = -1
    ended: Literal["", "sent", "fault", "client_gone", "refused"] = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    at: float = 0.0
    """When it arrived, by ``time.monotonic()``, which all processes of a machine share."""
    seconds: float = 0.0
    """From the request's arrival to the end of the answer."""
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All message texts, one after the other."""
        return message_text(self.body)


def message_text(body: Mapping[str, Any]) -> str:
    """The text of all messages of a chat request, whatever form their content has."""
    parts: list[str] = []
    for message in body.get("messages") or []:
        content = message.get("content") if isinstance(message, dict) else None
        if isinstance(content, list):
            content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
        parts.append(str(content or ""))
    return "\n".join(parts)


def unmet(step: Step, body: dict[str, Any]) -> str:
    """What of a step's expectation the request lacks; empty when nothing does."""
    expect = step.expect
    if callable(expect):
        return "" if expect(body) else f"its check {getattr(expect, '__name__', expect)!r} said no"
    text = message_text(body)
    missing = [part for part in ([expect] if isinstance(expect, str) else expect) if part not in text]
    return f"its messages lack {missing!r}" if missing else ""


def load_script(path: Path) -> list[ScriptItem]:
    """Read steps from YAML: mappings with ``say: TEXT`` or ``fault: KIND`` and further fields of that step.

    Raises:
        BadInput: the file can't be read, or a step is not one.
    """
    import yaml

    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadInput(f"Can't read the script {path}: {error}") from error
    if not isinstance(raw, list):
        raise BadInput(f"The script {path} is no list of steps.", hint="Write `- say: text` lines.")
    return [_step(item, f"{path}, step {number}") for number, item in enumerate(raw, 1)]


def _step(item: Any, where: str) -> Step:
    kinds = {"say": Say, "fault": Fault}
    found = [key for key in kinds if isinstance(item, dict) and key in item]
    if len(found) != 1:
        raise BadInput(f"{where}: a step has one of the keys `say` and `fault`.")
    cls = kinds[found[0]]
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in item.items() if key != found[0]}
    values["text" if cls is Say else "kind"] = item[found[0]]
    legal = {f.name for f in fields(cls)}
    if wrong := sorted(set(values) - legal):
        raise BadInput(f"{where}: unknown keys {wrong}. Legal: {sorted(legal)}")
    step: Step = cls(**values)
    return step
