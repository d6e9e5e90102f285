"""What the servers tell about themselves besides chatting: models, context sizes, slots, versions."""

from __future__ import annotations

import json
from typing import Any, Literal

from smallcode.testing.script import split_tokens

ServerKind = Literal["llama.cpp", "openai", "vllm", "ollama", "lmstudio", "koboldcpp"]


def answer_info(
    kind: ServerKind, method: str, path: str, body: dict[str, Any], model: str, context_tokens: int
) -> tuple[int, Any] | None:
    """Status and JSON of an endpoint that is not the chat; None: this kind of server has no such endpoint."""
    tables = {
        "llama.cpp": _llama_cpp, "openai": _openai, "vllm": _vllm, "ollama": _ollama, "lmstudio": _lmstudio,
        "koboldcpp": _koboldcpp,
    }  # fmt: skip
    found = tables[kind](model, context_tokens, body).get(f"{method} {path}")
    return None if found is None else (200, found)


def _model_list(model: str, **extra: Any) -> dict[str, Any]:
    return {"object": "list", "data": [{"id": model, "object": "model", "owned_by": "scripted", **extra}]}


def _openai(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"GET /v1/models": _model_list(model)}


def _vllm(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    tokens = tokenize(str(body.get("prompt", "")))
    return {
        "GET /v1/models": _model_list(model, max_model_len=context_tokens),
        "GET /version": {"version": "0.0-scripted"},
        "POST /tokenize": {"count": len(tokens), "max_model_len": context_tokens, "tokens": tokens},
    }


def _koboldcpp(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "GET /v1/models": _model_list(f"koboldcpp/{model}"),
        "GET /api/extra/true_max_context_length": {"value": context_tokens},
        "GET /api/extra/version": {"result": "KoboldCpp", "version": "0.0-scripted"},
    }


def _llama_cpp(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    meta = {"n_ctx_train": 32768, "n_ctx": context_tokens, "n_params": 1_500_000_000, "size": 1_000_000_000}
    slot = {"id": 0, "n_ctx": context_tokens, "is_processing": False}
    return {
        "GET /health": {"status": "ok"},
        "GET /v1/models": _model_list(model, meta=meta),
        "GET /props": {
            "default_generation_settings": {"n_ctx": context_tokens, "params": {}},
            "total_slots": 1, "model_path": f"/models/{model}.gguf", "chat_template": "{{ messages }}",
            "build_info": "scripted",
        },
        "GET /slots": [slot],
        "POST /tokenize": {"tokens": tokenize(str(body.get("content", "")))},
    }  # fmt: skip


def _lmstudio(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    entry = {
        "id": model, "object": "model", "type": "llm", "publisher": "scripted", "arch": "qwen2",
        "compatibility_type": "gguf", "quantization": "Q4_K_M", "state": "loaded",
        "max_context_length": 32768, "loaded_context_length": context_tokens,
    }  # fmt: skip
    return {
        "GET /v1/models": _model_list(model),
        "GET /api/v0/models": {"object": "list", "data": [entry]},
        f"GET /api/v0/models/{model}": entry,
    }


def _ollama(model: str, context_tokens: int, body: dict[str, Any]) -> dict[str, Any]:
    details = {
        "format": "gguf", "family": "qwen2", "parameter_size": "1.5B", "quantization_level": "Q4_K_M",
    }  # fmt: skip
    entry = {"name": model, "model": model, "size": 1_000_000_000, "digest": "0" * 64, "details": details}
    info = {
        "general.architecture": "qwen2", "general.parameter_count": 1_543_714_304,
        "qwen2.context_length": 32768,
    }  # fmt: skip
    table: dict[str, Any] = {
        "GET /api/version": {"version": "0.0-scripted"},
        "GET /api/tags": {"models": [entry]},
        "GET /api/ps": {"models": [{**entry, "context_length": context_tokens, "size_vram": 0}]},
        "GET /v1/models": _model_list(model),
    }
    if body.get("model") == model:
        table["POST /api/show"] = {
            "details": details, "model_info": info, "capabilities": ["completion", "tools"],
            "template": "{{ .Prompt }}", "parameters": "",
        }  # fmt: skip
    return table


def tokenize(text: str) -> list[int]:
    """Stable numbers for the scripted model's tokens."""
    import zlib

    return [zlib.crc32(token.encode("utf-8", "surrogatepass")) for token in split_tokens(text)]


def error_body(kind: ServerKind, status: int, message: str, **extra: Any) -> bytes:
    """An HTTP error's body, in the server's own form."""
    if kind == "ollama":
        return json.dumps({"error": message}).encode()
    if kind == "vllm":
        inner = {
            "object": "error",
            "message": message,
            "type": "BadRequestError",
            "param": None,
            "code": status,
        }
        return json.dumps({"error": inner}).encode()
    return json.dumps({"error": {"code": status, "message": message, "type": "error", **extra}}).encode()


def overflow_body(kind: ServerKind, prompt_tokens: int, context_tokens: int) -> bytes:
    """The body with which a server says that a prompt does not fit."""
    if kind == "llama.cpp":
        message = (
            f"request ({prompt_tokens} tokens) exceeds the available context size ({context_tokens} tokens), "
            "try increasing it"
        )
        return error_body(
            kind,
            400,
            message,
            type="exceed_context_size_error",
            n_prompt_tokens=prompt_tokens,
            n_ctx=context_tokens,
        )
    message = (
        f"This model's maximum context length is {context_tokens} tokens. However, your messages resulted in "
        f"{prompt_tokens} tokens. Please reduce the length of the messages."
    )
    return error_body(kind, 400, message, type="invalid_request_error", code="context_length_exceeded")
