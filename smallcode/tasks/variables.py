"""``${name}`` in a task file, filled in after parsing, so that a value can't change the file's structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from smallcode.errors import BadInput
from smallcode.located import Located
from smallcode.validated import nearest

MAX_CHARACTERS = 1 << 20

_REFERENCE = re.compile(r"\$?\$\{(env:)?([A-Za-z_][A-Za-z0-9_.-]*)\}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def parse_variables(pairs: Iterable[str]) -> dict[str, str]:
    """Take apart the values of ``--var name=value``.

    Raises:
        BadInput: no "=", or not a name.
    """
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not NAME.fullmatch(name):
            raise BadInput(f"--var {pair}: not of the form name=value.", hint="For instance: --var size=3")
        found[name] = value
    return found


class Variables:
    """The variables of one task file: its ``vars:``, overruled by the command line's."""

    def __init__(self, given: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self._given = dict(given)
        self._environment = environment
        self._values: dict[str, object] = dict(given)
        self._used: set[str] = set()

    def declare(self, section: Located | None) -> None:
        """Take in the file's ``vars:``; a variable may use those above it.

        Raises:
            BadInput: not a mapping of names to single values.
        """
        if section is None or section.value is None:
            return
        if not isinstance(section.value, dict):
            raise BadInput(f"{section.at}: vars: a mapping (`name: value`) is needed here.")
        for name, value in section.mapping.items():
            at = value.key_at or value.at
            if not NAME.fullmatch(name):
                raise BadInput(f"{at}: {name!r} is not a name for a variable.", hint="Use letters, digits and _.")
            if isinstance(value.value, dict | list) or value.value is None:
                raise BadInput(f"{value.at}: vars.{name}: one text or number is needed here.")
            self._used.add(name)
            if name not in self._given:
                self._values[name] = self.fill(value).value

    def fill(self, located: Located) -> Located:
        """Return the value with every ``${name}`` filled in, at every depth.

        Raises:
            BadInput: an unknown variable, or a text that grows beyond a megabyte.
        """
        if isinstance(located.value, dict):
            return replace(located, value={key: self.fill(child) for key, child in located.mapping.items()})
        if isinstance(located.value, list):
            return replace(located, value=[self.fill(child) for child in located.items])
        if not isinstance(located.value, str) or "${" not in located.value:
            return located
        return replace(located, value=self._filled(located.value, located))

    def check_used(self) -> None:
        """Refuse a ``--var`` that the file doesn't know.

        Raises:
            BadInput: its name is neither declared nor used.
        """
        for name in self._given:
            if name not in self._used:
                legal = sorted(self._used)
                near = nearest(name, legal)
                hint = f"Did you mean {near!r}?" if near else f"It has: {', '.join(legal) or 'none'}."
                raise BadInput(f"--var {name}: the task file has no such variable.", hint=hint)

    def _filled(self, text: str, located: Located) -> object:
        whole = _REFERENCE.fullmatch(text)
        if whole and not text.startswith("$$"):
            return self._value(whole, located)
        parts: list[str] = []
        end = size = 0
        for match in _REFERENCE.finditer(text):
            escaped = match.group().startswith("$$")
            part = match.group()[1:] if escaped else _text(self._value(match, located))
            parts += [text[end : match.start()], part]
            end = match.end()
            size += len(part)
            if size > MAX_CHARACTERS:
                raise BadInput(f"{located.at}: grows beyond {MAX_CHARACTERS} characters once its variables are in.")
        return "".join(parts) + text[end:]

    def _value(self, match: re.Match[str], located: Located) -> object:
        name = match.group(2)
        if match.group(1):
            if name not in self._environment:
                raise BadInput(
                    f"{located.at}: the environment has no {name}.",
                    hint=f"Set it: {name}=... smallcode run ...",
                )
            return self._environment[name]
        self._used.add(name)
        if name not in self._values:
            near = nearest(name, self._values)
            guess = f"Did you mean ${{{near}}}? " if near else ""
            raise BadInput(
                f"{located.at}: unknown variable ${{{name}}}.",
                hint=f"{guess}Define it under vars:, give --var {name}=..., or write $${{{name}}}.",
            )
        return self._values[name]


def _text(value: object) -> str:
    """As YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
