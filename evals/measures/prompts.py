"""What a model has to read: the first request's overhead in its own tokens, and what its cache spares it."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from pathlib import Path
from typing import Any

from smallcode.errors import NoModel
from smallcode.evals.measures.processes import BUGGY, FIX, PROMPT, TEST, run, scratch, scripted, smallcode
from smallcode.evals.measures.table import Row, judged, skipped

SMALLEST = "qwen2.5-coder-0.5b"
OVERHEAD_LIMIT = 300
CACHE_LIMIT = 95.0
OVERHEAD = "first request besides task and code"
CACHED = "earlier prompt that came from the cache"
IMPOSSIBLE = """\
prompt: Fix `add` in calc.py, it must add its arguments.
consent: runs
checks: [{run: "false"}]
limits: {repairs: 3, samples: 1, decompositions: 0}
"""


def prompt_rows() -> list[Row]:
    """With the real model where its weights are, else the overhead alone by the scripted count."""
    from smallcode.models.catalogue import find_weights

    body = _first_request()
    try:
        find_weights(SMALLEST)
    except NoModel:
        why = f"no weights: smallcode models pull {SMALLEST}"
        return [_overhead_row(_scripted_overhead(body), "by the scripted count; " + why), skipped(CACHED, why)]
    overhead, note = asyncio.run(_real_overhead(body))
    return [_overhead_row(overhead, note), _cache_row()]


def _overhead_row(tokens: int, note: str) -> Row:
    return judged(OVERHEAD, tokens, OVERHEAD_LIMIT, "{:.0f} tokens", note=f"level workflow, {note}")


def _first_request() -> dict[str, Any]:
    """The body of the first request of a small bug fix, for a model of the workflow level."""
    files = {"calc.py": BUGGY, "test_calc.py": TEST}
    with scratch(files) as folder, scripted(folder / "server", [{"say": FIX}], model=SMALLEST) as server:
        arguments = ("run", "-p", PROMPT, "-m", f"openai:{SMALLEST}", "--base-url", server.base_url)
        ran = run(smallcode(*arguments), cwd=folder / "project", home=folder / "home")
        asked = server.asked()
    if ran.exit_code or not asked:
        raise RuntimeError(f"The run was not as expected (exit code {ran.exit_code}):\n{ran.output}")
    body: dict[str, Any] = asked[0]["body"]
    return body


def _scripted_overhead(body: dict[str, Any]) -> int:
    from smallcode.testing.script import count_tokens, message_text

    return count_tokens(message_text(body)) - count_tokens(PROMPT) - count_tokens(BUGGY)


async def _real_overhead(body: dict[str, Any]) -> tuple[int, str]:
    """Tokens of the whole templated prompt, less those of the task's and the code's text."""
    from smallcode.models.embedded import acquire

    server = await acquire(SMALLEST, context_tokens=4096)
    try:

        def post(path: str, given: dict[str, Any]) -> Any:
            request = urllib.request.Request(  # noqa: S310 - our own server on loopback
                server.base_url.rstrip("/") + path,
                data=json.dumps(given).encode(),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {server.api_key}"},
            )
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                return json.load(response)

        def measure() -> tuple[int, int]:
            prompt = post("/apply-template", {"messages": body["messages"]})["prompt"]
            whole, *parts = (
                len(post("/tokenize", {"content": text, "add_special": True, "parse_special": True})["tokens"])
                for text in (prompt, PROMPT, BUGGY)
            )
            return whole, sum(parts)

        whole, asked_for = await asyncio.to_thread(measure)
    finally:
        await server.close()
    return whole - asked_for, f"{whole} in all, by the tokenizer and template of {SMALLEST}"


def _cache_row() -> Row:
    """A real session whose check never passes, so that every turn goes on in the same conversation."""
    with scratch({"calc.py": BUGGY}) as folder:
        (folder / "task.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
        events = folder / "events.jsonl"
        command = ("run", str(folder / "task.yaml"), "-C", str(folder / "project"), "-m", f"embedded:{SMALLEST}")
        ran = run(smallcode(*command, "--events", str(events)), cwd=folder / "project")
        shares = cache_shares(events)
    if not shares:
        return skipped(CACHED, f"the session had no later turn (exit code {ran.exit_code})")
    shown = ", ".join(f"{share:.1f}" for share in shares)
    note = f"llama.cpp, {SMALLEST}, later turns: {shown}"
    return judged(CACHED, min(shares), CACHE_LIMIT, "{:.1f} %", at_least=True, note=note)


def cache_shares(events: Path) -> list[float]:
    """For each later turn of a conversation: percent of the turn before's prompt that was read from the cache."""
    before: dict[int, int] = {}
    shares: list[float] = []
    for line in events.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["type"] != "model_replied":
            continue
        conversation = event["conversation"]
        if conversation in before:
            shares.append(100 * min(event["cached_tokens"] / before[conversation], 1.0))
        before[conversation] = event["prompt_tokens"]
    return shares
