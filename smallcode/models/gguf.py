"""Reads the header of a GGUF file: what the model is, without loading it.

The layout is that of the GGUF specification (ggml project): magic, version, counts, typed key-value pairs.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput

MAGIC = b"GGUF"
STRING, ARRAY = 8, 9
NUMBERS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K",
    19: "IQ2_XXS", 20: "IQ2_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M",
    28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
"""llama.cpp's numbers for ``general.file_type``."""
LONGEST_KEY = 65_535
MOST_PAIRS = 100_000


@dataclass(frozen=True)
class GgufHeader:
    """What a GGUF file says about its model. Sizes in bytes, windows in tokens; 0 or "": it does not say."""

    architecture: str
    name: str
    context_tokens: int
    layers: int
    kv_width: int
    """Numbers that one layer keeps of one token, keys and values together."""
    quant: str
    """How most weights are stored, for instance "Q4_K_M"."""
    chat_template: str
    tensors: int
    parts: int
    """Files that the model is split into."""

    def cache_bytes(self, tokens: int) -> int:
        """Memory of the KV cache for a window of ``tokens``, at 16 bits a number."""
        return 2 * self.layers * self.kv_width * tokens


def read_header(path: Path) -> GgufHeader:
    """Read the header of ``path``.

    Raises:
        BadInput: not there, not a GGUF file, cut short inside the header, or of an unknown version.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data).header()
    except (struct.error, UnicodeDecodeError, OverflowError, IndexError) as error:
        raise BadInput(f"{path} is damaged: its GGUF header can't be read ({error}).") from None
    except ValueError as error:
        raise BadInput(f"{path} is no usable GGUF file: {error}.") from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}.") from None


class _Reader:
    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def header(self) -> GgufHeader:
        if self.data[:4] != MAGIC:
            raise ValueError("it does not begin with GGUF")
        self.at = 4
        version = self.number("<I")
        if version not in (2, 3):
            raise ValueError(f"its version {version} is unknown, or it is big-endian")
        tensors, pairs = self.number("<Q"), self.number("<Q")
        if pairs > MOST_PAIRS:
            raise ValueError(f"it claims {pairs} header entries")
        values: dict[str, Any] = {}
        for _ in range(pairs):
            key = self.text(LONGEST_KEY)
            values[key] = self.value(self.number("<I"))
        return _describe(values, tensors)

    def number(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def text(self, limit: int | None = None) -> str:
        size = self.number("<Q")
        if size > len(self.data) - self.at or (limit is not None and size > limit):
            raise ValueError("a text in its header is longer than the file allows")
        self.at += size
        return self.data[self.at - size : self.at].decode("utf-8", "replace")

    def value(self, kind: int) -> Any:
        """The value at the current place; of an array only numbers are kept, texts are skipped."""
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            return self.array()
        if kind not in NUMBERS:
            raise ValueError(f"an entry has the unknown type {kind}")
        return self.number(NUMBERS[kind])

    def array(self) -> list[Any]:
        kind, count = self.number("<I"), self.number("<Q")
        if count > len(self.data) - self.at:
            raise ValueError("an array in its header is longer than the file")
        if kind == STRING:
            self.skip_texts(count)
            return []
        if kind not in NUMBERS:
            raise ValueError(f"an array has the unknown type {kind}")
        form = f"<{count}{NUMBERS[kind][1]}"
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return list(values)

    def skip_texts(self, count: int) -> None:
        data, at, size_of = self.data, self.at, struct.Struct("<Q").unpack_from
        for _ in range(count):
            at += 8 + size_of(data, at)[0]
        self.at = at


def _describe(values: dict[str, Any], tensors: int) -> GgufHeader:
    architecture = _text(values.get("general.architecture"))

    def of(key: str) -> int:
        value = values.get(f"{architecture}.{key}", 0)
        if isinstance(value, list):  # one number a layer: the largest bounds the memory
            value = max(value, default=0)
        return int(value) if isinstance(value, int | float) else 0

    heads = of("attention.head_count")
    head_size = of("attention.key_length") or (of("embedding_length") // heads if heads else 0)
    value_size = of("attention.value_length") or head_size
    return GgufHeader(
        architecture=architecture,
        name=_text(values.get("general.name")),
        context_tokens=of("context_length"),
        layers=of("block_count"),
        kv_width=(of("attention.head_count_kv") or heads) * (head_size + value_size),
        quant=FILE_TYPES.get(values.get("general.file_type", -1), ""),
        chat_template=_text(values.get("tokenizer.chat_template")),
        tensors=tensors,
        parts=int(values.get("split.count") or 1),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
