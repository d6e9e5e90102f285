"""The files under config/: YAML data and prompt texts, read once and never changed."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any


@functools.cache
def read_config_text(name: str) -> str:
    """Return the text of ``config/<name>``, for instance ``agent.yaml`` or ``prompts/system.md``."""
    return (files("smallcode.config") / name).read_text(encoding="utf-8")


@functools.cache
def load_config(name: str) -> Any:
    """Return the parsed YAML file ``config/<name>``. Treat it as read-only: it is shared."""
    import yaml

    return yaml.load(read_config_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


@functools.cache
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
        autoescape=False,  # noqa: S701 - prompts are plain text for a model, not HTML
    )  # fmt: skip


def render_prompt(name: str, /, **values: object) -> str:
    """Render ``config/prompts/<name>.md``; a name that the template uses and ``values`` lacks raises."""
    template = _environment().from_string(read_config_text(f"prompts/{name}.md"))
    return str(template.render(**values)).strip("\n")
