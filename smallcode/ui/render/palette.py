"""Theme and signs as rich takes them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from smallcode.ui.themes import ROLES, Theme

if TYPE_CHECKING:
    from rich.console import Console
    from rich.theme import Theme as RichTheme

_SIGNS = {
    "open": ("▾", "v"), "closed": ("▸", ">"), "good": ("✓", "+"), "bad": ("✗", "x"), "bar": ("▌", "|"),
    "dot": ("·", "-"), "bullet": ("•", "*"), "more": ("…", "..."), "rule": ("─", "-"), "upright": ("│", "|"),
    "prompt": ("❯", ">"), "todo": ("○", "o"), "doing": ("◐", "~"), "done": ("●", "*"),
    "caret": ("▋", "_"), "git": ("⎇ ", ""),
}  # fmt: skip
_MARKDOWN = {
    "markdown.h1": "heading", "markdown.h2": "heading", "markdown.h3": "heading", "markdown.h4": "heading",
    "markdown.h5": "heading", "markdown.h6": "heading", "markdown.code": "code", "markdown.block_quote": "quote",
    "markdown.link": "link", "markdown.link_url": "link", "markdown.hr": "border", "markdown.item.bullet": "accent",
    "markdown.item.number": "accent", "markdown.table.border": "border", "markdown.table.header": "title",
}  # fmt: skip


@dataclass(frozen=True)
class Palette:
    """What drawing depends on: the theme, and whether signs outside ASCII can be shown."""

    theme: Theme
    ascii: bool = False

    def sign(self, name: str) -> str:
        """One of the small signs."""
        return _SIGNS[name][self.ascii]

    def style(self, role: str) -> str:
        """The style of a role, as rich writes it."""
        return self.theme.look(role).rich

    @functools.cached_property
    def rich_theme(self) -> RichTheme:
        """Styles by the names of ``ROLES``, and rich's own for Markdown."""
        from rich.theme import Theme as RichTheme

        styles = {role: self.style(role) for role in ROLES}
        styles |= {name: self.style(role) for name, role in _MARKDOWN.items()}
        styles |= {"markdown.code_block": "default", "markdown.em": "italic", "markdown.strong": "bold"}
        return RichTheme(styles)


def make_console(
    palette: Palette, *, file: IO[str] | None = None, width: int | None = None, colour: str = "auto"
) -> Console:
    """A console with the palette's styles; ``colour``: auto (by the terminal and NO_COLOR), always or never."""
    from rich.console import Console

    return Console(
        file=file, width=width, theme=palette.rich_theme, highlight=False, markup=False, emoji=False,
        force_terminal=True if colour == "always" else None, no_color=True if colour == "never" else None,
    )  # fmt: skip
