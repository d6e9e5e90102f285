"""A parsed reply in words, for a person."""

from __future__ import annotations

import json

from smallcode.speech.outcome import Outcome
from smallcode.speech.types import Parsed
from smallcode.speech.vocabulary import speech_config

_SHOWN = 300


def explain(parsed: Parsed, outcome: Outcome) -> str:
    """Return what would be carried out, what would not and why, and what had to be repaired."""
    lines: list[str] = []
    for call in outcome.calls:
        lines.append(f"Call {call.name}")
        lines += [
            f"  {name}: {_short(json.dumps(value, ensure_ascii=False))}" for name, value in call.arguments.items()
        ]
    for edit in outcome.edits:
        lines.append(f"Change {edit['path']}")
        lines += [f"  - {line}" for line in _short(edit["old"]).splitlines()]
        lines += [f"  + {line}" for line in _short(edit["new"]).splitlines()]
    for path, text in outcome.files.items():
        lines.append(f"Delete {path}" if text is None else f"Write {path} ({len(text.splitlines())} lines)")
    if not lines:
        lines.append("Nothing would be carried out.")
    for refusal in (parsed.problem, *outcome.refused):
        lines += [f"Refused: {refusal}"] if refusal else []
    words = speech_config()["repairs"]
    lines += [f"Repaired: {words.get(repair, repair)} [{repair}]" for repair in parsed.repairs]
    if outcome.how:
        lines.append(f"Found the place by: {', '.join(outcome.how)}")
    if parsed.thinking:
        lines.append(f"Thinking: {_short(parsed.thinking)}")
    if parsed.prose:
        lines.append(f"Said: {_short(parsed.prose)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " ..."
