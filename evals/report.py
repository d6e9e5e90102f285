"""The report of one or more results files: Markdown, and one self-contained page with charts and replays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.evals.report_groups import Group, groups_of
from smallcode.evals.report_sections import Checkable, sections
from smallcode.evals.report_tables import Table, as_markdown, escape
from smallcode.evals.results import Result, write_text
from smallcode.evals.task import load_suite, suite_names, suites_folder

METHODS = (
    "Intervals of shares are Wilson's score intervals, 95% (E. B. Wilson, 1927).",
    "Differences of pairs: Newcombe's score interval for paired shares (R. G. Newcombe, 1998, Statistics in Medicine "
    "17, 2635-2650, method 10), and McNemar's test in its exact, binomial form (Q. McNemar, 1947).",
    "Bootstrap intervals are percentiles of 2,000 samples (B. Efron, 1979) of whole tasks, with all their seeds and "
    "both sides of a pair (A. C. Davison and D. V. Hinkley, 1997, section 3.8); the draws are the same each time. "
    "Fewer than eight tasks are too few for such an interval: no bound.",
    "No interval is widened for the number of comparisons: of twenty true zeros one will look resolved.",
    "Tokens are prompt and completion together; those that came from the prefix cache are part of the prompt.",
)


@dataclass(frozen=True)
class Written:
    """What ``write_report`` made."""

    markdown: str
    files: list[Path]
    replays: int = 0
    no_charts: bool = False
    """The page lacks them, because matplotlib does."""


def report(paths: Sequence[Path], *, suites: Path | None = None) -> str:
    """The whole report as Markdown.

    Raises:
        BadInput: a file that can't be read.
    """
    groups = groups_of(paths)
    return _markdown(groups, sections(groups, known_checkable(suites), {}))


def write_report(paths: Sequence[Path], output: Path, *, suites: Path | None = None, replays: bool = True) -> Written:
    """Write ``output``: a name in .html makes the page, the same name in .md beside it, and a folder of replays.

    Without matplotlib the page has no charts.

    Raises:
        BadInput: a file that can't be read or written.
    """
    groups, checkable = groups_of(paths), known_checkable(suites)
    if output.suffix == ".html":
        return _write_page(groups, checkable, output, replays=replays)
    text = _markdown(groups, sections(groups, checkable, {}))
    write_text(output, text)
    return Written(text, [output])


def _write_page(groups: Sequence[Group], checkable: Checkable, output: Path, *, replays: bool) -> Written:
    from urllib.parse import quote

    from smallcode.evals.report_charts import charts
    from smallcode.evals.report_html import report_page
    from smallcode.evals.report_replay import write_replays

    folder = output.with_name(f"{output.stem}.replays")
    links = write_replays(groups, folder, f"../{quote(output.name)}") if replays else {}
    try:
        drawings: dict[str, str] | None = charts(groups)
    except ImportError:
        drawings = None
    tables = sections(groups, checkable, links)
    write_text(output, report_page(_introduction(groups), tables, drawings or {}, METHODS))
    text, beside = _markdown(groups, tables), output.with_suffix(".md")
    write_text(beside, text)
    return Written(text, [output, beside], len(links), no_charts=drawings is None)


def _markdown(groups: Sequence[Group], tables: Sequence[Table]) -> str:
    introduction = [escape(line) for line in _introduction(groups)]
    methods = "## Methods\n\n" + "\n".join(f"- {method}" for method in METHODS)
    return "\n\n".join(["# Evals", *introduction, *map(as_markdown, tables), methods]) + "\n"


def _introduction(groups: Sequence[Group]) -> list[str]:
    """What was measured: models, versions and days."""
    results = [result for group in groups for result in group.results]
    models = ", ".join(sorted({result.model for result in results})) or "none"
    versions = ", ".join(sorted({result.version for result in results if result.version}))
    days = sorted({result.at[:10] for result in results if result.at})
    when = f" Measured {days[0]}" + (f" to {days[-1]}." if days[-1] != days[0] else ".") if days else ""
    return [f"Model: {models}.{when}" + (f" Version: {versions}." if versions else "")]


def known_checkable(folder: Path | None = None) -> Checkable:
    """Whether a result's task gives something to run: as recorded, else as its suite says, else None."""
    from smallcode.evals.outcomes import checkable

    known: dict[str, bool] = {}
    loaded: set[str] = set()

    def look_up(result: Result) -> bool | None:
        if result.checkable is not None:
            return result.checkable
        suite = result.task.partition("/")[0]
        if suite not in loaded:
            loaded.add(suite)
            try:
                place = suites_folder(folder)
                tasks = load_suite(suite, place) if suite in suite_names(place) else []
            except BadInput:
                tasks = []
            known.update({task.id: checkable(task) for task in tasks})
        return known.get(result.task)

    return look_up
