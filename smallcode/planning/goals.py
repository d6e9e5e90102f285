"""A task to mend what tests find: one part for each place that the failing tests lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.code.languages import language_of
from smallcode.code.symbols import Symbol, outline
from smallcode.code.testfiles import is_test_file
from smallcode.errors import ToolError
from smallcode.state import AgentState, Part, Target

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings
    from smallcode.workspace.workspace import Workspace

CHARACTERS_PER_TOKEN = 4
Place = tuple[str, str]
"""Path and qualified name of a function."""


def parts_by_goal(parts: list[Part], state: AgentState, workspace: Workspace, settings: Settings) -> list[Part]:
    """Split a plan of one part by what its failing tests call; the parts as they are where that says nothing new.

    A test is a part's goal where it calls a function that is a target already; the other tests are grouped by the
    function that is likeliest to blame for each. A small model mends one place for one failing test far better than
    several at once.
    """
    suspects: dict[str, list[str]] = state["baseline"].get("suspects", {})
    if len(parts) != 1 or not suspects or not state["requirements"].get("must_pass"):
        return parts
    part = parts[0]
    places = {test: _places(workspace, called) for test, called in suspects.items()}
    named = [(t["path"], name) for t in part["targets"] for name in t["symbols"]]
    groups: dict[Place, list[str]] = {}
    for test, found in places.items():
        if not found:
            return parts
        groups.setdefault(next((place for place in found if place in named), found[0]), []).append(test)
    small = settings.context.tiny_file_tokens * CHARACTERS_PER_TOKEN
    targets = {place: _target(part, place, workspace, small) for place in groups}
    if any(target is None for target in targets.values()) or len(groups) > settings.limits.parts:
        return parts
    if len(groups) == 1 and list(groups) == named:
        return parts
    ordered = sorted(groups, key=lambda place: place not in named)
    return [
        {
            **part, "id": number, "title": f"{place[1]}: {groups[place][0].rpartition('::')[2]}",
            "instruction": _instruction(part, place, several=len(groups) > 1),
            "targets": [target for target in [targets[place]] if target],
            "goals": groups[place],
            "suspects": [list(other) for other in _others(place, groups[place], places)],
        }
        for number, place in enumerate(ordered, start=1)
    ]  # fmt: skip


def next_suspect(part: Part, sample: int) -> list[Target]:
    """The target of a later sample: where mending the likeliest function did not help, the next one has its turn."""
    suspects = part.get("suspects", [])
    if not suspects:
        return part["targets"]
    path, name = suspects[(sample - 1) % len(suspects)]
    return [{"path": path, "symbols": [name], "unit": "symbol"}]


def called_places(workspace: Workspace, suspects: dict[str, list[str]], tests: list[str]) -> list[Place]:
    """The functions that ``tests`` call, likeliest to blame first; ``suspects`` has ``path:line`` by test.

    What all of the tests call comes before what only one of them does.
    """
    places = [_places(workspace, suspects.get(test, [])) for test in tests]
    union = dict.fromkeys(place for called in places for place in called)
    return sorted(union, key=lambda place: -sum(place in called for called in places))


def _target(part: Part, place: Place, workspace: Workspace, small: int) -> Target | None:
    """The function as a target, in a file that the plan was to change anyway; of a tiny file the whole."""
    path, name = place
    for target in part["targets"]:
        if target["path"] == path:
            tiny = target["unit"] == "whole" and len(workspace.read(path).text) <= small
            return target if tiny else {"path": path, "symbols": [name], "unit": "symbol"}
    return None


def _instruction(part: Part, place: Place, *, several: bool) -> str:
    if not several:
        return part["instruction"]
    return f"{part['instruction']}\n\nNow mend only `{place[1]}`, so that the test below passes."


def _others(place: Place, tests: list[str], places: dict[str, list[Place]]) -> list[Place]:
    """Further functions of the same file that all of the tests call, and then the first one again."""
    common = [other for other in places[tests[0]] if all(other in places[test] for test in tests[1:])]
    others = [other for other in common if other != place and other[0] == place[0]][:2]
    return [*others, place] if others else []


def _places(workspace: Workspace, called: list[str]) -> list[Place]:
    outlines: dict[str, list[Symbol]] = {}
    found: list[Place] = []
    for entry in called:
        path, _, line = entry.rpartition(":")
        if is_test_file(path):
            continue
        if path not in outlines:
            outlines[path] = _outline(workspace, path)
        inside = [s for s in outlines[path] if s.start_line <= int(line) <= s.end_line and s.has_body]
        if inside and inside[-1].kind != "class":
            found.append((path, inside[-1].qualified))
    # A constructor mostly keeps what it was given: it has its turn after those that compute.
    return sorted(dict.fromkeys(found), key=lambda place: place[1].endswith("__init__"))


def _outline(workspace: Workspace, path: str) -> list[Symbol]:
    language = language_of(path)
    try:
        return outline(workspace.read(path).text, language) if language else []
    except ToolError:
        return []
