"""How many of a model's edits can be applied, by format: whole file, search/replace block, one function.

    python -m evals.edit_formats [--model embedded:qwen2.5-coder-1.5b] [--base-url URL]

For each of the edits in edit_formats.yaml one request a format, at temperature 0. *Applied*: the reply was read, the
edit found its place and the file still parses. *Right*: the file then does what the task says.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import sys
import tempfile
from pathlib import Path

import yaml

from smallcode.code.languages import language_of
from smallcode.code.symbols import find_symbol
from smallcode.edits.apply import apply_edit
from smallcode.edits.types import Edit, EditRefused, SymbolEdit, WholeFile
from smallcode.models.providers import connect
from smallcode.models.types import Message, Model, Request
from smallcode.speech.parser import parse_reply
from smallcode.workspace.process import run_command

EDITS = Path(__file__).with_name("edit_formats.yaml")
SYSTEM = "You are a careful programmer. You do exactly what the task asks and keep everything else as it is."
RAISES = """
def raises(kind, function, *arguments):
    try:
        function(*arguments)
    except kind:
        return True
    return False
"""
WISHES = {
    "whole file": "Write the complete new {path}, after its path, in one fence.",
    "search/replace": (
        "Answer with the path and one block in this form, with the lines to find exactly as they are:\n"
        "{path}\n<<<<<<< SEARCH\nold lines\n=======\nnew lines\n>>>>>>> REPLACE"
    ),
    "function": "Write only the new `{symbol}`, in one fence.",
}


async def measure(reference: str, base_url: str | None) -> None:
    """Ask for every edit in every format and print a table."""
    edits = yaml.safe_load(EDITS.read_text(encoding="utf-8"))["edits"]
    model = await connect(reference, base_url=base_url)
    try:
        print(f"{model.name}, {len(edits)} edits a format\n\n{'format':16} {'applied':>8} {'right':>6} {'tokens':>7}")
        for name, wish in WISHES.items():
            results = [await _try(model, edit, name, wish) for edit in edits]
            applied, right, tokens = (sum(result[i] for result in results) for i in range(3))
            print(f"{name:16} {applied:>5}/{len(edits)} {right:>3}/{len(edits)} {tokens:>7}")
    finally:
        await model.close()


async def _try(model: Model, edit: dict[str, str], name: str, wish: str) -> tuple[bool, bool, int]:
    shown = _shown(edit) if name == "function" else f"{edit['path']}\n```python\n{edit['text']}```"
    text = f"Task: {edit['task']}\n\n{shown}\n\n{wish.format(**edit)}"
    messages: list[Message] = [{"speaker": "system", "text": SYSTEM}, {"speaker": "user", "text": text}]
    said, tokens = "", 0
    async for piece in model.stream(Request(messages=messages, max_tokens=400, temperature=0.0)):
        if piece.reply is not None:
            said, tokens = piece.reply.text, piece.reply.usage.completion_tokens
    result = _applied(said, edit, name)
    return result is not None, result is not None and await _holds(result, edit["right"]), tokens


def _shown(edit: dict[str, str]) -> str:
    language = language_of(edit["path"])
    assert language is not None
    symbol = find_symbol(edit["text"], language, edit["symbol"])[0]
    source = edit["text"].encode()[symbol.start_byte : symbol.end_byte].decode()
    return f"`{edit['symbol']}` of {edit['path']}:\n```python\n{source}\n```"


def _applied(said: str, edit: dict[str, str], name: str) -> str | None:
    """The new text of the file; None where the reply could not be read, placed or parsed, or changes nothing."""
    parsed = parse_reply(said, tools=[], files={edit["path"]: edit["text"]}, expected=[edit["path"]])
    text = edit["text"]
    for found in parsed.edits:
        meant: Edit = found
        if name == "function" and isinstance(found, WholeFile):
            meant = SymbolEdit(path=edit["path"], symbol=edit["symbol"], text=found.text)
        try:
            text = apply_edit(text, meant).text or ""
        except EditRefused:
            return None
    return text if text != edit["text"] and _parses(text) else None


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


async def _holds(text: str, right: str) -> bool:
    """Whether the expression is true in the module: run in the sandbox, as the code is a model's."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "edited.py"
        script.write_text(f"{text}\n{RAISES}\nassert {right}\n", encoding="utf-8")
        done = await run_command(
            [sys.executable, "-I", str(script)], cwd=Path(folder), timeout=10, output_folder=Path(folder),
            writable=False, scratch_home=True,
        )  # fmt: skip
    return done.exit_code == 0


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--base-url")
    given = parser.parse_args()
    asyncio.run(measure(given.model, given.base_url))


if __name__ == "__main__":
    main()
