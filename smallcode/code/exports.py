"""What a JavaScript or TypeScript text exports, read from its text."""

from __future__ import annotations

import re

_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_DECLARED = re.compile(
    r"\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
    r"(?:function\s*\*?|class|const|let|var|interface|type|enum|namespace)\s*(?P<name>[\w$]+)"
)
_LISTED = re.compile(r"\bexport\s+(?:type\s+)?\{(?P<names>[^}]*)\}")
_DEFAULT = re.compile(r"\bexport\s+default\s+(?:async\s+)?(?:function\s*\*?|class)?\s*(?P<name>[\w$]+)?")
_OBJECT = re.compile(r"\b(?:module\.)?exports\s*=\s*\{(?P<names>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_WHOLE = re.compile(r"\bmodule\.exports\s*=\s*(?:async\s+)?(?:function\s*\*?|class)?\s*(?P<name>[\w$]+)?")
_PROPERTY = re.compile(r"\b(?:module\.)?exports\.(?P<name>[\w$]+)\s*=")
_STRING_PROPERTY = re.compile(r"""\b(?:module\.)?exports\[\s*["'](?P<name>[\w$]+)["']\s*\]\s*=""")
_ASSIGN = re.compile(r"\bObject\.assign\(\s*(?:module\.)?exports\s*,\s*\{(?P<names>[^{}]*)\}")


def javascript_exports(text: str) -> set[str]:
    """Exported names; ``default`` for a default export, ``module.exports`` where that object is set at all."""
    names = {m["name"] for m in _STRING_PROPERTY.finditer(text)}
    text = _COMMENT_OR_STRING.sub(lambda m: '""' if m[0][0] in "\"'" else " ", text)
    names |= {m["name"] for m in _DECLARED.finditer(text)}
    names |= {m["name"] for m in _PROPERTY.finditer(text)}
    for match in _LISTED.finditer(text):
        names |= {re.split(r"\s+as\s+", part.strip())[-1] for part in match["names"].split(",") if part.strip()}
    for match in [*_OBJECT.finditer(text), *_ASSIGN.finditer(text)]:
        names |= _keys(match["names"])
    for match in _DEFAULT.finditer(text):
        names |= {"default", match["name"] or "default"}
    for match in _WHOLE.finditer(text):
        names |= {"module.exports", match["name"] or "module.exports"}
    if "exports." in text or "exports[" in text:
        names.add("module.exports")
    return names - {""}


def _keys(body: str) -> set[str]:
    """Keys of an object literal's body: shorthand, ``key:``, ``method()``, quoted keys left out."""
    names = set()
    for part in body.split(","):
        match = re.match(r"\s*(?:async\s+|get\s+|\*\s*)?(?P<name>[\w$]+)\s*(?::|\(|$)", part)
        if match:
            names.add(match["name"])
    return names
