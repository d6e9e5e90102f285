"""Code fences as whole files, and what else a fence may be: a shell command, a here-document, a pair of texts."""

from __future__ import annotations

import re

from smallcode.edits.types import Edit, WholeFile
from smallcode.speech.fences import Fence, fits_path, kind_of
from smallcode.speech.paths import is_placeholder, path_of_comment
from smallcode.speech.python import parse_python
from smallcode.speech.reading import OFFER, Reading
from smallcode.speech.types import RawCall
from smallcode.speech.values import strip_line_numbers
from smallcode.speech.whose import fence_path, heading_line, settle, sole_file

_NOT_NEW = re.compile(
    r"\b(?:current(?:ly)?|original(?:ly)?|existing|at present|before the change|old version"
    r"|previous(?:ly)?|output|prints?|traceback|error|usage|run it|to run|to test|try it"
    r"|how to use|"
    r"looks like this|as it is|example|for instance|e\.g\.|do not|don't|wrong|incorrect|instead of)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:update|updated|new|fixed|corrected|complete|full|modified|change|rewritten|final|create|revised|improved)\b",
    re.IGNORECASE,
)
# Folders are made with the files in them, so these lines ask for nothing more.
_HARMLESS = re.compile(r"^\s*(?:#.*|mkdir\s+-?p?\s*[\w./\- ]+|set -\w+|)$")
_MANY = 50
_PROMPT = re.compile(r"^(?:>>> |\.\.\. |>>>$|\.\.\.$)")
_HEREDOC = re.compile(
    r"cat[ \t]*(?:>[ \t]*(?P<a>\S+)[ \t]*<<"
    r"|<<)-?[ \t]*(?P<q>['\"]?)(?P<word>\w+)(?P=q)(?:[ \t]*>[ \t]*(?P<b>\S+))?[ \t]*\n"
    r"(?P<body>.*?)^[ \t]*(?P=word)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)


def fence_text(reading: Reading, fence: Fence) -> str:
    """The text of a fence, without the indentation of a fence inside a list."""
    body = reading.text[fence.body : fence.body_end]
    indent = fence.indent if not fence.indent.strip() else " " * len(fence.indent)
    if indent and all(line.startswith(indent) or not line.strip() for line in body.split("\n")):
        body = "\n".join(line[len(indent) :] for line in body.split("\n"))
    return body if body.endswith("\n") or not body else body + "\n"


def whole_file(reading: Reading, fence: Fence) -> Edit | None:
    """Read a fence as a whole file; None if it has no path, or its introduction says that it is something else."""
    line = heading_line(reading, fence.start)
    path = fence_path(reading, fence)
    if path is None or is_placeholder(path) or not fits_path(fence.tag, path):
        return None
    if _NOT_NEW.search(line) and not _CHANGES.search(line):
        return None
    path = settle(reading, path, creates=True)
    return WholeFile(path=path, text=file_text(reading, fence_text(reading, fence), path))


def sole_whole_file(reading: Reading, fences: list[Fence]) -> tuple[Fence, Edit] | None:
    """Give the only file in question to the only fence that can hold it, if no fence has a path."""
    path = sole_file(reading)
    if path is None:
        return None
    fits = []
    for fence in fences[:_MANY]:
        line = heading_line(reading, fence.start)
        offered = (_NOT_NEW.search(line) or OFFER.search(line)) and not _CHANGES.search(line)
        plain = kind_of(fence) in ("code", "call", "markdown") or (
            kind_of(fence) == "shell" and path.endswith((".sh", ".bash"))
        )
        if plain and fits_path(fence.tag, path, strict=True) and not offered and fence_path(reading, fence) is None:
            fits.append(fence)
    if len(fits) != 1:
        if len(fits) > 1:
            reading.refuse(f"Several code blocks came without a path; nothing was written. Send one block, for {path}.")
        return None
    reading.note("path_guessed")
    return fits[0], WholeFile(path=path, text=file_text(reading, fence_text(reading, fits[0]), path))


def file_text(reading: Reading, text: str, path: str) -> str:
    """Take the path comment, copied line numbers and interactive prompts off a whole file's text."""
    first, newline, rest = text.partition("\n")
    original = reading.files.get(path, "")
    if newline and path_of_comment(first, reading.files) and not original.lstrip("\ufeff").startswith(first):
        text = rest.removeprefix("\n") if rest.startswith("\n") else rest
    numbered = strip_line_numbers(text, path, whole=True)
    if numbered:
        reading.note("line_numbers")
        text = numbered[0]
    lines = text.splitlines()
    if lines and path.endswith((".py", ".pyi")) and all(_PROMPT.match(line) for line in lines if line.strip()):
        reading.note("repl_prompts")
        text = "".join(line[4:] + "\n" for line in lines)
    return text


def bare_code(reading: Reading) -> Edit | None:
    """Read a reply that is nothing but code as the only file in question; None if it could be prose."""
    path = sole_file(reading)
    text = reading.text[reading.taken :].strip("\n")
    if path is None or not text.strip() or len(text) > 500_000 or not _is_code(text, path, reading.files.get(path, "")):
        return None
    reading.note("bare_code", "path_guessed")
    return WholeFile(path=path, text=text + "\n")


def _is_code(text: str, path: str, original: str) -> bool:
    """Whether ``text`` parses as the language of ``path`` and defines what the file defined."""
    from smallcode.code.languages import language_of
    from smallcode.code.symbols import public_names
    from smallcode.code.syntax import syntax_errors

    language = language_of(path)
    if language is None or not language.symbols:
        return False
    if language.name == "python":
        if parse_python(text) is None:
            return False
    elif syntax_errors(text, language):
        return False
    names = public_names(text, language)
    return bool(names) and (not original.strip() or bool(names & public_names(original, language)))


def heredocs(reading: Reading, text: str) -> tuple[list[Edit], str]:
    """Read here-documents that ``cat`` writes to files; return the edits and the rest of the script."""
    edits: list[Edit] = []

    def take(match: re.Match[str]) -> str:
        path = (match["a"] or match["b"] or "").strip("'\"")
        if not path or "$" in path or (not match["q"] and re.search(r"[$`]", match["body"])):
            return match[0]
        edits.append(WholeFile(path=settle(reading, path, creates=True), text=match["body"]))
        return ""

    rest = _HEREDOC.sub(take, text) if text.count("<<") <= 20 else text
    left = [line for line in rest.split("\n") if not _HARMLESS.match(line)]
    return edits, "\n".join(left)


def shell_command(reading: Reading, text: str) -> RawCall | None:
    """Read a shell fence as a command: prompts off, output and comments dropped; None if there is none."""
    tool = reading.vocabulary.only("run")
    if tool is None or len(tool.required) != 1:
        return None
    lines = [line.rstrip() for line in text.strip().split("\n")]
    prompted = [line.lstrip()[2:] for line in lines if line.lstrip().startswith(("$ ", "% "))]
    kept = prompted or [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    command = "\n".join(kept).strip()
    if not command or re.search(r"<[a-z][a-z_ \-]*>", command):
        return None
    return RawCall(name=tool.name, arguments={tool.required[0]: command})
