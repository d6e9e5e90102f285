"""Ablations: groups of mechanisms turned off one by one, on the same tasks and seeds, and what each is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from smallcode.errors import BadInput
from smallcode.evals.figures import Interval
from smallcode.evals.report_groups import Comparison, compare, groups_of
from smallcode.evals.report_tables import Content, Table, as_markdown, points, ratio
from smallcode.evals.results import read_results

if TYPE_CHECKING:
    from smallcode.evals.progress import Watch
    from smallcode.evals.runner import RunPlan

GROUPS = Path(__file__).resolve().parent / "ablations.yaml"
ALL = "all-on"
"""Label of the runs with nothing turned off."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Ablation(_Strict):
    """Mechanisms that are turned off together."""

    title: str
    """What it is, for the table."""
    off: dict[str, bool | int | float | str] = Field(min_length=1)
    """Settings by dotted key, with the value that turns them off."""

    @property
    def settings(self) -> list[str]:
        """As ``--set`` takes them."""
        return [f"{key}={_word(value)}" for key, value in self.off.items()]


class _File(_Strict):
    groups: dict[str, Ablation] = Field(min_length=1)


def _word(value: bool | int | float | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def load_ablations(path: Path = GROUPS, names: Sequence[str] = ()) -> dict[str, Ablation]:
    """The groups of a file, all or those of ``names``, each tried on the settings.

    Raises:
        BadInput: the file is wrong, it lacks a group, or a group names a setting that there is not.
    """
    from smallcode.settings import load_settings
    from smallcode.validated import check
    from smallcode.yamlfile import parse_yaml, read_text

    groups = check(_File, parse_yaml(read_text(path, "ablations"), str(path))).groups
    if unknown := [name for name in names if name not in groups]:
        raise BadInput(f"There is no group {unknown[0]!r} in {path}.", hint=f"There are: {', '.join(groups)}.")
    if odd := [name for name in groups if not name.replace("-", "").isalnum() or name == ALL]:
        raise BadInput(f"{path}: a group can't be called {odd[0]!r}.", hint="Use letters, digits and hyphens.")
    for one in groups.values():
        load_settings(overrides=one.off)
    return {name: groups[name] for name in names or groups}


def label_of(name: str) -> str:
    """The label of a group's runs."""
    return f"without-{name}"


def plans(base: RunPlan, groups: Mapping[str, Ablation]) -> list[RunPlan]:
    """A plan with everything on, then one for each group; all write to one file.

    Raises:
        BadInput: the file has results of the same label with other settings.
    """
    made = [replace(base, label=ALL)]
    for name, one in groups.items():
        made.append(replace(base, label=label_of(name), settings=[*base.settings, *one.settings], resume=True))
    if base.resume and base.output.exists():
        wanted = {plan.label: list(plan.settings) for plan in made}
        for result in read_results(base.output):
            if result.label in wanted and result.settings != wanted[result.label]:
                raise BadInput(
                    f"{base.output} has results of {result.label} with other settings: {' '.join(result.settings)}.",
                    hint="Name another file with -o.",
                )
    return made


def run_ablations(base: RunPlan, groups: Mapping[str, Ablation], watches: Callable[[], Watch]) -> None:
    """Run everything that is not there yet, and say after each group what it was worth.

    Raises:
        BadInput: see ``plans``, and the file has results though ``base`` is not to be resumed.
        NoModel: the model can't be reached.
    """
    from smallcode.evals.runner import run_plan

    for plan in plans(base, groups):
        watch = watches()
        watch.note(f"{plan.label}: {' '.join(plan.settings) or 'nothing is turned off'}")
        run_plan(replace(plan, watch=watch))
        name = plan.label.removeprefix("without-")
        for one in worths(base.output, {name: groups[name]} if name in groups else {}):
            watch.note(one.sentence)


@dataclass(frozen=True)
class Worth:
    """What a group of mechanisms is worth on the jobs that ran with it and without it."""

    name: str
    ablation: Ablation
    success: Comparison
    false_success: Comparison

    @property
    def sentence(self) -> str:
        """What the intervals support."""
        return f"{self.name}: {self.verdict}, {points(self.success.score_interval)} points of success."

    @property
    def verdict(self) -> str:
        """``helps``, ``harms`` or ``not resolved``."""
        return _verdict(self.success)


def worths(path: Path, groups: Mapping[str, Ablation]) -> list[Worth]:
    """What the results say of each group; a group without results is left out.

    Raises:
        BadInput: the file can't be read.
    """
    by_label = {group.results[0].label: group for group in groups_of([path]) if group.results}
    found = []
    for name, ablation in groups.items():
        on, off = by_label.get(ALL), by_label.get(label_of(name))
        success = compare(on, off) if on and off else None
        false = compare(on, off, outcome=lambda result: result.false_success) if on and off else None
        if success is not None and false is not None:
            found.append(Worth(name, ablation, success, false))
    return found


def ablation_report(path: Path, groups: Mapping[str, Ablation]) -> str:
    """The table of worths, as Markdown."""
    found = worths(path, groups)
    rows = [_row(one) for one in found]
    head = [
        "group", "what is turned off", "jobs", "solved with / without", "only with / only without",
        "worth in points (95%)", "bootstrap (95%)", "p (McNemar)", "success", "false success, points (95%)",
        "tokens per solved, with / without (95%)", "cost",
    ]  # fmt: skip
    notes = [
        "Worth: success with everything on, less success without the group, on the same tasks and seeds. Claimed only "
        "where Newcombe's paired score interval and the bootstrap over tasks both leave out zero; the cost where the "
        "interval of the ratio leaves out one.",
        f"The intervals are not widened for {len(rows)} groups: if none of them were worth anything, at least one "
        f"would still look resolved in about {100 * (1 - 0.95 ** len(rows)):.0f}% of such tables.",
    ]
    if missing := [name for name in groups if name not in {one.name for one in found}]:
        notes.append(f"No results yet: {', '.join(missing)}.")
    if len(versions := _versions(path)) > 1:
        notes.append(
            f"The results are of several versions of the program, and so not quite alike: {', '.join(versions)}."
        )
    return f"# Ablations\n\n{as_markdown(Table('What each group is worth', head, rows, notes))}\n"


def _row(one: Worth) -> list[Content]:
    both, only_with, only_without, _ = one.success.counts
    return [
        one.name, one.ablation.title, str(len(one.success.left)), f"{both + only_with} / {both + only_without}",
        f"{only_with} / {only_without}", points(one.success.score_interval), points(one.success.difference),
        f"{one.success.p_value:.3f}", one.verdict,
        f"{points(one.false_success.score_interval)}, {_false_verdict(one.false_success)}",
        ratio(one.success.token_ratio), _cost(one.success.token_ratio),
    ]  # fmt: skip


def _verdict(comparison: Comparison) -> str:
    if not comparison.resolved:
        return "not resolved"
    return "helps" if comparison.score_interval.value > 0 else "harms"


def _false_verdict(comparison: Comparison) -> str:
    if not comparison.resolved:
        return "not resolved"
    return "fewer with it" if comparison.score_interval.value < 0 else "more with it"


def _cost(interval: Interval) -> str:
    if not interval.excludes(1):
        return "not resolved"
    return "cheaper with it" if interval.high < 1 else "dearer with it"


def _versions(path: Path) -> list[str]:
    return sorted({result.version for result in read_results(path) if result.label and result.version})
