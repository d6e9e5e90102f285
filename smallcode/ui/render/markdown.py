"""Markdown as the terminal shows it: headings flush left, code highlighted on the terminal's own background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.syntax import Syntax

from smallcode.ui.render.palette import Palette
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult


class _Heading(Heading):
    LEVEL_ALIGN: ClassVar[dict[str, Any]] = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "left")


class _Code(CodeBlock):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield code_block(str(self.text), self.lexer_name, self.theme)


class _Markdown(Markdown):
    elements: ClassVar[dict[str, type[Any]]] = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Code,
        "code_block": _Code,
    }


def code_block(code: str, language: str, style: str) -> RenderableType:
    """Code, highlighted by pygments and set in by two columns. A long line goes on in the next."""
    syntax = Syntax(code.rstrip("\n"), language or "text", theme=style, background_color="default", word_wrap=True)
    return Padding(syntax, (0, 0, 0, 2))


def markdown_block(text: str, palette: Palette) -> RenderableType:
    """Markdown of the model or of a command; escape sequences in it are made visible or removed.

    Links are shown as text with their address: a link that a terminal hides could lead anywhere.
    """
    return _Markdown(clean_text(text, colors=False), code_theme=palette.theme.code, hyperlinks=False)
