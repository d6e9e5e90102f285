"""The embedded server with real weights."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from smallcode.models.embedded import EmbeddedServer, acquire

MODEL = "qwen2.5-coder-0.5b"


def chat(server: EmbeddedServer, messages: list[dict[str, str]]) -> Any:
    body = {"messages": messages, "max_tokens": 24, "temperature": 0}
    request = urllib.request.Request(
        f"{server.base_url}/v1/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {server.api_key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)


@pytest.mark.real_model
async def test_a_conversation_that_grows_is_served_from_the_cache() -> None:
    """At least 95% of what was already there, the reply included, on every later turn."""
    server = await acquire(MODEL, context_tokens=4096)
    try:
        listing = "".join(f"def area_{n}(width, height):\n    return width * height\n" for n in range(12))
        messages = [{"role": "user", "content": f"Say in one sentence what this does:\n{listing}"}]
        before = 0
        for turn in range(3):
            reply = chat(server, messages)
            usage = reply["usage"]
            cached = usage["prompt_tokens_details"]["cached_tokens"]
            if turn:
                assert cached >= 0.95 * before
            before = usage["prompt_tokens"] + usage["completion_tokens"]
            text = reply["choices"][0]["message"]["content"]
            assert text.strip()
            messages += [{"role": "assistant", "content": text}, {"role": "user", "content": "Say it shorter."}]
    finally:
        await server.close()
