"""Ollama's native API through langchain-ollama: the only one that takes an explicit window (``num_ctx``).

Importing this module costs most of a second of CPU: ``chat.warm_up`` does it in a thread.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from langchain_ollama import ChatOllama
from pydantic import ValidationError

from smallcode.models.client import Client, Delta, Endpoint, Figures, count, native_tool, rate
from smallcode.models.dialogue import as_langchain, prepared
from smallcode.models.http import Timeouts, client_options
from smallcode.models.profiles import Profile
from smallcode.models.types import Request

_COUNTS = frozenset(
    {
        "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration", "total_duration",
        "load_duration",
    }
)  # fmt: skip


class _Chat(ChatOllama):
    """ChatOllama whose stream can be read before its conversion drops thinking, counts and times."""

    async def parts(self, messages: list[Any], **options: Any) -> AsyncGenerator[Mapping[str, Any]]:
        """The server's own stream parts, closed in order when the reader stops."""
        assert self._async_client is not None
        parameters: dict[str, Any] = self._chat_params(messages, **options)
        async with aclosing(await self._async_client.chat(**parameters)) as stream:
            async for part in stream:
                yield part

    async def close(self) -> None:
        """Close the connections of both clients."""
        if self._async_client is not None:
            await self._async_client.close()  # type: ignore[no-untyped-call]
        if self._client is not None:
            self._client.close()  # type: ignore[no-untyped-call]


class OllamaClient(Client):
    """One Ollama server. Each request asks for ``context_tokens``: the server's own default is small."""

    def __init__(self, endpoint: Endpoint, timeouts: Timeouts, context_tokens: int) -> None:
        self._endpoint = endpoint
        self._context_tokens = context_tokens
        headers = dict(endpoint.headers)
        if endpoint.api_key:
            headers["Authorization"] = f"Bearer {endpoint.api_key}"
        options = client_options(endpoint.base_url, timeouts)
        self._chat = _Chat(
            model=endpoint.model,
            base_url=endpoint.base_url,
            client_kwargs={"headers": headers} if headers else {},
            async_client_kwargs=options,
            sync_client_kwargs={"trust_env": False},
        )

    async def deltas(self, request: Request, profile: Profile) -> AsyncGenerator[Delta]:
        """See ``Client``."""
        messages = as_langchain(prepared(request.messages, profile, thinking=request.thinking))
        options = request_options(request, profile, self._context_tokens)
        async with aclosing(self._chat.parts(messages, **options)) as stream:
            try:
                async for part in stream:
                    yield _delta(part)
            except ValidationError as error:
                # The library refuses a whole last line for one odd count in it; the reply before is good.
                if any(str(problem["loc"][0]) not in _COUNTS for problem in error.errors()):
                    raise
                yield Delta(finish="stop")

    async def close(self) -> None:
        """See ``Client``."""
        await self._chat.close()


def request_options(request: Request, profile: Profile, context_tokens: int) -> dict[str, Any]:
    """Keyword arguments of one request."""
    sampling = profile.sampling
    temperature = sampling.temperature if request.temperature is None else request.temperature
    stop = [*request.stop, *profile.stop]
    values: dict[str, Any] = {
        "num_ctx": context_tokens, "num_predict": request.max_tokens, "temperature": temperature,
        "top_p": sampling.top_p, "top_k": sampling.top_k, "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty, "presence_penalty": sampling.presence_penalty,
        "seed": request.seed, "stop": stop or None,
    }  # fmt: skip
    options: dict[str, Any] = {"options": {key: value for key, value in values.items() if value is not None}}
    if request.schema is not None:
        options["format"] = request.schema
    if request.tools:
        options["tools"] = [native_tool(tool) for tool in request.tools]
    if profile.thinking.switch == "reasoning_effort":
        options["reasoning"] = "medium" if request.thinking else "low"
    elif profile.thinking.switch != "none":
        options["reasoning"] = request.thinking
    return options


def _delta(part: Mapping[str, Any]) -> Delta:
    message = part["message"] if part.get("message") is not None else {}
    calls = []
    for call in message.get("tool_calls") or []:
        arguments = call["function"]["arguments"]
        text = arguments if isinstance(arguments, str) else json.dumps(dict(arguments))
        calls.append({"index": None, "id": "", "name": call["function"]["name"], "arguments": text})
    done = part.get("done") is True
    if done and part.get("done_reason") == "load":
        return Delta()
    return Delta(
        text=message.get("content") or "",
        reasoning=message.get("thinking") or "",
        calls=tuple(calls),
        finish=str(part.get("done_reason") or "stop") if done else "",
        figures=_figures(part) if done else None,
    )


def _figures(part: Mapping[str, Any]) -> Figures:
    completion, nanoseconds = count(part.get("eval_count")), part.get("eval_duration") or 0
    speed = completion / nanoseconds * 1e9 if completion and nanoseconds > 0 else None
    return Figures(
        prompt_tokens=count(part.get("prompt_eval_count")),
        completion_tokens=completion,
        tokens_per_second=rate(speed),
    )
