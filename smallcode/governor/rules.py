"""Which levers are legal after a failed attempt, in the fixed order that holds until there is evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.planning.pruning import tests_to_drop
from smallcode.planning.split import can_split
from smallcode.planning.trials import goals_of
from smallcode.state import AgentState, Lever, current_part, messages_of

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings

FORMAT_ERRORS = frozenset({"reply", "edit", "unchanged", "elided"})
"""Failures of saying rather than of thinking: another unit of edit may help, a second repair seldom does."""

LOOK_AGAIN = frozenset({"conflict", "unchanged"})
"""Failures that a repair in the same conversation does not mend: the code there is out of date, or was copied once
already, and a small model then copies it again."""


def legal_levers(state: AgentState, settings: Settings, error_kind: str, rungs: int) -> list[Lever]:
    """The levers that the limits and switches allow, best first; ``hard_fail`` only when nothing else is left.

    After a conflict (somebody changed the file meanwhile) only a fresh look helps.

    At most ``limits.repairs`` repairs of one sample, because a third rarely helps a small model, then a fresh
    sample (Olausson et al. 2024, "Is self-repair a silver bullet"; arXiv 2604.10508).
    """
    limits, on, part = settings.limits, settings.mechanisms, current_part(state)
    if on.drop_tests and tests_to_drop(state) and not _tried("drop_tests", state):
        return ["drop_tests"]
    legal: list[Lever] = []
    if error_kind == "advice":
        return ["repair"]
    if error_kind == "own_example":
        return _for_a_doubt(state, settings)
    repairs_left = state.get("repair", 0) < (1 if error_kind in FORMAT_ERRORS else limits.repairs)
    if repairs_left and error_kind not in LOOK_AGAIN and not _said_again(state):
        legal.append("repair")
    if on.small_changes and goals_of(state) and not _tried("small_change", state):
        legal.append("small_change")
    samples_left = state.get("sample", 0) + 1 < limits.samples
    if samples_left and on.fresh_sample:
        other: list[Lever] = ["change_unit"] if error_kind in FORMAT_ERRORS and part["targets"] else []
        legal += ["fresh_sample", *other] if error_kind in LOOK_AGAIN else [*other, "fresh_sample"]
    if on.decompose and state.get("decompositions", 0) < limits.decompositions and can_split(part):
        legal.append("decompose")
    if on.escalate and state.get("rung", 0) + 1 < rungs:
        legal.append("escalate")
    return legal or ["hard_fail"]


def _tried(lever: Lever, state: AgentState) -> bool:
    before = [a["lever"] for a in state.get("attempts", []) if a["part"] == state["part"]]
    return lever in [*before, state.get("lever")]


def _for_a_doubt(state: AgentState, settings: Settings) -> list[Lever]:
    """One repair of the sample, then another sample: what speaks against the code may be wrong itself."""
    legal: list[Lever] = []
    if not state.get("repair", 0) and not _said_again(state):
        legal.append("repair")
    if state.get("sample", 0) + 1 < settings.limits.samples and settings.mechanisms.fresh_sample:
        legal.append("fresh_sample")
    return legal or ["hard_fail"]


def _said_again(state: AgentState) -> bool:
    """The model's last answer is word for word its answer before: asked once more it would say the same."""
    said = [message["text"].strip() for message in messages_of(state) if message["speaker"] == "assistant"]
    return len(said) > 1 and said[-1] == said[-2]
