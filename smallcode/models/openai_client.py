"""OpenAI-compatible servers through langchain-openai: llama.cpp, vLLM, SGLang, LM Studio, the clouds.

Importing this module costs a second or two of CPU: ``chat.warm_up`` does it in a thread.
"""

from __future__ import annotations

import warnings
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import httpx
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from smallcode.models.client import Client, Delta, Endpoint, Figures, count, native_tool, rate
from smallcode.models.dialogue import as_langchain, prepared
from smallcode.models.http import Timeouts, client_options
from smallcode.models.profiles import Profile
from smallcode.models.types import Request

# A server's wrong figures are ours to judge (`client.count`), not a warning on somebody's terminal.
warnings.filterwarnings("ignore", message="Pydantic serializer warnings", category=UserWarning)


class _Chat(ChatOpenAI):
    """ChatOpenAI that keeps what its stream loses: reasoning, timings, the usage as it came."""

    def _get_request_payload(self, input_: Any, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Let the parts that grow travel in ``extra_body``, where the client takes them as they are.

        Elsewhere it walks through every field of every message at each request: 0.2 s of CPU after 70 turns.
        """
        payload: dict[str, Any] = super()._get_request_payload(input_, stop=stop, **kwargs)
        grown = {key: payload.pop(key) for key in ("messages", "tools") if key in payload}
        return {**payload, "messages": [], "extra_body": {**(payload.get("extra_body") or {}), **grown}}

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        usage, timings = chunk.get("usage"), chunk.get("timings")
        chunk = {**chunk, "usage": None, "choices": chunk.get("choices") or []}
        made = super()._convert_chunk_to_generation_chunk(chunk, AIMessageChunk, base_generation_info)
        if made is None:
            return None
        delta = (chunk["choices"][0].get("delta") or {}) if chunk["choices"] else {}
        extra = made.message.additional_kwargs
        extra["reasoning"] = delta.get("reasoning_content") or delta.get("reasoning") or ""
        extra["figures"] = {"usage": usage, "timings": timings} if usage or timings else None
        return made


class OpenAIClient(Client):
    """One OpenAI-compatible server."""

    def __init__(self, endpoint: Endpoint, timeouts: Timeouts) -> None:
        self._endpoint = endpoint
        self._http = httpx.AsyncClient(**client_options(endpoint.base_url, timeouts))

        async def key() -> str:
            return endpoint.api_key or "none"

        self._chat = _Chat(
            model=endpoint.model, base_url=endpoint.base_url, api_key=key, http_async_client=self._http,
            max_retries=0, use_responses_api=False, streaming=True,
            stream_usage="stream_usage" in endpoint.accepts, stream_chunk_timeout=None,
            timeout=httpx.Timeout(None, connect=timeouts.connect),
            openai_proxy=None, default_headers=endpoint.headers or None, cache=False,
        )  # fmt: skip
        # The user's account with one service is no other server's business.
        self._chat.root_async_client.organization = None
        self._chat.root_async_client.project = None

    async def deltas(self, request: Request, profile: Profile) -> AsyncGenerator[Delta]:
        """See ``Client``."""
        messages = as_langchain(prepared(request.messages, profile, thinking=request.thinking))
        options = request_options(request, profile, self._endpoint)
        chunks = cast("AsyncGenerator[ChatGenerationChunk]", self._chat._astream(messages, **options))
        async with aclosing(chunks) as stream:
            async for chunk in stream:
                yield _delta(chunk)

    async def close(self) -> None:
        """See ``Client``."""
        await self._http.aclose()


def request_options(request: Request, profile: Profile, endpoint: Endpoint) -> dict[str, Any]:
    """Keyword arguments of one request; what goes beyond OpenAI's own fields travels in ``extra_body``.

    ``response_format`` does too: langchain-openai would turn to another, parsing stream for it.
    """
    accepts, sampling = endpoint.accepts, profile.sampling
    temperature = sampling.temperature if request.temperature is None else request.temperature
    extra: dict[str, Any] = {endpoint.max_tokens_field: request.max_tokens}
    values: dict[str, Any] = {
        "temperature": temperature, "top_p": sampling.top_p, "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty, "presence_penalty": sampling.presence_penalty,
        "seed": request.seed, "grammar": request.grammar,
    }  # fmt: skip
    extra.update({key: value for key, value in values.items() if value is not None and key in accepts})
    if request.slot is not None and "slot" in accepts:
        extra["id_slot"] = request.slot
    if "cache_prompt" in accepts:
        extra["cache_prompt"] = True
    if request.schema is not None and "json_schema" in accepts and not request.grammar:
        schema = {"name": "reply", "strict": True, "schema": request.schema}
        extra["response_format"] = {"type": "json_schema", "json_schema": schema}
    extra.update(_thinking(request, profile, accepts))
    options: dict[str, Any] = {"extra_body": extra}
    if stop := [*request.stop, *profile.stop][:4]:
        options["stop"] = stop
    if request.tools:
        options["tools"] = [native_tool(tool) for tool in request.tools]
    return options


def _thinking(request: Request, profile: Profile, accepts: frozenset[str]) -> dict[str, Any]:
    switch = profile.thinking.switch
    if switch == "enable_thinking" and "template_switch" in accepts:
        return {"chat_template_kwargs": {"enable_thinking": request.thinking}}
    if switch == "reasoning_effort":
        effort = "medium" if request.thinking else "low"
        if "reasoning_effort" in accepts:
            return {"reasoning_effort": effort}
        if "template_switch" in accepts:
            return {"chat_template_kwargs": {"reasoning_effort": effort}}
    return {}


def _delta(chunk: ChatGenerationChunk) -> Delta:
    message = chunk.message
    fragments = message.tool_call_chunks if isinstance(message, AIMessageChunk) else []
    calls = tuple(
        {"index": f["index"], "id": f["id"] or "", "name": f["name"] or "", "arguments": f["args"] or ""}
        for f in fragments
    )
    text = message.content if isinstance(message.content, str) else ""
    info = chunk.generation_info or {}
    extra = message.additional_kwargs
    return Delta(
        text=text, reasoning=str(extra.get("reasoning") or ""), calls=calls,
        finish=str(info.get("finish_reason") or ""), figures=_figures(extra.get("figures")),
    )  # fmt: skip


def _figures(raw: dict[str, Any] | None) -> Figures | None:
    if not raw:
        return None
    usage = raw.get("usage") if isinstance(raw.get("usage"), dict) else {}
    timings = raw.get("timings") if isinstance(raw.get("timings"), dict) else {}
    assert usage is not None and timings is not None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    return Figures(
        prompt_tokens=count(usage.get("prompt_tokens")),
        cached_tokens=count(cached if cached is not None else timings.get("cache_n")),
        completion_tokens=count(usage.get("completion_tokens")),
        tokens_per_second=rate(timings.get("predicted_per_second")),
    )
