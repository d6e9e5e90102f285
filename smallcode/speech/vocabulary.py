"""Which tools and arguments there are, and which of them a name means."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from smallcode.resources import load_config
from smallcode.speech.types import ToolSchema

_LEAK = re.compile(r"<.*", re.DOTALL)
_NAMESPACE = re.compile(r"__|::|[./:]")
_AFFIX = re.compile(r"^(?:tool|function|call|the|use)|(?:tool|function|call|command)$")


def squash(name: str) -> str:
    """Return ``name`` in lower case without anything but letters and digits."""
    return re.sub(r"[\W_]+", "", name).lower()


@functools.cache
def speech_config() -> dict[str, Any]:
    """Return config/speech.yaml."""
    config: dict[str, Any] = load_config("speech.yaml")
    return config


@functools.cache
def _groups(section: str) -> dict[str, frozenset[str]]:
    """Members of each group, squashed; a name may be in several groups."""
    groups: dict[str, Iterable[str]] = speech_config()[section]
    return {group: frozenset(squash(name) for name in names) for group, names in groups.items()}


def distance(a: str, b: str, limit: int = 2) -> int:
    """Edit distance of two names with swapped neighbours as one edit; ``limit + 1`` if it is larger than ``limit``."""
    if abs(len(a) - len(b)) > limit or max(len(a), len(b)) > 80:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i] + [0] * len(b)
        for j, y in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], older[j - 2] + 1)
    return min(row[-1], limit + 1)


def nearest_name(name: str, choices: Iterable[str]) -> str | None:
    """Return the one choice that ``name`` is a misspelling of (at most two edits, a quarter of its length)."""
    wanted = squash(name)
    limit = min(2, len(wanted) // 4)
    if not limit:
        return None
    scored = sorted((distance(wanted, squash(choice), limit), choice) for choice in choices)
    near = [item for item in scored if item[0] <= limit]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]


class ToolInfo:
    """One tool: its arguments in order, and what they are."""

    def __init__(self, schema: ToolSchema) -> None:
        function = schema.get("function")
        plain: Mapping[str, Any] = function if isinstance(function, Mapping) else schema
        self.name: str = str(plain.get("name", ""))
        parameters = plain.get("parameters") or plain.get("input_schema") or {}
        self.properties: dict[str, dict[str, Any]] = dict(parameters.get("properties") or {})
        self.required: list[str] = [name for name in parameters.get("required") or [] if name in self.properties]
        self.groups: set[str] = {group for group, names in _groups("tools").items() if squash(self.name) in names}
        self._by_squash = {squash(name): name for name in self.properties}

    def argument(self, name: str, *, taken: Iterable[str] = (), fuzzy: bool = True) -> str | None:
        """Return the argument that ``name`` means and that is not in ``taken``, or None."""
        free = [prop for prop in self.properties if prop not in set(taken)]
        if name in free:
            return name
        key = squash(name)
        if self._by_squash.get(key) in free:
            return self._by_squash[key]
        members = {
            prop for group in _groups("arguments").values() if key in group for prop in free if squash(prop) in group
        }
        if len(members) > 1:
            members = {prop for prop in members if prop in self.required}
        if len(members) == 1:
            return members.pop()
        return nearest_name(name, free) if fuzzy and not members else None

    def aliases(self) -> dict[str, str]:
        """Every name an argument of this tool may go by -> the argument."""
        known = {name: name for name in self.properties}
        for group in speech_config()["arguments"].values():
            for alias in group:
                found = self.argument(alias, fuzzy=False)
                for form in (alias, camel(alias)):
                    if found and form not in known:
                        known[form] = found
        return known

    def is_kind(self, prop: str, *groups: str) -> bool:
        """Whether the argument ``prop`` belongs to one of the argument groups as its first meaning."""
        key = squash(prop)
        for group, names in _groups("arguments").items():
            if key in names:
                return group in groups
        return False


def _place_in(order: list[str]) -> Callable[[str], int]:
    return lambda name: order.index(squash(name))


def camel(name: str) -> str:
    """``old_str`` -> ``oldStr``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


class Vocabulary:
    """The tools that the model was shown."""

    def __init__(self, tools: Sequence[ToolSchema]) -> None:
        infos = [ToolInfo(tool) for tool in tools]
        self.tools: dict[str, ToolInfo] = {info.name: info for info in infos if info.name}
        self._by_squash = {squash(name): name for name in self.tools}
        self._resolved: dict[str, str | None] = {}

    def resolve(self, raw: str) -> str | None:
        """Return the tool that ``raw`` means, or None. Exact names come first, misspellings last."""
        if raw not in self._resolved:
            self._resolved[raw] = self._resolve(raw) if len(raw) <= 200 else None
        return self._resolved[raw]

    def _resolve(self, raw: str) -> str | None:
        if raw in self.tools:
            return raw
        name = _LEAK.sub("", raw).strip(" \t\r\n`'\"*()[]{}")
        last = _NAMESPACE.split(name)[-1]
        for form in (name, last):
            found = self._by_squash.get(squash(form)) or self.in_group_of(form)
            if found:
                return found
        key = squash(last)
        ending = [tool for short, tool in self._by_squash.items() if len(short) > 5 and key.endswith(short)]
        if len(ending) == 1:
            return ending[0]
        return self._by_squash.get(_AFFIX.sub("", key)) or nearest_name(last, self.tools)

    def exact(self, raw: str) -> str | None:
        """Return the tool of this very name (a namespace before it is allowed), or None."""
        if raw in self.tools:
            return raw
        last = raw.rsplit(".", 1)[-1]
        return last if last in self.tools else None

    def in_group_of(self, name: str) -> str | None:
        """Return the tool that shares a group with ``name``; of several the one that the group lists first."""
        key = squash(name)
        found: set[str] = set()
        for group, names in _groups("tools").items():
            if key in names:
                order = [squash(listed) for listed in speech_config()["tools"][group]]
                found.update(sorted((tool.name for tool in self.of_group(group)), key=_place_in(order))[:1])
        return found.pop() if len(found) == 1 else None

    def of_group(self, group: str) -> list[ToolInfo]:
        """The shown tools that belong to ``group``."""
        return [tool for tool in self.tools.values() if group in tool.groups]

    def only(self, group: str) -> ToolInfo | None:
        """The shown tool of ``group``, if there is exactly one."""
        found = self.of_group(group)
        return found[0] if len(found) == 1 else None

    def reads_only(self, name: str) -> bool:
        """Whether the tool changes nothing, by its group."""
        tool = self.tools.get(name)
        return tool is not None and bool(tool.groups) and tool.groups <= set(speech_config()["read_only"])

    def by_signature(self, arguments: Mapping[str, Any]) -> str | None:
        """Return the only tool whose required arguments are exactly these, or None."""
        names = set(arguments)
        fits = [t.name for t in self.tools.values() if names == set(t.required) and names]
        return fits[0] if len(fits) == 1 else None
