"""Limits of the applier and the order of formats (config/edits.yaml)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import MappingProxyType

from smallcode.resources import load_config


@dataclass(frozen=True, kw_only=True)
class EditSettings:
    """The values of config/edits.yaml."""

    similarity: float
    margin: float
    fuzzy_line_chars: int
    shrink: float
    shrink_min_lines: int
    nearest_lines: int
    fallback: MappingProxyType[str, str]


@functools.cache
def edit_settings() -> EditSettings:
    """Return the limits of the applier."""
    values = dict(load_config("edits.yaml"))
    return EditSettings(fallback=MappingProxyType(dict(values.pop("fallback"))), **values)


def next_format(format: str) -> str:
    """Return the format to ask for after ``format`` failed; the simplest one, ``whole``, is followed by itself."""
    return edit_settings().fallback.get(format, "whole")
