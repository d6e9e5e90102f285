"""Exports and form fields in a task."""

from __future__ import annotations

import re

from smallcode.resources import load_config
from smallcode.validation.requirements import NamedSymbol
from smallcode.validation.task_lists import items
from smallcode.validation.task_text import IDENTIFIER, negated

_NO_FIELDS = frozenset(load_config("task_words.yaml")["not_fields"])
_FIELD = re.compile(
    r"\bfields?\s*(?:named|called|:)\s+|\binputs?\s+(?:fields?\s+)?(?:named|called)\s+|\bfields?\s+(?=[`\"'])|"
    r"\b(?:has|have|having|with|contains?|containing|including|and)\s+(?:(?:the|these|two|three|four|required|text|input|form)\s+)*"
    r"fields\s+(?=\w+(?:,|\s+and\s))",
    re.IGNORECASE,
)
_FIELD_BEFORE = re.compile(rf"`(?P<name>{IDENTIFIER})`\s+(?:input\s+|text\s+|form\s+)?(?:field|input)\b")
_EXPORT = re.compile(r"\b(?:export(?:s|ed|ing)?|module\.exports)\b", re.IGNORECASE)
_EXPORT_ALL = re.compile(
    r"\bexport(?:s|ed|ing)?\s+(?:it|them|both|all|everything|each|the\s+(?:function|class|functions|result))\b|"
    r"\b(?:and|must\s+be|should\s+be|is|are|be)\s+exported\b|\bexport(?:s|ed)?\s+(?:it\s+|them\s+)?(?:via|using|with|from|through|by|on)\b"
    r"|\b(?:via|using|with|through|on|in|by|to)\s+`?(?:module\.)?exports\b|\bexported\s+(?:function|class|method|const)|"
    r"\bexport(?:s|ing)?\s+(?:an?\s+|the\s+|two\s+|three\s+|its\s+)*(?:new\s+|async\s+|named\s+|pure\s+)*(?:function|class|constant)|"
    r"\bexport(?:s|ing|ed)?\s*:?\s+`"
)
_MODULE_OBJECT = re.compile(r"\b(?:module\.)?exports\s*=\s*\{(?P<names>[^}]*)\}|\bexport\s*\{(?P<listed>[^}]*)\}")


def mentions_export(text: str) -> bool:
    return _EXPORT.search(text) is not None and not negated(text[: _EXPORT.search(text).start()])  # type: ignore[union-attr]


def exported(text: str, symbols: list[NamedSymbol]) -> list[str]:
    listed = [m["names"] or m["listed"] or "" for m in _MODULE_OBJECT.finditer(text)]
    if listed:
        return [name for names in listed for name in re.findall(IDENTIFIER, re.sub(r":\s*[\w$]+", "", names))]
    if not _EXPORT_ALL.search(text):
        return []
    direct = re.findall(rf"\bexport(?:s|ing|ed)?\s*:?\s+`({IDENTIFIER})(?:\([^`]*\))?`", text)
    direct += re.findall(rf"`({IDENTIFIER})(?:\([^`]*\))?`\s+(?:must|should)\s+be\s+exported", text)
    return [s.name for s in symbols if not s.parent and s.kind != "method"] or direct


def fields_in(text: str) -> list[str]:
    found = []
    for match in _FIELD.finditer(text):
        if negated(text[: match.start()]):
            continue
        listed = list(items(text, match.end(), True))
        found += [name for _, name, _, marked in listed if marked or name.lower() not in _NO_FIELDS]
    return found + [m["name"] for m in _FIELD_BEFORE.finditer(text) if not negated(text[: m.start()])]
