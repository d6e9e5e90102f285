"""What the governor's study found, in tables and in sentences that claim no more than the intervals hold."""

from __future__ import annotations

from collections.abc import Sequence

from smallcode.evals.figures import Interval
from smallcode.evals.governor_study import POLICIES, Replayed, Run
from smallcode.evals.governor_world import Simulated, outcomes
from smallcode.evals.report_tables import Content, Table, as_markdown, points, share

EXPLORE = "`smallcode eval run SUITE --agent smallcode --set governor.explore=1 ...`"


def study_report(runs: Sequence[Run], without: int, replayed: Replayed, simulated: Simulated) -> str:
    """The study as Markdown."""
    rounds = sum(len(run.rounds) for run in runs)
    intro = (
        f"{len(runs)} runs of {len({run.task for run in runs})} tasks with {rounds} choices between levers; "
        f"{without} results without a record of their choices."
    )
    if not rounds:
        return f"# The governor\n\n{intro}\n\nNot resolved: there was no choice to learn from.\n"
    parts = ["# The governor", intro, as_markdown(_levers(runs)), _replay(replayed, rounds), _simulation(simulated)]
    return "\n\n".join(parts) + "\n"


def _levers(runs: Sequence[Run]) -> Table:
    rows: list[list[Content]] = [
        [*_split(key), lever, share(good, good + bad, counts=True) if good + bad else "never chosen"]
        for (key, lever), (good, bad) in sorted(outcomes(runs).items())
    ]
    notes = ["A lever helped when the next verdict of the agent's own checks closed the part, as the governor sees it."]
    return Table("Recorded outcomes", ["model", "kind of task", "kind of error", "lever", "helped (95%)"], rows, notes)


def _split(key: str) -> list[str]:
    model, kind, error = key.rsplit("|", 2)
    return [model, kind or "-", error or "-"]


def _replay(replayed: Replayed, rounds: int) -> str:
    left_out = rounds - replayed.rounds
    head = "## Held against the record"
    told = f"{replayed.rounds} of {rounds} choices were logged with a known chance for every legal lever."
    if left_out:
        told += f" {left_out} were logged by the fixed order or by evidence, which says nothing about other levers."
    if not replayed.rounds:
        return f"{head}\n\n{told}\n\nNot resolved: record choices that can be compared with {EXPLORE}."
    rows: list[list[Content]] = [[name, f"{100 * replayed.value[name]:.0f}%"] for name in POLICIES]
    table = as_markdown(Table("", ["policy", "choices that helped"], rows)).removeprefix("## \n\n")
    claims = [f"- {_claim(other, interval)}" for other, interval in replayed.differences.items()]
    method = (
        "Method: replay with rejection (Li, Chu, Langford and Wang 2011; Dudik, Erhan, Langford and Li 2012), averaged "
        "over orders of the tasks; intervals by bootstrap over tasks (Mary, Preux and Nicol 2014)."
    )
    return "\n\n".join([head, told, table, "\n".join(claims), method])


def _claim(other: str, interval: Interval) -> str:
    verdict = "not resolved"
    if interval.excludes(0):
        verdict = "the governor is better" if interval.low > 0 else f"{_named(other)} is better"
    return f"Governor less {_named(other)}: {points(interval)} points a choice; {verdict}."


def _simulation(simulated: Simulated) -> str:
    rows: list[list[Content]] = []
    for other, bands in simulated.bands.items():
        rows += [
            [_named(other), str(step), f"{band.value:+.1f} ({band.low:+.1f} to {band.high:+.1f})"]
            for step, band in bands
        ]
    notes = [
        "\n".join(f"- {_ahead(other, simulated)}" for other in simulated.bands),
        f"{simulated.worlds} worlds that the recorded outcomes allow: in each one a lever helps with a probability "
        "drawn from its Beta posterior, with the mean of all levers as a prior worth two outcomes. Tasks are recorded "
        "runs, drawn with replacement; what a lever does to later choices of the same task is left out. "
        f"{simulated.unseen} of {simulated.pairs} pairs of kind and lever have no outcome at all.",
    ]
    title = "The long run, simulated"
    return as_markdown(Table(title, ["governor less", "tasks", "choices that helped, summed (95%)"], rows, notes))


def _ahead(other: str, simulated: Simulated) -> str:
    after = simulated.ahead_after[other]
    if after is None:
        return f"Against {_named(other)}: not resolved within {simulated.tasks} tasks."
    return f"Against {_named(other)}: ahead from {after} tasks on, in at least 97.5% of the worlds."


def _named(policy: str) -> str:
    return {"fixed": "the fixed order", "random": "a random order"}[policy]
