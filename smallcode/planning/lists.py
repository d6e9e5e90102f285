"""Lists in what a model or a person wrote."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>(?:\d+[.)]|[-*])[ \t]+)(?P<text>\S.*)$", re.MULTILINE)


def list_items(text: str, *, nested: bool = True) -> list[str]:
    """The texts of numbered and bulleted items, without their signs; ``nested``: also those below other items."""
    items: list[str] = []
    inner = 0  # columns from which an item belongs to the one above: where the text of that one begins
    for item in _ITEM.finditer(text):
        indent = len(item["indent"].expandtabs(4))
        if inner and indent >= inner and not nested:
            continue
        inner = indent + len(item["sign"].rstrip()) + 1
        items.append(item["text"].strip())
    return items
