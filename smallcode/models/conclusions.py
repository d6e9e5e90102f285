"""What follows from a probe: the values of a profile, and the same in plain words."""

from __future__ import annotations

import re
from typing import Any

from smallcode.models.answers import Finding
from smallcode.models.facts import ModelFacts
from smallcode.models.probe import Probe
from smallcode.models.profiles import Level, Profile, level_values
from smallcode.resources import load_config

_SIZE_IN_NAME = re.compile(r"(?<![0-9a-z.])(\d{1,3}(?:\.\d{1,2})?)b(?![0-9a-z])")
_SMALL_IN_NAME = re.compile(r"(?<![0-9a-z.])(\d{2,3})m(?![0-9a-z])")
_BITS_OF_QUANT = re.compile(r"(?:^|[^0-9])(16|32|[2-8])(?:_|$|bit)", re.IGNORECASE)


def billions_of(name: str, facts: ModelFacts | None) -> float | None:
    """Parameters in billions: as the server says, else as the name says, else by the size of the weights."""
    if facts is not None and facts.parameters:
        return round(facts.parameters / 1e9, 2)
    if found := _SIZE_IN_NAME.search(name.lower()):
        return float(found[1])
    if found := _SMALL_IN_NAME.search(name.lower()):
        return float(found[1]) / 1000
    if facts is not None and facts.size_bytes:
        bits = _BITS_OF_QUANT.search(facts.identity.split()[0] if facts.identity else "")
        # Weights are stored with their scales: a little more than the number in the format's name.
        return round(facts.size_bytes * 8 / (int(bits[1]) + 0.8 if bits else 5.0) / 1e9, 1)
    return None


def level_of(billions: float | None, found: Probe) -> Level:
    """By size where it is known (below 4, below 14, more), else by what the model could do. Without calls: workflow."""
    calls = found.works("native") or found.works("tagged") or found.works("fenced_json")
    if not calls:
        return "workflow"
    if billions is None:
        return "guided" if found.works("search_replace") and found.works("file") else "workflow"
    return "workflow" if billions < 4 else "guided" if billions <= 14 else "agent"


def conclude(name: str, found: Probe, facts: ModelFacts | None) -> dict[str, Any]:
    """The values of a profile (``smallcode.models.profiles.Profile``) that the probe decides."""
    billions = billions_of(name, facts)
    level = level_of(billions, found)
    values = level_values(level)
    if level != "workflow":
        values["dialect"] = "native" if found.works("native") else "json"
        values["edit_format"] = "search_replace" if found.works("search_replace") else "whole"
    elif not found.works("file"):
        values["edit_format"] = "whole"
    if facts is not None and facts.longest_context:
        values["context_tokens"] = min(values["context_tokens"], facts.longest_context)
        values["reply_tokens"] = min(values["reply_tokens"], values["context_tokens"] // 2)
    if billions is not None:
        values["billions"] = billions
    if found.thinks:
        values["thinking"] = {
            "by_default": not found.switchable,
            "switch": "enable_thinking" if found.switchable else "none",
            "cap_tokens": 2048 if found.switchable else 4096,
            **({"tags": [found.tags]} if found.tags else {}),
        }
    if found.stray:
        values["stop"] = found.stray[:4]
    return {**values, "source": "probed"}


_MARKS = {"yes": "yes", "repaired": "repaired", "no": "no", "refused": "refused", "silent": "silent", "not_asked": "-"}


def described(found: Probe) -> list[str]:
    """One line for each question."""
    titles = {name: question["title"] for name, question in load_config("probe.yaml")["questions"].items()}
    width = max(len(title) for title in titles.values())
    return [
        f"{titles[f.question]:<{width}}  {_MARKS[f.result]:<8}  {_detail(f)}".rstrip() for f in found.findings.values()
    ]


def _detail(finding: Finding) -> str:
    explained = load_config("speech.yaml")["repairs"]
    repairs = "; ".join(str(explained.get(name, name)) for name in finding.repairs)
    return finding.detail or repairs


def in_words(profile: Profile, context_tokens: int) -> str:
    """How a model with this profile is worked with, in two sentences for a person."""
    speech = {
        "fenced": "it answers with fenced code",
        "json": "it calls tools as JSON in its text",
        "native": "it calls tools by the server's own calls",
    }[profile.dialect]
    unit = {
        "symbol": "one function or a small file at a time",
        "whole": "whole files",
        "search_replace": "search/replace blocks",
    }.get(profile.edit_format, profile.edit_format.replace("_", " "))
    leads = {
        "workflow": "The graph decides each step",
        "guided": "The model chooses among a few steps",
        "agent": "The model chooses its steps",
    }[profile.level]
    size = f"{profile.billions:g} billion parameters, " if profile.billions else ""
    thinking = " It thinks before it answers." if profile.thinking.by_default else ""
    if profile.thinking.switch == "enable_thinking":
        thinking = " Its thinking is turned off where that can be."
    return f"{size}window {context_tokens} tokens. {leads}; {speech}, and edits {unit}.{thinking}"
