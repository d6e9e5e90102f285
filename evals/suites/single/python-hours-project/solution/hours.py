"""Hours per person from a CSV file: python hours.py FILE"""

import argparse
import csv
import sys
from collections import defaultdict
from datetime import date


def load(path):
    """Rows of the file: day (date), person, project, hours (float). Lines without hours are left out."""
    rows = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["hours"].strip():
                continue
            rows.append({
                "day": date.fromisoformat(row["day"]),
                "person": row["person"].strip(),
                "project": row["project"].strip(),
                "hours": float(row["hours"]),
            })
    return rows


def totals(rows):
    """Hours per person, in order of first appearance."""
    sums = defaultdict(float)
    for row in rows:
        sums[row["person"]] += row["hours"]
    return dict(sums)


def render(sums):
    """The table that is printed; the last line is the sum of all."""
    width = max([len(name) for name in sums] + [len("total")])
    lines = [f"{name:<{width}} {hours:8.2f}" for name, hours in sums.items()]
    lines.append(f"{'total':<{width}} {sum(sums.values()):8.2f}")
    return "\n".join(lines)


def main(argv=None):
    parser = argparse.ArgumentParser(description="Hours per person.")
    parser.add_argument("file", help="CSV file with the columns day, person, project, hours")
    parser.add_argument("--project", metavar="NAME", help="count only the rows of this project")
    options = parser.parse_args(argv)
    rows = load(options.file)
    if options.project is not None:
        rows = [row for row in rows if row["project"] == options.project]
    print(render(totals(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
