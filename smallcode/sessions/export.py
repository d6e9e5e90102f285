"""Sessions as files for others: Markdown, JSON, or one HTML page. Keys are taken out of all of them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from smallcode.errors import BadInput
from smallcode.sessions.redaction import known_secrets, redact
from smallcode.sessions.transcript import transcript_of
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from smallcode.sessions.session import Session

Form = Literal["html", "md", "json"]
OUTPUT_CHARACTERS = 20_000


def form_of(argument: str) -> tuple[Form, str]:
    """Form and file name in ``html``, ``md notes.md``, ``talk.json`` or nothing (HTML, a name of our own).

    Raises:
        BadInput: no such form.
    """
    first, _, rest = argument.strip().partition(" ")
    word = {"markdown": "md"}.get(first.lower(), first.lower())
    if not first:
        return "html", ""
    if word in get_args(Form):
        return word, rest.strip()  # type: ignore[return-value]
    suffix = {"htm": "html", "markdown": "md"}.get(ending := argument.strip().rpartition(".")[2].lower(), ending)
    if "." in argument and suffix in get_args(Form):
        return suffix, argument.strip()  # type: ignore[return-value]
    raise BadInput(f"{first!r} is no form to export to.", hint="/export html, /export md notes.md, /export talk.json")


def export_session(session: Session, form: Form, path: Path) -> Path:
    """Write a session to ``path``, which must not exist; it is readable by its owner only.

    Raises:
        BadInput: the file exists or can't be written.
        SessionError: the session is damaged.
    """
    data = cleaned(transcript_of(session), known_secrets())
    if form == "json":
        text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    elif form == "md":
        text = as_markdown(data)
    else:
        from smallcode.sessions.export_html import as_html

        text = as_html(data)
    try:
        with path.open("x", encoding="utf-8", errors="replace") as file:
            path.chmod(0o600)
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{path} exists already.", hint="Name another file.") from None
    except OSError as error:
        raise BadInput(f"{path} can't be written: {error.strerror}.") from None
    return path


def cleaned(value: Any, secrets: list[str]) -> Any:
    """The same data without keys, escape sequences and unseen characters."""
    if isinstance(value, str):
        return redact(clean_text(value, colors=False), secrets)
    if isinstance(value, dict):
        return {str(key): cleaned(inner, secrets) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(inner, secrets) for inner in value]
    return value


def as_markdown(data: dict[str, Any]) -> str:
    """A transcript as Markdown."""
    lines = [f"# {_line(data['title']) or 'Conversation'}", ""]
    lines += [f"Session {data['session']}, {data['model']}, {time_text(data['created'])}, in `{data['workspace']}`", ""]
    for turn in data["turns"]:
        lines += _turn_markdown(turn)
    return "\n".join(lines).rstrip("\n") + "\n"


def figures_of(turn: dict[str, Any]) -> str:
    """Outcome, files, seconds and tokens of a turn in one line."""
    parts = [turn["outcome"] or "not ended"]
    if turn["files"]:
        parts[0] += f": {', '.join(turn['files'])}"
    if turn.get("requests"):
        parts.append(f"{turn['seconds']:.1f} s")
        parts.append(f"{turn['prompt_tokens']:,} + {turn['completion_tokens']:,} tokens")
    return " · ".join(parts) + (" · taken back" if turn["undone"] else "")


def time_text(at: float) -> str:
    """A moment on this machine's clock."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at)) if at else ""


def _turn_markdown(turn: dict[str, Any]) -> list[str]:
    lines = []
    if turn["number"]:
        lines += [f"## {turn['number']}. {_line(turn['text'])[:80]}", "", *_quoted(turn["text"]), ""]
    for one in turn["attached"]:
        lines += [f"Attached: `{_line(str(one.get('label', '')))}` ({one.get('tokens', 0)} tokens)", ""]
    for item in turn["items"]:
        lines += _item_markdown(item)
    if turn["answer"]:
        lines += [turn["answer"], ""]
    if turn["number"]:
        reason = f" {_line(turn['reason'])}" if turn["reason"] and not turn["answer"] else ""
        lines += [f"*{figures_of(turn)}.*{reason}", ""]
    return lines


def _item_markdown(item: dict[str, Any]) -> list[str]:
    match item["kind"]:
        case "diff":
            return [f"**{item['change']} {_line(item['path'])}**", "", *_fenced(item["diff"], "diff"), ""]
        case "call":
            arguments = json.dumps(item["arguments"], ensure_ascii=False)
            return [f"**{item['tool']}** ({item['outcome']})", "", *_fenced(f"{arguments}\n{item['content']}"), ""]
        case "shell":
            return [*_fenced(f"$ {item['command']}\n{item['output']}\n(exit code {item['exit_code']})"), ""]
        case "check":
            message = f": {_line(item['message'])}" if item["message"] and item["status"] != "passed" else ""
            return [f"- {item['status']} {item['check']} {item['path']}{message}".rstrip()]
        case _:
            return [f"_{_line(item['text'])}_", ""]


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> list[str]:
    return [f"> {line}".rstrip() for line in text.split("\n")]


def _fenced(text: str, language: str = "") -> list[str]:
    """A fence that is longer than any in the text."""

    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = text[:OUTPUT_CHARACTERS] + ("\n..." if len(text) > OUTPUT_CHARACTERS else "")
    return [fence + language, *shown.rstrip("\n").split("\n"), fence]
