"""Themes: the colours of each role on the screen, from config/themes/ and the user's own themes folder.

A theme file that can't be read is left out and reported; one whose colours are hard to read is reported and can be
used all the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput
from smallcode.paths import config_dir
from smallcode.ui.colours import Look, contrast, is_hex, luminance, read_look
from smallcode.yamlfile import parse_yaml, read_text

ROLES: dict[str, str] = {
    "text": "ordinary text",
    "dim": "what matters less: times, token counts, hints",
    "title": "titles of dialogs, panels and tables",
    "heading": "headings in Markdown",
    "link": "links in Markdown",
    "quote": "quotations in Markdown, and the model's thoughts",
    "code": "code inside a line",
    "user": "what you said",
    "good": "what went well: passed checks, solved",
    "warn": "warnings",
    "bad": "errors and failed checks",
    "accent": "tools, names and marks",
    "added": "added lines of a diff",
    "removed": "removed lines of a diff",
    "hunk": "places in a diff",
    "border": "rules and frames",
    "status": "the status line",
    "status_busy": "the status line's activity while a turn runs",
    "prompt": "the mark before the input",
    "plan": "the mark before the input in plan mode",
    "placeholder": "the hint in an empty input",
    "menu": "completion menus",
    "menu_detail": "descriptions in completion menus",
    "menu_chosen": "the chosen line of a menu",
    "chosen": "the chosen line of a list or of the transcript",
}
"""Every role, and what it colours."""

TEXT_CONTRAST = 4.5
"""What WCAG 2.2 (AA) asks of text."""
FRAME_CONTRAST = 3.0
"""What it asks of frames and marks."""
BUILT_IN = ("dark", "light", "minimal")
_LOST_COLOUR = re.compile(r"^[^\"'#]*:[^\"'#]*\s#[0-9a-fA-F]{6}\b")
"""A colour that YAML takes for a comment."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colours by role. ``background``: the one it is made for (``#rrggbb``), or empty for any."""

    name: str
    background: str = ""
    code: str = "bw"
    """A pygments style, for highlighted code."""
    looks: Mapping[str, Look] = field(default_factory=dict)
    source: str = ""

    def look(self, role: str) -> Look:
        """The style of a role."""
        return self.looks.get(role, Look())


def load_themes(folder: Path | None = None) -> tuple[dict[str, Theme], list[str]]:
    """All themes by name, and what is wrong with the user's own (in ``folder``, by default in the settings folder)."""
    found = {name: _built_in(name) for name in BUILT_IN}
    problems: list[str] = []
    for path in sorted((folder or themes_dir()).glob("*.yaml")):
        try:
            theme = read_theme(read_text(path, "theme"), path.stem, str(path))
        except BadInput as error:
            problems.append(f"{error.message} The theme is left out. {error.hint}".strip())
            continue
        found[theme.name] = theme
        problems += contrast_problems(theme)
    return found, problems


def themes_dir() -> Path:
    """Where the user's own themes are."""
    return config_dir() / "themes"


def find_theme(name: str, themes: Mapping[str, Theme]) -> Theme:
    """The theme of that name.

    Raises:
        BadInput: there is none; names those there are.
    """
    if name in themes:
        return themes[name]
    near = difflib.get_close_matches(name, themes, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    raise BadInput(f"There is no theme {name!r}.", hint=f"{guess}There are: {', '.join(themes)}.")


def theme_for(background: str, themes: Mapping[str, Theme], environ: Mapping[str, str]) -> Theme:
    """The theme for a terminal whose background is ``background`` (``#rrggbb``; empty: unknown).

    Where the terminal does not tell, ``COLORFGBG`` may (the last number: 7 and 15 are light); else dark.
    """
    if is_hex(background):
        return themes["light" if luminance(background) > 0.3 else "dark"]
    last = environ.get("COLORFGBG", "").rpartition(";")[2]
    return themes["light" if last in ("7", "15") else "dark"]


def read_theme(text: str, name: str, source: str) -> Theme:
    """Read a theme file; what it does not name is as in its ``base`` (default: dark).

    Raises:
        BadInput: broken YAML, unknown keys or roles, styles that are none; with the place.
    """
    located = parse_yaml(text, source)
    if not isinstance(located.value, dict):
        raise BadInput(f"{source}: a theme is a mapping.", hint="Start from a theme of docs/themes.md.")
    entries = located.mapping
    _check_keys(entries, ("base", "background", "code", "styles"), "key")
    base = _base(entries, source)
    styles = entries["styles"].mapping if "styles" in entries and entries["styles"].value else {}
    _check_keys(styles, tuple(ROLES), "role")
    looks = dict(base.looks)
    lines = text.split("\n")
    for role, value in styles.items():
        if _LOST_COLOUR.search(lines[value.at.line - 1]):
            raise BadInput(f"{value.at}: without quotes, # begins a comment.", hint='For instance: "bold #87afff"')
        try:
            looks[role] = read_look(str(value.value or "default"))
        except ValueError as error:
            raise BadInput(
                f"{value.at}: the style of {role!r}: {error}.", hint='For instance: "bold #87afff"'
            ) from None
    background = str(entries["background"].value or "") if "background" in entries else base.background
    if background and not is_hex(background):
        raise BadInput(f"{source}: background {background!r} is no colour.", hint='Write it as "#rrggbb".')
    code = str(entries["code"].value or "bw") if "code" in entries else base.code
    if code not in _code_styles():
        raise BadInput(f"{source}: there is no code style {code!r}.", hint="Take one of pygments' styles.")
    return replace(base, name=name, background=background.lower(), code=code, looks=looks, source=source)


def contrast_problems(theme: Theme) -> list[str]:
    """Roles of ``theme`` that are hard to read, with ratio and limit; colours whose values are unknown are left out."""
    problems = []
    for role, look in theme.looks.items():
        fore, back = look.fore, look.back or theme.background
        if "reverse" in look.attributes:
            fore, back = back, fore
        least = FRAME_CONTRAST if role == "border" else TEXT_CONTRAST
        if is_hex(fore) and is_hex(back) and (ratio := contrast(fore, back)) < least:
            problems.append(
                f"Theme {theme.name}: {role} ({ROLES[role]}) is hard to read: {fore} on {back} has a contrast of"
                f" {ratio:.1f}:1, at least {least:g}:1 is needed."
            )
    return problems


def _built_in(name: str) -> Theme:
    text = (files("smallcode.config.themes") / f"{name}.yaml").read_text(encoding="utf-8")
    return read_theme(text, name, f"config/themes/{name}.yaml")


def _base(entries: Mapping[str, Any], source: str) -> Theme:
    if source.startswith("config/themes/"):
        return Theme(name="")
    name = str(entries["base"].value) if "base" in entries else "dark"
    if name not in BUILT_IN:
        raise BadInput(f"{source}: there is no base theme {name!r}.", hint=f"Take one of {', '.join(BUILT_IN)}.")
    return _built_in(name)


def _check_keys(entries: Mapping[str, Any], known: tuple[str, ...], what: str) -> None:
    for key, value in entries.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
            raise BadInput(f"{value.key_at}: there is no {what} {key!r} in a theme.", hint=hint)


def _code_styles() -> frozenset[str]:
    from pygments.styles import get_all_styles

    return frozenset(get_all_styles())
