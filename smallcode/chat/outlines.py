"""What stands for something that is too long to be shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.models.tokens import estimate_tokens

if TYPE_CHECKING:
    from smallcode.chat.project import ProjectView, SymbolAt

HEAD_LINES = 40
FILES_SHOWN = 400


def outline_of(view: ProjectView, path: str, text: str) -> str:
    """A file's definitions with their lines; the first lines of a file that has none."""
    symbols = [symbol for symbol in view.symbols_of(path) if not symbol.nested]
    lines = text.split("\n")
    if not symbols:
        more = len(lines) - HEAD_LINES
        return "\n".join(lines[:HEAD_LINES]) + (f"\n... {more} more lines" if more > 0 else "")
    return "\n".join([f"{path}, {len(lines)} lines. What it defines:", *map(_symbol_line, symbols)])


def folder_outline(view: ProjectView, folder: str, tokens: int) -> tuple[str, bool]:
    """The files below a folder with what they define, as far as ``tokens`` reach; whether it is all of them."""
    prefix = "" if folder in ("", ".", "./") else folder.rstrip("/") + "/"
    names = [name for name in view.files() if name.startswith(prefix)]
    lines = [f"{prefix or './'}: {len(names)} files"]
    left = tokens - estimate_tokens(lines[0])
    whole = len(names) <= FILES_SHOWN
    for name in names[:FILES_SHOWN]:
        defined = [
            symbol.qualified for symbol in view.symbols_of(name) if symbol.public and "." not in symbol.qualified
        ]
        full = f"{name}: {', '.join(defined)}" if defined else name
        line = full if estimate_tokens(full) <= left else name
        left -= estimate_tokens(line) + 1
        if left < 0:
            whole = False
            break
        lines.append(line)
    if len(lines) - 1 < len(names):
        lines.append(f"... {len(names) - len(lines) + 1} more files")
    return "\n".join(lines), whole


def shortened(text: str, tokens: int) -> str:
    """Head and tail of a text that has no outline, such as a diff or a log."""
    lines = text.split("\n")
    room = max(tokens, 60)
    share = room / max(estimate_tokens(text), 1)
    keep = max(4, int(len(lines) * share * 0.9))
    head = keep * 2 // 3
    if keep >= len(lines):
        return text
    return "\n".join([*lines[:head], f"... {len(lines) - keep} lines left out ...", *lines[-(keep - head) :]])


def _symbol_line(symbol: SymbolAt) -> str:
    depth = symbol.qualified.count(".")
    return f"{symbol.first_line:>5}-{symbol.last_line:<5} {'  ' * depth}{symbol.signature or symbol.qualified}"
