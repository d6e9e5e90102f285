"""How many tokens a model can really take: what its server serves, or what to ask for."""

from __future__ import annotations

from smallcode.events.sink import EventSink
from smallcode.events.types import Warned
from smallcode.models.facts import ModelFacts, ServerFacts

SMALLEST_WINDOW = 2048
"""Fewer tokens than this hold no useful work."""
_LMSTUDIO_DEFAULT = 4096
"""Tokens with which LM Studio loads a model that a request names."""
_MEMORY_SHARE = 0.8
"""Part of the free memory that a model's window may take."""


def served_window(wished: int, found: ModelFacts | None, facts: ServerFacts | None, sink: EventSink | None) -> int:
    """The window that the server names; else the one that is wished, within what the model was trained for.

    The trained length alone is no answer: a server that serves less would cut or refuse prompts later.
    """
    if found is not None and found.context_tokens:
        return found.context_tokens
    window = wished
    if found is not None and facts is not None and facts.kind == "lmstudio" and found.longest_context:
        window = min(window, _LMSTUDIO_DEFAULT)
        if sink is not None:
            text = f"{found.name} is not loaded; a window of {window} tokens is assumed. A larger one: lms load"
            sink.emit(Warned(message=f"{text} {found.name} --context-length {wished}"))
    return min(window, found.longest_context) if found is not None and found.longest_context else window


def fitting_window(wished: int, listed: ModelFacts | None, shown: ModelFacts) -> int:
    """The window to ask Ollama for: what is wished, what the model was trained for, what the memory holds."""
    from smallcode.models.machine import memory

    window = wished
    if shown.longest_context:
        window = min(window, shown.longest_context)
    available = memory().available
    if shown.cache_bytes_per_token and available:
        weights = 0 if listed is None or listed.loaded else listed.size_bytes
        free = max(available - weights, 0)
        window = min(window, int(free * _MEMORY_SHARE) // shown.cache_bytes_per_token)
    return max(window - window % 256, SMALLEST_WINDOW)
