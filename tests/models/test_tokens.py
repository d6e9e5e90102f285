"""Counting tokens: how good the estimate is, and what happens when the server can't count."""

from __future__ import annotations

import time

import pytest

from smallcode.models.http import Door
from smallcode.models.tokens import EstimateCounter, ServerCounter, estimate_tokens
from smallcode.testing import ScriptedServer, count_tokens

PYTHON = """def total(items: list[Item]) -> float:
    \"\"\"Add up.\"\"\"
    result = 0.0
    for item in items:
        if item.price is None:
            continue
        result += item.price * item.quantity
    return round(result, 2)
"""
JAVASCRIPT = """export function debounce(fn, wait = 250) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
}
"""
JSON = '{"name": "demo", "version": "1.2.3", "scripts": {"test": "node --test"}, "ids": [1024, 2048, 4096]}\n'
PROSE = (
    "The function must return an empty list when nothing was found, and it must never raise. "
    "Existing callers rely on the order of the results.\n"
)
YAML = "limits:\n  steps: 25\n  seconds: 600\nmodels:\n  - name: small\n    url: http://127.0.0.1:8080/v1\n"
HTML = '<ul class="items">\n  <li><a href="/one">One</a></li>\n  <li><a href="/two">Two</a></li>\n</ul>\n'
# Counted by the tokenizer of Qwen2.5-Coder (llama.cpp's /tokenize).
REAL = {
    "python": (PYTHON * 3, 171),
    "javascript": (JAVASCRIPT * 3, 129),
    "json": (JSON * 4, 192),
    "prose": (PROSE * 4, 112),
    "yaml": (YAML * 4, 188),
    "html": (HTML * 4, 152),
    "cyrillic": ("Функция должна вернуть пустой список, если ничего не найдено.\n" * 3, 51),
    "chinese": ("如果什么都没有找到，函数必须返回一个空列表。\n" * 3, 36),
}


@pytest.mark.parametrize("kind", sorted(REAL))
def test_estimate_is_near_the_real_count(kind: str) -> None:
    text, real = REAL[kind]
    allowed = 0.3 if kind in ("cyrillic", "chinese") else 0.12
    assert estimate_tokens(text) == pytest.approx(real, rel=allowed)


def test_estimate_scales_with_the_profile() -> None:
    assert estimate_tokens(PYTHON, 1.7) == pytest.approx(2 * estimate_tokens(PYTHON), abs=1)
    assert estimate_tokens("") == 0
    assert estimate_tokens("x") == 1


def test_estimate_of_a_megabyte_is_quick() -> None:
    began = time.perf_counter()
    assert estimate_tokens(PYTHON * 4000) > 100_000
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(("kind", "style"), [("llama.cpp", "llama.cpp"), ("vllm", "vllm")])
async def test_server_counts_and_is_asked_once(kind: str, style: str) -> None:
    with ScriptedServer(kind=kind) as server:  # type: ignore[arg-type]
        counter = ServerCounter(Door(server.root_url), style, "scripted", 3.4)  # type: ignore[arg-type]
        assert await counter.count(PYTHON) == count_tokens(PYTHON)
    # The server is gone: what it said before still holds, and new text is estimated.
    assert await counter.count(PYTHON) == count_tokens(PYTHON)
    assert await counter.count(JSON) == estimate_tokens(JSON)
    await counter.close()


async def test_server_without_a_tokenizer_is_estimated() -> None:
    with ScriptedServer(kind="openai") as server:
        counter = ServerCounter(Door(server.root_url), "llama.cpp", "scripted", 3.4)
        assert await counter.count(PROSE) == estimate_tokens(PROSE)
        await counter.close()
    assert await EstimateCounter(3.4).count(PROSE) == estimate_tokens(PROSE)
