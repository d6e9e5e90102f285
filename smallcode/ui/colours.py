"""Styles in words ("bold #aabbcc on default"), and the contrast of their colours."""

from __future__ import annotations

import re
from dataclasses import dataclass

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")
NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI = (*NAMES, *(f"bright_{name}" for name in NAMES))
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_PROMPT_NAMES = {
    "white": "ansigray", "bright_black": "ansibrightblack", "bright_white": "ansiwhite",
    **{name: f"ansi{name}" for name in NAMES if name != "white"},
    **{f"bright_{name}": f"ansibright{name}" for name in NAMES if name not in ("black", "white")},
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One style: a colour is ``#rrggbb``, one of ``ANSI``, or empty for the terminal's own."""

    fore: str = ""
    back: str = ""
    attributes: frozenset[str] = frozenset()

    @property
    def rich(self) -> str:
        """As rich writes it."""
        parts = [*sorted(self.attributes), self.fore or "default"]
        return " ".join([*parts, "on", self.back] if self.back else parts)

    @property
    def prompt_toolkit(self) -> str:
        """As prompt-toolkit writes it."""
        parts = sorted(self.attributes)
        parts += [f"fg:{_PROMPT_NAMES.get(self.fore, self.fore)}"] if self.fore else []
        parts += [f"bg:{_PROMPT_NAMES.get(self.back, self.back)}"] if self.back else []
        return " ".join(parts)


def read_look(text: str) -> Look:
    """Read a style.

    Raises:
        ValueError: a word that is neither an attribute nor a colour, or a colour too many.
    """
    fore = back = ""
    attributes = set()
    words = text.split()
    on = False
    for word in words:
        if word == "on" and not on:
            on = True
        elif word in ATTRIBUTES and not on:
            attributes.add(word)
        elif _HEX.fullmatch(word) or word in ANSI or word == "default":
            colour = "" if word == "default" else word.lower()
            if on and not back:
                back = colour
            elif not on and not fore:
                fore = colour
            else:
                raise ValueError(f"{word!r} is a colour too many")
        else:
            raise ValueError(f"{word!r} is neither a colour (#rrggbb, {', '.join(NAMES)}) nor {', '.join(ATTRIBUTES)}")
    if on and words[-1] == "on":
        raise ValueError("there is no colour after 'on'")
    return Look(fore, back, frozenset(attributes))


def is_hex(colour: str) -> bool:
    """Whether ``colour`` is ``#rrggbb``, so that its contrast is known."""
    return bool(_HEX.fullmatch(colour))


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of ``#rrggbb``, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1 to 21) of two ``#rrggbb`` colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
