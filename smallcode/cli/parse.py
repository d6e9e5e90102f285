"""Show what a model's reply would do in the current folder, without doing it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput, ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="the reply's text; - reads standard input")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--tools", metavar="TOOLS.json", type=Path, help="definitions of the tools that the model was shown"
    )
    parser.add_argument("--finish", choices=["stop", "length"], default="stop", help="why the reply ended")
    parser.add_argument("--mode", choices=["act", "chat"], default="act", help="whether the reply should act or answer")
    parser.add_argument("--expect", metavar="PATH", action="append", default=[], help="a file that was asked for")


def run(args: argparse.Namespace) -> int:
    """Parse and print."""
    from smallcode.speech.folder import FolderFiles
    from smallcode.speech.outcome import carry_out
    from smallcode.speech.parser import parse_reply
    from smallcode.speech.vocabulary import Vocabulary

    text = _read_reply(args.file)
    tools = _read_tools(args.tools)
    files = FolderFiles(Path.cwd())
    parsed = parse_reply(text, tools=tools, files=files, finish=args.finish, mode=args.mode, expected=args.expect)
    outcome = carry_out(parsed, files, Vocabulary(tools))
    repairs = [*parsed.repairs, *(f"edit_{step}" for step in outcome.how)]
    if args.json:
        refused = [line for line in (parsed.problem, *outcome.refused) if line]
        print(json.dumps({**outcome.as_json(), "repairs": repairs, "refused": refused}, ensure_ascii=True, indent=2))
    else:
        from smallcode.speech.explain import explain
        from smallcode.workspace.clean import clean_text

        print(clean_text(explain(parsed, outcome), colors=False))
    return ExitCode.OK


def _read_reply(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput(f"{name} can't be read: {error.strerror}.", hint="Give the path of a text file, or -.") from None
    return data.decode("utf-8", "replace")


def _read_tools(path: Path | None) -> list[dict[str, Any]]:
    """Read tool definitions; without a file, those of SmallCode's own tools are used."""
    if path is None:
        return _own_tools()
    try:
        tools = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(
            f"{path} can't be read: {error.strerror}.", hint="Give a JSON file with a list of tools."
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON: {error}.", hint="Give a JSON file with a list of tools.") from None
    if isinstance(tools, dict):
        tools = tools.get("tools", [tools])
    if not isinstance(tools, list) or not all(_is_tool(tool) for tool in tools):
        raise BadInput(
            f"{path} holds no list of tools.", hint='Each needs "name" and "parameters" (a JSON schema of type object).'
        )
    return tools


def _is_tool(tool: object) -> bool:
    if not isinstance(tool, dict):
        return False
    plain = tool.get("function") if isinstance(tool.get("function"), dict) else tool
    parameters = plain.get("parameters", plain.get("input_schema", {})) if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(plain.get("name"), str) or not isinstance(parameters, dict):
        return False
    properties = parameters.get("properties", {})
    return isinstance(properties, dict) and all(isinstance(value, dict) for value in properties.values())


def _own_tools() -> list[dict[str, Any]]:
    """The tools that are on here, as the settings of this folder and the user's choose them."""
    from smallcode.settings import load_settings
    from smallcode.wiring import load_tools

    return load_tools(load_settings(Path.cwd()).settings).schemas()
