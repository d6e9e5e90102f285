"""Hours per person from a CSV file: python hours.py FILE"""
import argparse, csv, json, sys
from collections import defaultdict
from datetime import date, datetime


def load(path):
    rows = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["hours"].strip():
                rows.append({"day": date.fromisoformat(row["day"]), "person": row["person"].strip(), "project": row["project"].strip(), "hours": float(row["hours"])})
    return rows


def totals(rows):
    sums = defaultdict(float)
    for row in rows:
        sums[row["person"]] += row["hours"]
    return dict(sums)


def render(sums):
    width = max([len(name) for name in sums] + [len("total")])
    lines = [f"{name:<{width}} {hours:8.2f}" for name, hours in sums.items()]
    lines.append(f"{'total':<{width}} {sum(sums.values()):8.2f}")
    return "\n".join(lines)


def a_date(text):
    return datetime.strptime(text, "%Y-%m-%d").date()


def main(argv=None):
    p = argparse.ArgumentParser(description="Hours per person.")
    p.add_argument("file")
    p.add_argument("--project", action="append", metavar="NAME")
    p.add_argument("--since", type=a_date, metavar="YYYY-MM-DD")
    p.add_argument("--json", action="store_true", dest="as_json")
    o = p.parse_args(argv)
    rows = [r for r in load(o.file) if (not o.project or r["project"] in o.project) and (o.since is None or r["day"] >= o.since)]
    sums = totals(rows)
    if o.as_json:
        json.dump(sums, sys.stdout)
        print()
    else:
        print(render(sums))
    return 0


if __name__ == "__main__":
    sys.exit(main())
