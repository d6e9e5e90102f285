"""From a matplotlib figure to an ``svg`` element that a page with a strict policy can hold."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from smallcode.workspace.clean import clean_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GRID, SURFACE = "#0a0b01", "#0a0b02", "#0a0b03"
SERIES = tuple(f"#0a0c{number:02x}" for number in range(1, 9))
_VARIABLES = {INK: "currentColor", GRID: "var(--grid)", SURFACE: "var(--surface)", "#000000": "currentColor"} | {
    colour: f"var(--series-{number})" for number, colour in enumerate(SERIES, start=1)
}
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_SETTINGS: Any = {
    "svg.fonttype": "none", "text.parse_math": False, "font.size": 10.0, "text.color": INK,
    "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "hatch.linewidth": 0.6,
}  # fmt: skip


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Draw and save within this: text is text and never a formula, colours are stand-ins.

    Raises:
        ImportError: matplotlib is not installed.
    """
    from matplotlib import rc_context

    with rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a character without a glyph: the page's own fonts draw the text
        yield


def drawn(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as an ``svg`` element with a title and a description for those who can't see it.

    Style attributes become presentation attributes, which a Content-Security-Policy leaves alone; ids begin with
    ``name``, so that several drawings fit one page; dates and the maker's version are left out.
    """
    from matplotlib import rc_context

    file = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with rc_context({"svg.hashsalt": name}):
        figure.savefig(file, format="svg", metadata=nothing, transparent=True)
    root = ElementTree.fromstring(file.getvalue())  # noqa: S314 - of our own making
    for node in list(root.iter()):
        _plain(node, name)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}style", f"{{{_SVG}}}metadata"):
                parent.remove(child)
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib.update({"role": "img", "aria-labelledby": f"{name}-title {name}-desc", "class": "chart"})
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        node = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        node.text = clean_name(text)
        root.insert(place, node)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


def _plain(node: ElementTree.Element, name: str) -> None:
    """Style to attributes, stand-in colours to variables, ids and what refers to them under ``name``."""
    for rule in node.attrib.pop("style", "").split(";"):
        key, _, value = rule.partition(":")
        if key.strip() and key.strip() != "font-family":
            node.set(key.strip(), value.strip())
    if node.tag == f"{{{_SVG}}}text" and "fill" not in node.attrib:
        node.set("fill", "currentColor")
    if _HREF in node.attrib:
        node.set("href", node.attrib.pop(_HREF))
    for key, value in node.attrib.items():
        if key == "id":
            value = f"{name}-{value}"
        elif key == "href":
            value = f"#{name}-{value.removeprefix('#')}"
        elif key != "d":
            value = value.replace("url(#", f"url(#{name}-")
            value = _COLOUR.sub(lambda match: _VARIABLES.get(match[0], match[0]), value)
        node.set(key, value)
