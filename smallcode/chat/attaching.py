"""Turns the name of a reference into what it stands for."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from smallcode.chat.front import Notice
from smallcode.chat.outlines import folder_outline, outline_of, shortened
from smallcode.chat.project import ProjectView, SymbolAt
from smallcode.chat.results import find_result
from smallcode.chat.revisions import revision_text
from smallcode.chat.types import Attachment
from smallcode.errors import ToolError, WorkspaceError
from smallcode.workspace.clean import clean_name, clean_text

if TYPE_CHECKING:
    from smallcode.sessions.session import Session

LINES = re.compile(r"(?P<path>.+?)(?::|#L)(?P<first>\d{1,9})(?:-L?(?P<last>\d{0,9}))?")
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".tif", ".tiff", ".avif", ".heic"})
FOLDER_TOKENS = 1500


@dataclass(frozen=True)
class Loaded:
    """Something to attach, and how to make it smaller."""

    attachment: Attachment
    outline: Callable[[int], Attachment]
    """Given the tokens that there is room for."""


Found = Loaded | Notice | list[SymbolAt]


def load(view: ProjectView, session: Session, name: str, model: str) -> Found:
    """What ``@name`` stands for: the thing, why it can't be had, or the symbols that share the name."""
    try:
        return _load(view, session, name)
    except ToolError as error:
        return Notice(_refusal(name, model, error), "warning")
    except (WorkspaceError, OSError) as error:
        return Notice(f"@{clean_name(name)} could not be read: {error}", "warning")


def no_such(view: ProjectView, name: str) -> Notice:
    """Nothing is called so; near names are told."""
    known = [*view.files(), *view.folders()]
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.7) or [
        path for path in known if PurePosixPath(path).name == name
    ]
    hint = f" Near names: {', '.join(f'@{clean_name(path)}' for path in near[:2])}." if near else ""
    return Notice(f"@{clean_name(name)}: nothing in this project is called so; it is sent as it is.{hint}")


def _load(view: ProjectView, session: Session, name: str) -> Found:
    if view.is_file(name):
        return _file(view, name)
    if view.is_folder(name):
        return _folder(view, name)
    lines = LINES.fullmatch(name)
    if lines and view.is_file(lines["path"]):
        return _lines(view, name, lines)
    path, colon, symbol = name.replace("#", ":", 1).partition(":")
    if colon and view.is_file(path):
        return _symbols(view, name, view.named_in(path, symbol)) or no_such(view, name)
    result = find_result(session, name)
    if result is not None:
        return _text(name, "result", clean_text(result.text, colors=False))
    if "/" in name or name.startswith("."):  # a path that may not be read says why
        view.read(name) if view.jail.root.joinpath(name).exists() else view.jail.resolve(name)
    found = view.named(name) if re.fullmatch(r"[\w$.:]+", name) else []
    if found:
        return _symbols(view, name, found)
    text = revision_text(view, name)
    if text is not None:
        return _text(name, "revision", clean_text(text, colors=False) or "(no changes)")
    return no_such(view, name)


def _file(view: ProjectView, name: str) -> Loaded:
    text, path = view.read(name).text, view.jail.relative(view.jail.resolve(name))
    whole = Attachment(label=f"@{name}", kind="file", text=text, path=path)

    def outline(tokens: int) -> Attachment:
        return dataclasses.replace(whole, text=outline_of(view, path, text), whole=False)

    return Loaded(whole, outline)


def _folder(view: ProjectView, name: str) -> Loaded:
    path = view.jail.relative(view.jail.resolve(name))

    def attachment(tokens: int) -> Attachment:
        text, whole = folder_outline(view, path, tokens)
        return Attachment(label=f"@{name}", kind="folder", text=text, path=path, whole=whole)

    return Loaded(attachment(FOLDER_TOKENS), attachment)


def _lines(view: ProjectView, name: str, match: re.Match[str]) -> Loaded | Notice:
    path = match["path"]
    all_lines = view.read(path).text.split("\n")
    count = len(all_lines) - (all_lines[-1] == "")
    first = int(match["first"])
    last = first if match["last"] is None else int(match["last"] or count)
    if not 1 <= first <= count or last < first:
        return Notice(f"@{clean_name(name)}: {clean_name(path)} has {count} lines.", "warning")
    return _part(view, name, path, first, min(last, count), all_lines)


def _symbols(view: ProjectView, name: str, symbols: list[SymbolAt]) -> Found:
    if len(symbols) != 1:
        return symbols or no_such(view, name)
    found = symbols[0]
    all_lines = view.read(found.path).text.split("\n")
    return _part(view, name, found.path, found.first_line, found.last_line, all_lines, symbol=found.qualified)


def _part(
    view: ProjectView, name: str, path: str, first: int, last: int, lines: list[str], *, symbol: str = ""
) -> Loaded:  # fmt: skip
    text = "\n".join(lines[first - 1 : last])
    whole = Attachment(
        label=f"@{name}", kind="symbol" if symbol else "lines", text=text, symbol=symbol, first_line=first,
        path=view.jail.relative(view.jail.resolve(path)),
    )  # fmt: skip
    return Loaded(whole, lambda tokens: dataclasses.replace(whole, text=shortened(text, tokens), whole=False))


def _text(name: str, kind: str, text: str) -> Loaded:
    whole = Attachment(label=f"@{name}", kind=kind, text=text)  # type: ignore[arg-type]
    return Loaded(whole, lambda tokens: dataclasses.replace(whole, text=shortened(text, tokens), whole=False))


def _refusal(name: str, model: str, error: ToolError) -> str:
    shown = clean_name(name)
    if error.kind == "binary" and PurePosixPath(name).suffix.lower() in IMAGES:
        return f"@{shown} is an image, which {model} can't read here; it was left out. Describe it in words."
    if error.kind == "binary":
        return f"@{shown} is a binary file, which can't be shown to a model; it was left out."
    if error.kind == "refused":
        return f"@{shown} was left out: it may hold secrets, or belongs to git or to SmallCode."
    return f"@{shown} was left out: {clean_text(error.message, colors=False)}"
