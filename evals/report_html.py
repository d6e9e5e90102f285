"""Pages: Jinja templates with everything foreign escaped, one style, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from smallcode.evals.report_tables import Table, cells
from smallcode.workspace.clean import clean_name, clean_text

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST = 20_000
"""Characters of one text on a page."""


def report_page(
    introduction: Sequence[str], tables: Sequence[Table], charts: Mapping[str, str], methods: Sequence[str]
) -> str:
    """The report as one self-contained page. ``charts`` are drawings of our own making."""
    from markupsafe import Markup

    drawings = {name: Markup(svg) for name, svg in charts.items()}  # noqa: S704 - serialised by ElementTree
    return page("report.html.j2", introduction=introduction, tables=tables, charts=drawings, methods=methods)


def page(template: str, **values: object) -> str:
    """Render a page. The policy names the hash of the one style element: no script, no request, no other style."""
    from markupsafe import Markup

    style = _text("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    given = {**values, "policy": Markup(policy), "style": Markup(style)}  # noqa: S704 - our own file
    return str(_environment().get_template(template).render(given))


def block(text: str) -> Markup:
    """Foreign text of many lines: no escape sequence, nothing unseen, and not without end."""
    from markupsafe import escape

    text = clean_text(text, colors=False)
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n... {len(text) - LONGEST} more characters"
    return escape(text)


def _one_line(value: object) -> object:
    """Whatever a template prints that is not marked as our own is foreign."""
    return clean_name(value) if type(value) is str else value


def _text(name: str) -> str:
    return (files("smallcode.evals.templates") / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True, finalize=_one_line,
    )  # fmt: skip
    environment.filters.update({"block": block, "cells": cells})
    return environment
