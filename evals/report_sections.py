"""The sections of a report: what is counted, and what is claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from smallcode.evals.causes import CAUSES
from smallcode.evals.report_groups import Comparison, Group, comparisons, halves_of
from smallcode.evals.report_tables import Cell, Content, Table, amount, points, ratio, share
from smallcode.evals.results import Result
from smallcode.workspace.clean import clean_name

Checkable = Callable[[Result], bool | None]
_REACH = {"meter": "nothing but the model", "open": "the network too"}
Links = Mapping[tuple[str, int], str]
"""Addresses of replays by (name of group, index of its result)."""


def sections(groups: Sequence[Group], checkable: Checkable, links: Links) -> list[Table]:
    """All sections that have something to say."""
    compared = comparisons(groups, _scopes(groups))
    made = [
        _success(groups), _agents(groups), _by(groups, "By category", "category", lambda r: r.category, "categories"),
        _by(groups, "By half", "half", lambda r: r.half, "halves"),
        _by(groups, "By suite", "suite", lambda r: r.task.partition("/")[0]),
        _pairs(compared), _ratios(compared), _cost(groups), _honesty(groups, checkable), _causes(groups),
        _refusals(groups), _by_task(groups, links), _not_run(groups),
    ]  # fmt: skip
    return [table for table in made if table is not None]


def _success(groups: Sequence[Group]) -> Table:
    head = ["agent", "jobs", "solved", "share (95%)", "false success", "false alarm", "requests per job"]
    rows: list[list[Content]] = []
    for group in groups:
        tried = group.tried
        delivered = sum(result.delivered for result in tried)
        rows.append(
            [
                group.name, str(len(tried)), str(group.solved), share(group.solved, len(tried)),
                f"{sum(r.false_success for r in tried)} of {delivered} delivered",
                str(sum(r.false_alarm for r in tried)),
                f"{group.total('requests') / len(tried):.1f}" if tried else "-",
            ]
        )  # fmt: skip
    return Table("Success", head, rows, ["A job is one task with one seed."], chart="success")


def _by(
    groups: Sequence[Group], title: str, word: str, field_of: Callable[[Result], str], chart: str = ""
) -> Table | None:
    kinds = sorted({field_of(result) for group in groups for result in group.tried})
    if len(kinds) < 2:
        return None
    rows: list[list[Content]] = []
    for kind in kinds:
        parts = [group.of(lambda r, kind=kind: field_of(r) == kind) for group in groups]  # type: ignore[misc]
        rows.append([kind, *(share(part.solved, len(part.tried), counts=True) for part in parts)])
    return Table(title, [word, *(group.name for group in groups)], rows, chart=chart)


def _scopes(groups: Sequence[Group]) -> list[str]:
    halves = halves_of(groups)
    return ["", *halves] if len(halves) > 1 else [""]


def _pairs(compared: Sequence[Comparison]) -> Table | None:
    rows: list[list[Content]] = []
    for one in compared:
        both, only_first, only_second, neither = one.counts
        rows.append(
            [
                f"{one.first} - {one.second}", one.half or "all", str(len(one.left)),
                f"{both} / {only_first} / {only_second} / {neither}", points(one.score_interval),
                points(one.difference), f"{one.p_value:.3f}", "resolved" if one.resolved else "not resolved",
            ]
        )  # fmt: skip
    if not rows:
        return None
    head = [
        "pair", "half", "jobs", "both / only first / only second / neither", "points (95%)",
        "points (95%, bootstrap)", "p (McNemar)", "difference",
    ]  # fmt: skip
    notes = [
        "Resolved: both intervals of the difference leave out zero. The score interval and McNemar's test take jobs "
        "for independent; the bootstrap draws whole tasks, so that several seeds of one task count as one task."
    ]
    return Table("Paired comparison", head, rows, notes)


def _ratios(compared: Sequence[Comparison]) -> Table | None:
    rows: list[list[Content]] = [_ratio_row(one) for one in compared]
    head = ["pair", "half", "success", "tokens per solved", "seconds per solved"]
    notes = [
        "The first as a multiple of the second, on the jobs that both have tried, with paired bootstrap intervals over "
        "tasks. The cost of failures is part of what a solved task costs. No bound: the other side may well be zero."
    ]
    return Table("Ratios", head, rows, notes) if rows else None


def _ratio_row(one: Comparison) -> list[Content]:
    return [
        f"{one.first} / {one.second}", one.half or "all", ratio(one.success_ratio), ratio(one.token_ratio),
        ratio(one.time_ratio),
    ]  # fmt: skip


def _cost(groups: Sequence[Group]) -> Table:
    rows: list[list[Content]] = []
    for group in groups:
        sums = [f"{group.total(name):.0f}" for name in ("prompt_tokens", "cached_tokens", "completion_tokens")]
        per = [amount(group.per_solved(name)) for name in ("tokens", "completion_tokens", "seconds")]
        rows.append([group.name, *sums, *per])
    head = [
        "agent", "prompt tokens", "of these cached", "completion tokens", "tokens per solved (95%)",
        "completion tokens per solved (95%)", "seconds per solved (95%)",
    ]  # fmt: skip
    notes = ["Bootstrap intervals over tasks.", *filter(None, map(_estimated, groups))]
    return Table("Cost", head, rows, notes, chart="cost")


def _estimated(group: Group) -> str:
    """A word on figures that the model server did not tell."""
    if not group.total("estimated"):
        return ""
    requests = f"{group.total('estimated'):.0f} of {group.total('requests'):.0f} requests"
    return f"Of {clean_name(group.name)}, the tokens of {requests} were counted from the texts."


def _agents(groups: Sequence[Group]) -> Table | None:
    """What is known of programs that are not ours, and of settings that are not the defaults."""
    rows: list[list[Content]] = []
    for group in groups:
        versions = ", ".join(sorted({r.agent_version for r in group.tried if r.agent_version}))
        network = ", ".join(sorted({_REACH.get(r.network, r.network) for r in group.tried if r.network}))
        settings = sorted({" ".join(r.settings) for r in group.tried if r.settings})
        if versions or network or settings:
            rows.append([group.name, versions or "-", network or "-", [Cell(text) for text in settings] or "-"])
    return Table("Agents", ["agent", "its version", "could reach", "settings"], rows) if rows else None


def _honesty(groups: Sequence[Group], checkable: Checkable) -> Table:
    rows: list[list[Content]] = []
    for group in groups:
        splits = {True: "something to run", False: "nothing to run", None: "not known"}
        for wanted, word in splits.items():
            part = group.of(lambda r, wanted=wanted: checkable(r) is wanted).tried  # type: ignore[misc]
            if part:
                rows.append([group.name, word, *_honest_cells(part)])
        rows.append([group.name, "all", *_honest_cells(group.tried)])
    head = ["agent", "task gives", "delivered", "false success, share of delivered (95%)", "refused", "false alarm"]
    notes = [
        "False success: delivered, and the hidden check fails. False alarm: refused, though the best attempt was "
        "right. Something to run: the repository has its own commands, or the task has examples of calls and results."
    ]
    return Table("False success and false alarm", head, rows, notes, chart="outcomes")


def _honest_cells(results: Sequence[Result]) -> list[str]:
    delivered = [result for result in results if result.delivered]
    refused = len(results) - len(delivered)
    alarms = sum(result.false_alarm for result in results)
    wrong = sum(result.false_success for result in delivered)
    return [str(len(delivered)), share(wrong, len(delivered), counts=True), str(refused), f"{alarms} of {refused}"]


def _counted(groups: Sequence[Group], title: str, word: str, words: Sequence[Counter[str]], chart: str) -> Table | None:
    names = [*CAUSES, *sorted({name for counts in words for name in counts} - {*CAUSES})]
    rows: list[list[Content]] = [
        [name or "?", *(str(counts[name]) for counts in words)] for name in names if any(c[name] for c in words)
    ]
    return Table(title, [word, *(group.name for group in groups)], rows, chart=chart) if rows else None


def _causes(groups: Sequence[Group]) -> Table | None:
    words = [Counter(result.cause for result in group.tried if not result.success) for group in groups]
    return _counted(groups, "Causes of failure", "cause", words, "causes")


def _refusals(groups: Sequence[Group]) -> Table | None:
    words = [
        Counter(result.refused_by for result in group.tried if result.cause == "validation" and result.refused_by)
        for group in groups
    ]
    return _counted(groups, "Checks that refused the last attempt", "check", words, "")


def _by_task(groups: Sequence[Group], links: Links) -> Table:
    tasks = sorted({result.task for group in groups for result in group.tried})
    rows: list[list[Content]] = []
    for task in tasks:
        row: list[Content] = [task]
        for group in groups:
            mine = [(index, r) for index, r in enumerate(group.results) if r.counts and r.task == task]
            row.append([_job(r, links.get((group.name, index), "")) for index, r in mine] or "-")
        rows.append(row)
    return Table("Tasks", ["task", *(group.name for group in groups)], rows)


def _job(result: Result, link: str) -> Cell:
    word = "solved" if result.success else f"{result.cause or '?'}{' (false alarm)' if result.false_alarm else ''}"
    cost = f"{result.seconds:.0f} s, {result.prompt_tokens}+{result.completion_tokens} tokens, {result.requests} req."
    return Cell(f"{word}; {cost}", href=link, strong=not result.success)


def _not_run(groups: Sequence[Group]) -> Table | None:
    missing = sorted({(r.task, r.reason) for group in groups for r in group.results if not r.counts})
    rows: list[list[Content]] = [[task, reason] for task, reason in missing]
    return Table("Not run", ["task", "why"], rows) if rows else None
