"""HumanEval and MBPP, and their + forms: one Python function, judged by published tests and by inputs.

Read as published: HumanEval's JSON lines; MBPP's JSON lines and its sanitized list; HumanEval+ and MBPP+ with
base_input, plus_input, contract and atol, or with a test script.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput
from smallcode.evals.adapters.drafts import Draft, put, records, safe_name, text_of
from smallcode.evals.task import Check, TaskSpec

CHECKER = Path(__file__).parent / "children" / "function_checks.py"
FILE = "solution.py"
CHECK_SECONDS = 180.0


def read_humaneval(path: Path) -> Iterator[Draft]:
    """Tasks of a HumanEval or HumanEval+ file.

    Raises:
        BadInput: a record lacks something.
    """
    for where, record in records(path):
        stub, entry = text_of(record, "prompt", where=where), text_of(record, "entry_point", where=where)
        reference = stub + text_of(record, "canonical_solution", where=where)
        prompt = (
            f"Complete the function `{entry}` in {FILE}. Its docstring says what it has to do. "
            "Keep its name and its arguments."
        )
        facts = {
            "entry_point": entry, "reference": reference, "check": record.get("test") or "", **_inputs(record),
            "contract": _with_contract(stub, record),
        }  # fmt: skip
        _ensure_judged(facts, where)
        yield _draft(record, entry, prompt, facts, files={FILE: _runnable(stub)}, category="humaneval")


def read_mbpp(path: Path) -> Iterator[Draft]:
    """Tasks of an MBPP, sanitized MBPP or MBPP+ file. The agent sees one assertion, for the name and the arguments.

    Raises:
        BadInput: a record lacks something.
    """
    for where, record in records(path):
        reference = text_of(record, "canonical_solution", "code", where=where)
        asserts = [line for line in record.get("test_list") or _lines(record.get("assertion")) if line.strip()]
        entry = str(record.get("entry_point") or _called(asserts, reference, where))
        text = text_of(record, "text", "prompt", where=where).strip().strip('"').strip()
        shown = "" if "assert" in text or not asserts else f"\n\nFor example:\n\n    {asserts[0]}"
        prompt = f"{text}{shown}\n\nWrite it in a new file {FILE}; the function is called `{entry}`."
        facts = {
            "entry_point": entry, "reference": reference, "script": record.get("test") or "",
            "asserts": [] if record.get("test") else [*asserts, *(record.get("challenge_test_list") or [])],
            "setup": "\n".join([*(record.get("test_imports") or []), record.get("test_setup_code") or ""]),
            "examples": asserts, **_inputs(record), "contract": _with_contract(reference, record, body=True),
        }  # fmt: skip
        _ensure_judged(facts, where)
        yield _draft(record, entry, prompt, facts, files={}, category="mbpp")


def _draft(
    record: dict[str, Any], entry: str, prompt: str, facts: dict[str, Any], *, files: dict[str, str], category: str
) -> Draft:
    spec = TaskSpec(
        title=entry, category=category, prompt=prompt, half="closed",
        check=[Check(python="hidden_function.py", seconds=CHECK_SECONDS)],
    )  # fmt: skip

    def fill(folder: Path) -> None:
        for name, content in files.items():
            put(folder / "files", name, content)
        put(folder / "hidden", "hidden_function.py", CHECKER.read_bytes())
        put(folder / "hidden", "hidden_function.json", json.dumps(facts))
        put(folder / "solution", FILE, facts["reference"])

    return Draft(safe_name(str(record.get("task_id", entry))), spec, fill)


def _inputs(record: dict[str, Any]) -> dict[str, Any]:
    inputs = [*(record.get("base_input") or []), *(record.get("plus_input") or [])]
    return {"inputs": [list(args) if isinstance(args, list) else [args] for args in inputs],
            "atol": float(record.get("atol") or 0)}  # fmt: skip


def _with_contract(head: str, record: dict[str, Any], *, body: bool = False) -> str:
    """The reference with its contract, which refuses what is no input; empty where there is none that parses.

    ``head`` is what comes before the function's body (HumanEval), or the whole reference (``body``).
    """
    contract = textwrap.dedent(str(record.get("contract") or "").strip("\n"))
    entry = str(record.get("entry_point"))
    before, after = head, str(record.get("canonical_solution"))
    if body:
        parts = re.split(rf"(?m)^(def {re.escape(entry)} *\(.*:[ \t]*\n)", head, maxsplit=1)
        if len(parts) != 3:
            return ""
        before, after = parts[0] + parts[1], parts[2]
    inner = re.search(r"(?m)^([ \t]+)\S", after)
    if not contract or inner is None:
        return ""
    whole = f"{before.rstrip()}\n{textwrap.indent(contract, inner[1])}\n{after}"
    try:
        ast.parse(whole)
    except SyntaxError:
        return ""
    return whole


def _runnable(stub: str) -> str:
    """The stub as a file that parses."""
    try:
        ast.parse(stub)
    except SyntaxError:
        return f"{stub.rstrip()}\n    pass\n"
    return stub


def _lines(text: Any) -> list[str]:
    return str(text).strip().splitlines() if text else []


def _called(asserts: list[str], reference: str, where: str) -> str:
    """The function of the reference that the assertions call."""
    try:
        defined = {node.name for node in ast.parse(reference).body if isinstance(node, ast.FunctionDef)}
        for line in asserts:
            for node in ast.walk(ast.parse(line.strip())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in defined:
                    return node.func.id
    except SyntaxError as error:
        raise BadInput(f"{where}: this does not parse: {error}.") from None
    raise BadInput(f"{where}: no assertion calls a function of the solution.")


def _ensure_judged(facts: dict[str, Any], where: str) -> None:
    tests = [facts.get(key) for key in ("check", "script", "asserts", "inputs")]
    if not any(tests):
        raise BadInput(f"{where}: there are no tests and no inputs.", hint="Is this a file of that benchmark?")
    imports_numpy = any("import numpy" in str(facts.get(key, "")) for key in ("check", "script"))
    if imports_numpy and importlib.util.find_spec("numpy") is None:
        raise BadInput(f"{where}: its tests import numpy.", hint="Install numpy beside SmallCode: pip install numpy")
