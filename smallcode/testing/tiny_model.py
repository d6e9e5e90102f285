"""Writes a GGUF file of some 60 kB that llama.cpp really loads and serves: tests of the engine need no download.

It has one layer of random weights and answers nonsense, from 256 byte tokens. The layout follows the GGUF
specification (ggml project), the tensors those of the "llama" architecture.
"""

from __future__ import annotations

import random
import struct
from array import array
from pathlib import Path
from typing import Any

WIDTH, HEADS, INNER = 32, 2, 64
ALIGNMENT = 32
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"

Tensor = tuple[str, tuple[int, ...]]


def write_tiny_model(
    path: Path, *, architecture: str = "llama", context_tokens: int = 512, name: str = "Tiny", seed: int = 0
) -> Path:
    """Write the model and return ``path``. An ``architecture`` that llama.cpp lacks makes a file it refuses."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *map(chr, range(32, 127))]
    kinds = [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, *[NORMAL] * 95]
    tokens[3 + 256] = "▁"  # how this tokenizer writes a space
    values: dict[str, Any] = {
        "general.architecture": architecture,
        "general.name": name,
        "general.file_type": 0,
        f"{architecture}.context_length": context_tokens,
        f"{architecture}.embedding_length": WIDTH,
        f"{architecture}.block_count": 1,
        f"{architecture}.feed_forward_length": INNER,
        f"{architecture}.attention.head_count": HEADS,
        f"{architecture}.attention.head_count_kv": HEADS,
        f"{architecture}.attention.layer_norm_rms_epsilon": 1e-5,
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [-float(at) for at in range(len(tokens))],
        "tokenizer.ggml.token_type": kinds,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.chat_template": TEMPLATE,
    }
    path.write_bytes(_file(values, _tensors(len(tokens)), random.Random(seed)))  # noqa: S311
    return path


def _tensors(vocabulary: int) -> list[Tensor]:
    square, up, down = (WIDTH, WIDTH), (WIDTH, INNER), (INNER, WIDTH)
    block: list[Tensor] = [
        ("attn_norm", (WIDTH,)), ("attn_q", square), ("attn_k", square), ("attn_v", square),
        ("attn_output", square), ("ffn_norm", (WIDTH,)), ("ffn_gate", up), ("ffn_up", up), ("ffn_down", down),
    ]  # fmt: skip
    return [
        ("token_embd.weight", (WIDTH, vocabulary)),
        ("output_norm.weight", (WIDTH,)),
        *((f"blk.0.{name}.weight", shape) for name, shape in block),
    ]


def _file(values: dict[str, Any], tensors: list[Tensor], rng: random.Random) -> bytes:
    head = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values)))
    for key, value in values.items():
        head += _text(key) + _typed(value)
    body = bytearray()
    for name, shape in tensors:
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(body))
        body += array("f", (rng.uniform(-0.2, 0.2) for _ in range(count))).tobytes()
        body += b"\0" * (-len(body) % ALIGNMENT)
    return bytes(head + b"\0" * (-len(head) % ALIGNMENT) + body)


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _typed(value: Any) -> bytes:
    """A value with its type: texts, 32-bit numbers, and lists of them."""
    match value:
        case str():
            return struct.pack("<I", 8) + _text(value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case [str(), *_]:
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(_text, value))
        case [int(), *_]:
            return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
        case [float(), *_]:
            return struct.pack(f"<IIQ{len(value)}f", 9, 6, len(value), *value)
        case _:
            raise TypeError(f"no GGUF type for {type(value).__name__}")
