"""What a model has to read: the first request's overhead in its own tokens, and what its cache spares it."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from smallcode.errors import NoModel
from smallcode.evals.measures.processes import BUGGY, FIX, PROMPT, TEST, run, scratch, scripted, smallcode
from smallcode.evals.measures.table import Row, judged, skipped

SMALLEST = "qwen2.5-coder-0.5b"
OVERHEAD_LIMIT = 300
CACHE_LIMIT = 95.0
OVERHEAD = "first request besides task and code"
CACHED = "earlier prompt that came from the cache"
TASK = """\
prompt: Fix `add` in calc.py, it must add its arguments.
consent: runs
checks: [{run: "false"}]
limits: {repairs: 3, samples: 1, decompositions: 0}
"""
WRONG = [{"say": f"calc.py\n```python\ndef add(a, b):\n    return a {sign} b\n```\n"} for sign in "*/%@|&^"]


def prompt_rows() -> list[Row]:
    """With the real model where its weights are, else the overhead alone by the scripted count."""
    from smallcode.models.catalogue import find_weights

    body = _first_request()
    try:
        find_weights(SMALLEST)
    except NoModel:
        why = f"no weights: smallcode models pull {SMALLEST}"
        return [_overhead_row(_scripted_overhead(body), "by the scripted count; " + why), skipped(CACHED, why)]
    return asyncio.run(_with_model(body, _conversation()))


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


def _conversation() -> list[list[dict[str, Any]]]:
    """The messages of each turn of a session whose check never passes: wrong answers, and what they are told."""
    with scratch({"calc.py": BUGGY}) as folder, scripted(folder / "server", WRONG, model=SMALLEST) as server:
        (folder / "task.yaml").write_text(TASK, encoding="utf-8")
        place = ("-C", str(folder / "project"), "-m", f"openai:{SMALLEST}", "--base-url", server.base_url)
        run(smallcode("run", str(folder / "task.yaml"), *place), cwd=folder, home=folder / "home")
        return [asked["body"]["messages"] for asked in server.asked()]


async def _with_model(body: dict[str, Any], turns: list[list[dict[str, Any]]]) -> list[Row]:
    from smallcode.models.embedded import acquire

    server = await acquire(SMALLEST, context_tokens=4096)
    try:
        ask = _Door(server.base_url.rstrip("/"), server.api_key)
        whole, besides = await asyncio.to_thread(_overhead, ask, body)
        shares = await asyncio.to_thread(cache_shares, ask, turns)
    finally:
        await server.close()
    overhead = _overhead_row(besides, f"{whole} in all, by the tokenizer and template of {SMALLEST}")
    if not shares:
        return [overhead, skipped(CACHED, "the session had no later turn")]
    note = f"llama.cpp, {SMALLEST}, later turns: {', '.join(f'{share:.1f}' for share in shares)}"
    return [overhead, judged(CACHED, min(shares), CACHE_LIMIT, "{:.1f} %", at_least=True, note=note)]


@dataclass(frozen=True)
class _Door:
    """Asks the server; ``door(path, body)`` returns the JSON of its answer."""

    url: str
    key: str

    def __call__(self, path: str, given: dict[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310 - our own server on loopback
            self.url + path,
            data=json.dumps(given).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )
        with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
            return json.load(response)


def _overhead(ask: _Door, body: dict[str, Any]) -> tuple[int, int]:
    """Tokens of the whole templated prompt, and those left without the task's and the code's text."""
    prompt = ask("/apply-template", {"messages": body["messages"]})["prompt"]
    whole, *parts = (
        len(ask("/tokenize", {"content": text, "add_special": True, "parse_special": True})["tokens"])
        for text in (prompt, PROMPT, BUGGY)
    )
    return whole, whole - sum(parts)


def cache_shares(ask: _Door, turns: list[list[dict[str, Any]]]) -> list[float]:
    """Send the turns; for each that goes on with a conversation, the percent of the prompt before that was cached.

    A turn is sent as the harness made it, but with a short reply: what counts is whether the prompt still begins with
    the very tokens that the server read before. A turn with no more messages than the last began a new conversation.
    """
    shares: list[float] = []
    before, size = 0, 0
    for messages in turns:
        usage = ask("/v1/chat/completions", {"messages": messages, "max_tokens": 8, "cache_prompt": True})["usage"]
        if before and len(messages) > before:
            shares.append(100 * min(usage["prompt_tokens_details"]["cached_tokens"] / size, 1.0))
        before, size = len(messages), usage["prompt_tokens"]
    return shares
