"""The report of one or more results files, as Markdown."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smallcode.evals.causes import CAUSES
from smallcode.evals.figures import difference_interval, mcnemar_exact, paired, wilson
from smallcode.evals.results import Result, latest, read_results


@dataclass(frozen=True)
class Group:
    """All results of one agent (or labelled variant) with one model."""

    name: str
    results: list[Result]

    @property
    def tried(self) -> list[Result]:
        """What was run at all."""
        return [result for result in self.results if result.counts]

    @property
    def solved(self) -> int:
        """Successes."""
        return sum(result.success for result in self.tried)


def groups_of(paths: Sequence[Path]) -> list[Group]:
    """The groups of several files. The same agent in two files makes two groups, named by the files.

    Raises:
        BadInput: a file that can't be read.
    """
    rows: list[tuple[str, str, str, list[Result]]] = []
    for path in paths:
        by_name: dict[tuple[str, str], list[Result]] = {}
        for result in latest(read_results(path)):
            by_name.setdefault((result.label or result.agent, result.model), []).append(result)
        rows += [(name, model, path.stem, results) for (name, model), results in by_name.items()]
    models = {model for _, model, _, _ in rows}
    twice = Counter((name, model) for name, model, _, _ in rows)
    groups = []
    for name, model, stem, results in rows:
        parts = [name]
        parts += [model] if len(models) > 1 else []
        parts += [stem] if twice[name, model] > 1 else []
        groups.append(Group(" ".join(parts), results))
    return groups


def report(paths: Sequence[Path]) -> str:
    """The whole report."""
    groups = groups_of(paths)
    models = sorted({result.model for group in groups for result in group.results})
    parts = [f"# Evals\n\nModel: {', '.join(models) or 'none'}. Intervals are 95% (Wilson).", _summary(groups)]
    parts += [_by_category(groups), _by_half(groups), _pairs(groups), _causes(groups), _by_task(groups)]
    parts.append(_not_run(groups))
    return "\n\n".join(part for part in parts if part) + "\n"


def _summary(groups: Sequence[Group]) -> str:
    head = [
        "agent", "tasks", "solved", "share (95%)", "false success", "false alarm",
        "tokens per solved", "prompt / cached / reply tokens", "seconds per solved", "requests per task",
    ]  # fmt: skip
    return "## Success\n\n" + table(head, [_summary_row(group) for group in groups])


def _summary_row(group: Group) -> list[str]:
    tried = group.tried
    delivered = sum(result.delivered for result in tried)
    false = sum(result.false_success for result in tried)
    prompt, cached, reply = (
        sum(getattr(result, name) for result in tried)
        for name in ("prompt_tokens", "cached_tokens", "completion_tokens")
    )
    seconds = sum(result.seconds for result in tried)
    return [
        group.name, str(len(tried)), str(group.solved), share(group.solved, len(tried)),
        f"{false} of {delivered} delivered", str(sum(result.false_alarm for result in tried)),
        _per(prompt + reply, group.solved), f"{prompt} / {cached} / {reply}", _per(seconds, group.solved),
        f"{sum(result.requests for result in tried) / len(tried):.1f}" if tried else "-",
    ]  # fmt: skip


def _by(groups: Sequence[Group], title: str, field: str) -> str:
    kinds = sorted({str(getattr(result, field)) for group in groups for result in group.tried})
    if len(kinds) < 2:
        return ""
    rows = []
    for kind in kinds:
        row = [kind]
        for group in groups:
            of_kind = [result for result in group.tried if getattr(result, field) == kind]
            row.append(share(sum(result.success for result in of_kind), len(of_kind), counts=True))
        rows.append(row)
    return f"## {title}\n\n" + table([field, *(group.name for group in groups)], rows)


def _by_category(groups: Sequence[Group]) -> str:
    return _by(groups, "By category", "category")


def _by_half(groups: Sequence[Group]) -> str:
    return _by(groups, "By half", "half")


def _pairs(groups: Sequence[Group]) -> str:
    rows = []
    for first, second in itertools.combinations(groups, 2):
        a = {(result.task, result.seed): result.success for result in first.tried}
        b = {(result.task, result.seed): result.success for result in second.tried}
        shared = sorted(a.keys() & b.keys())
        if not shared:
            continue
        left, right = [a[key] for key in shared], [b[key] for key in shared]
        both, only_a, only_b, neither = paired(left, right)
        low, high = difference_interval(left, right)
        verdict = "resolved" if low > 0 or high < 0 else "not resolved"
        rows.append(
            [
                f"{first.name} - {second.name}", str(len(shared)), f"{both} / {only_a} / {only_b} / {neither}",
                f"{100 * (sum(left) - sum(right)) / len(shared):+.0f} ({100 * low:+.0f} to {100 * high:+.0f})",
                f"{mcnemar_exact(only_a, only_b):.3f}", verdict,
            ]
        )  # fmt: skip
    if not rows:
        return ""
    head = ["pair", "pairs", "both / only first / only second / neither", "points (95%)", "p (McNemar)", "difference"]
    return "## Paired comparison\n\n" + table(head, rows)


def _causes(groups: Sequence[Group]) -> str:
    counted = [Counter(result.cause for result in group.tried if not result.success) for group in groups]
    known = [*CAUSES, *sorted({cause for counts in counted for cause in counts} - {*CAUSES})]
    rows = [
        [cause or "?", *(str(counts[cause]) for counts in counted)]
        for cause in known
        if any(counts[cause] for counts in counted)
    ]
    return "## Causes of failure\n\n" + table(["cause", *(group.name for group in groups)], rows) if rows else ""


def _by_task(groups: Sequence[Group]) -> str:
    tasks = sorted({result.task for group in groups for result in group.tried})
    rows = []
    for task in tasks:
        row = [task]
        for group in groups:
            mine = [result for result in group.tried if result.task == task]
            row.append("<br>".join(_cell(result) for result in mine) or "-")
        rows.append(row)
    return "## Tasks\n\n" + table(["task", *(group.name for group in groups)], rows)


def _cell(result: Result) -> str:
    cost = f"{result.seconds:.0f} s, {result.prompt_tokens}+{result.completion_tokens} tokens, {result.requests} req."
    word = "solved" if result.success else f"**{result.cause}**{' (false alarm)' if result.false_alarm else ''}"
    return f"{word}; {cost}"


def _not_run(groups: Sequence[Group]) -> str:
    missing = sorted({f"- {r.task}: {r.reason}" for group in groups for r in group.results if not r.counts})
    return "## Not run\n\n" + "\n".join(missing) if missing else ""


def share(successes: int, trials: int, *, counts: bool = False) -> str:
    """Text such as ``60% (31-83)``, with ``6/10`` before it where ``counts``."""
    if trials == 0:
        return "-"
    low, high = wilson(successes, trials)
    text = f"{100 * successes / trials:.0f}% ({100 * low:.0f}-{100 * high:.0f})"
    return f"{successes}/{trials}, {text}" if counts else text


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [list(head), ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _per(total: float, solved: int) -> str:
    return f"{total / solved:.0f}" if solved else "-"
