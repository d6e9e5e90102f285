"""Why a model server did not come up, or died: its log and exit code in words for a person."""

from __future__ import annotations

import re
import signal

MEMORY = re.compile(
    r"failed to allocate|unable to allocate|out of memory|cannot allocate|bad_alloc"
    r"|failed to initialize the context",
    re.I,
)
UNKNOWN = re.compile(r"unknown model architecture[^\n]*|unknown pre-tokenizer[^\n]*", re.I)
DAMAGED = re.compile(
    r"invalid magic|not within the file bounds|corrupted or incomplete|failed to read|gguf_init_from"
    r"|wrong shape|wrong number of tensors|missing tensor|key not found in model",
    re.I,
)
NO_ENGINE = re.compile(r"No module named|ImportError|cannot open shared object|GLIBC", re.I)
TELLING = re.compile(r"error|fail|abort|assert|unknown (?:model|pre)|invalid|Traceback| E ", re.I)


def diagnose(name: str, log: list[str], exit_code: int | None) -> tuple[str, str]:
    """Return (message, hint) for a server that ended with ``exit_code`` and left this log."""
    text = "\n".join(log)
    shown = "\n".join(f"  {line}" for line in _telling(log))
    tail = f"\nThe end of its log:\n{shown}" if shown else ""
    smaller = "Close other programs, or use a smaller model or window (`smallcode models list` shows what fits)."
    if unknown := UNKNOWN.search(text):
        return (
            f"This version of llama.cpp can't run the model {name} ({unknown.group()}).{tail}",
            "Use another model, or update the engine: pip install -U xllamacpp",
        )
    if MEMORY.search(text) or exit_code == -signal.SIGKILL:
        return f"There is not enough memory for the model {name}{_ending(exit_code)}.{tail}", smaller
    if DAMAGED.search(text):
        return (
            f"The weights of {name} are damaged or incomplete.{tail}",
            "Copy the file again."
            if name.endswith(".gguf")
            else f"Fetch them again: smallcode models rm {name} && smallcode models pull {name}",
        )
    if exit_code == -signal.SIGILL:
        return (
            f"llama.cpp uses instructions that this processor does not have.{tail}",
            "Use another server instead, for instance Ollama: smallcode doctor shows what is there.",
        )
    if NO_ENGINE.search(text):
        return (
            f"The engine of the embedded server is not usable.{tail}",
            "Install it: pip install -U xllamacpp",
        )
    return f"The model server of {name} ended{_ending(exit_code)}.{tail}", smaller


def _ending(exit_code: int | None) -> str:
    if exit_code is None or exit_code == 0:
        return ""
    if exit_code > 0:
        return f" with exit code {exit_code}"
    try:
        return f" by signal {signal.Signals(-exit_code).name}"
    except ValueError:
        return f" by signal {-exit_code}"


def _telling(log: list[str], most: int = 6) -> list[str]:
    """The lines that speak of a fault: the first, which name the cause, and the last; else the log's end."""
    telling = [line[:300] for line in log if TELLING.search(line)]
    if len(telling) > most:
        return telling[: most // 2] + telling[-most // 2 :]
    return telling or [line[:300] for line in log[-most:]]
