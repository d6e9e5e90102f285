"""``make bench``: one table of speed and size. Nothing here is a test; `over` asks for a look with a profiler."""

from __future__ import annotations

import argparse
import platform
import sys
import traceback
from collections.abc import Callable

from smallcode.evals.measures.chat import chat_rows
from smallcode.evals.measures.prompts import prompt_rows
from smallcode.evals.measures.startup import first_request_rows, version_rows
from smallcode.evals.measures.steps import step_rows
from smallcode.evals.measures.table import Row, as_table


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; exit code 1 where a limit is missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    families: dict[str, Callable[[], list[Row]]] = {
        "version": lambda: version_rows(given.runs),
        "first-request": lambda: first_request_rows(max(given.runs // 3, 1)),
        "steps": step_rows,
        "prompts": prompt_rows,
        "chat": lambda: chat_rows(max(given.runs // 3, 1)),
    }
    parser.add_argument("only", nargs="*", help=f"families to measure (default: all): {', '.join(families)}")
    parser.add_argument("--runs", type=int, default=15, help="runs of what is started anew each time")
    given = parser.parse_args(arguments)
    if unknown := set(given.only) - set(families):
        parser.error(f"no family {', '.join(sorted(unknown))}; there are {', '.join(families)}")
    rows: list[Row] = []
    for name, measure in families.items():
        if not given.only or name in given.only:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            rows += _attempt(name, measure)
    print(f"SmallCode on {platform.platform()}, Python {platform.python_version()}\n\n{as_table(rows)}")
    return int(any(row.verdict == "over" for row in rows))


def _attempt(name: str, measure: Callable[[], list[Row]]) -> list[Row]:
    """What one family measures; where that fails, the other figures are worth having all the same."""
    try:
        return measure()
    except Exception:
        traceback.print_exc()
        return [Row(what=name, measured="failed", verdict="over", note="see the traceback")]


if __name__ == "__main__":
    sys.exit(main())
