"""Compare the parser with what else could read a model's reply, on the share of right readings.

    python -m evals.parser_bench [CORPUS.jsonl ...]

Each rival gets the same help: what it makes of the text counts as calls if it is an object (or a list of them) with a
name and arguments. Every row is judged by the same rule, after the same checks against the case's files.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smallcode.speech.outcome import carry_out
from smallcode.speech.parser import parse_reply
from smallcode.speech.types import Call, Parsed
from smallcode.speech.vocabulary import Vocabulary

DATA = Path(__file__).parents[1] / "tests" / "data"
CORPORA = [DATA / "malformed.jsonl", DATA / "malformed_more.jsonl"]
KINDS = ("calls", "edits and files", "nothing may run")
Reader = Callable[[dict[str, Any], list[dict[str, Any]]], Parsed]


def ours(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """SmallCode's parser."""
    return parse_reply(
        case["raw"], tools=tools, files=files_of(case), finish=case.get("finish", "stop"),
        mode=case.get("mode", "act"), native_calls=case.get("native_calls"), expected=case.get("expected", ()),
    )  # fmt: skip


def plain_json(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """json.loads on the whole reply."""
    return as_calls(json.loads(case["raw"]), tools)


def json_repair_alone(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """json-repair on the whole reply."""
    import json_repair

    return as_calls(json_repair.loads(case["raw"]), tools)


def langchain_json(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """LangChain's JsonOutputParser, which finds JSON in Markdown and mends what is partial."""
    from langchain_core.output_parsers import JsonOutputParser

    return as_calls(JsonOutputParser().parse(case["raw"]), tools)


def langchain_tools(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """LangChain's JsonOutputToolsParser: reads the calls that the server parsed."""
    from langchain_core.messages import AIMessage
    from langchain_core.output_parsers import JsonOutputToolsParser
    from langchain_core.outputs import ChatGeneration

    native = [
        {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": arguments_text(call)}}
        for call in case.get("native_calls", [])
    ]
    message = AIMessage(content=case["raw"], additional_kwargs={"tool_calls": native} if native else {})
    found = JsonOutputToolsParser().parse_result([ChatGeneration(message=message)])
    return as_calls([{"name": call["type"], "arguments": call["args"]} for call in found], tools)


def arguments_text(call: dict[str, Any]) -> str:
    """The arguments of a native call, as the wire has them."""
    given = call["arguments"]
    return given if isinstance(given, str) else json.dumps(given)


def langchain_xml(case: dict[str, Any], tools: list[dict[str, Any]]) -> Parsed:
    """LangChain's XMLOutputParser: a tag is a tool, or holds one as JSON."""
    from langchain_core.output_parsers import XMLOutputParser

    value = XMLOutputParser(parser="xml").parse(case["raw"])
    for key, inner in value.items():
        if isinstance(inner, str) and inner.strip().startswith(("{", "[")):
            return as_calls(json.loads(inner), tools)
        if isinstance(inner, list):
            merged = {name: text for item in inner if isinstance(item, dict) for name, text in item.items()}
            return as_calls({"name": key, "arguments": merged}, tools)
    return Parsed()


READERS: dict[str, Reader] = {
    "SmallCode": ours,
    "json-repair alone": json_repair_alone,
    "LangChain JsonOutputParser": langchain_json,
    "LangChain JsonOutputToolsParser": langchain_tools,
    "LangChain XMLOutputParser": langchain_xml,
    "json.loads": plain_json,
}


def as_calls(value: Any, tools: list[dict[str, Any]]) -> Parsed:
    """Take ``value`` for calls where it plainly is one or a list of them."""
    known = {tool["name"] for tool in tools}
    calls = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        arguments = item.get("arguments", item.get("parameters"))
        if item.get("name") in known and isinstance(arguments, dict):
            calls.append(Call(name=item["name"], arguments=arguments))
    return Parsed(calls=calls)


def files_of(case: dict[str, Any]) -> dict[str, str]:
    """The files that exist before the reply."""
    return dict(case.get("context", {}).get("files", {}))


def is_right(case: dict[str, Any], parsed: Parsed, tools: list[dict[str, Any]]) -> bool:
    """Whether the reading leads to what was meant: calls by name and arguments, edits by the texts they lead to."""
    files = files_of(case)
    got = carry_out(parsed, files, Vocabulary(tools)).as_json()
    expect = case["expect"]
    if isinstance(expect, list):
        return bool(got["calls"] == expect and texts_after(files, got) == files)
    return not got["calls"] and texts_after(files, got) == texts_after(files, expect)


def texts_after(files: dict[str, str], result: dict[str, Any]) -> dict[str, Any]:
    """Apply edits, then whole files."""
    out: dict[str, Any] = dict(files)
    for edit in result.get("edits", []):
        out[edit["path"]] = out[edit["path"]].replace(edit["old"], edit["new"], 1)
    return {**out, **result.get("files", {})}


def kind_of(case: dict[str, Any]) -> str:
    """Which column a case counts for."""
    if not isinstance(case["expect"], list):
        return KINDS[1]
    return KINDS[0] if case["expect"] else KINDS[2]


def measure(cases: list[dict[str, Any]], tools: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Count the right readings of every reader, and the calls that ran though nothing may."""
    table: dict[str, dict[str, Any]] = {}
    for name, reader in READERS.items():
        row: dict[str, Any] = {**dict.fromkeys(KINDS, 0), "seconds": 0.0}
        for case in cases:
            start = time.perf_counter()
            try:
                parsed = reader(case, tools)
            except Exception:
                parsed = Parsed()
            row["seconds"] += time.perf_counter() - start
            row[kind_of(case)] += is_right(case, parsed, tools)
        table[name] = row
    return table


def as_markdown(table: dict[str, dict[str, Any]], cases: list[dict[str, Any]]) -> str:
    """The table as Markdown."""
    totals = {kind: sum(kind_of(case) == kind for case in cases) for kind in KINDS}
    head = [f"{kind} ({totals[kind]})" for kind in KINDS]
    lines = [f"| reader | {' | '.join(head)} | right | ms a reply |", "|---" * (len(KINDS) + 3) + "|"]
    for name, row in table.items():
        right = sum(row[kind] for kind in KINDS)
        cells = " | ".join(str(row[kind]) for kind in KINDS)
        lines.append(f"| {name} | {cells} | {right / len(cases):.1%} | {1000 * row['seconds'] / len(cases):.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Print one table for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", nargs="*", type=Path, default=CORPORA)
    arguments = parser.parse_args()
    tools = json.loads((DATA / "malformed-tools.json").read_text(encoding="utf-8"))
    for path in arguments.corpus:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        print(f"{path.name}: {len(cases)} replies\n")
        print(as_markdown(measure(cases, tools), cases), end="\n\n")


if __name__ == "__main__":
    main()
