"""How far the fitted token estimate is from a model's own tokenizer, on this repository's files.

    python evals/token_estimate.py [--model embedded:qwen2.5-coder-0.5b] [--base-url URL] [--limit 60]

Prints the error by kind of file: of the sum, and the median and worst of single files.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
from collections import defaultdict
from pathlib import Path

from smallcode.models.providers import connect
from smallcode.models.tokens import estimate_tokens

LONGEST = 40_000
"""Characters of a file that are looked at."""


def texts(root: Path, limit: int) -> list[tuple[str, str]]:
    """Kind and text of the repository's tracked text files, spread over the kinds."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
    by_kind: dict[str, list[Path]] = defaultdict(list)
    for name in listed.splitlines():
        path = root / name
        if path.suffix and path.is_file() and path.stat().st_size > 400:
            by_kind[path.suffix].append(path)
    chosen: list[tuple[str, str]] = []
    share = max(limit // max(len(by_kind), 1), 3)
    for kind, paths in sorted(by_kind.items()):
        step = max(len(paths) // share, 1)
        for path in paths[::step][:share]:
            try:
                chosen.append((kind, path.read_text(encoding="utf-8")[:LONGEST]))
            except UnicodeDecodeError:
                continue
    return chosen


async def measure(reference: str, base_url: str | None, root: Path, limit: int) -> int:
    """Ask the model's tokenizer about each text and print a table."""
    model = await connect(reference, base_url=base_url)
    rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    try:
        for kind, text in texts(root, limit):
            real = await model.count_tokens(text)
            row = (real, estimate_tokens(text, model.profile.chars_per_token), len(text))
            rows[kind].append(row)
            rows["all"].append(row)
    finally:
        await model.close()
    print(f"{model.name}, profile says {model.profile.chars_per_token} characters a token\n")
    print(f"{'kind':8} {'files':>5} {'tokens':>8} {'chars/token':>11} {'sum':>7} {'median':>7} {'worst':>7}")
    for kind, found in rows.items():
        real, guessed, size = (sum(row[i] for row in found) for i in range(3))
        errors = [row[1] / row[0] - 1 for row in found if row[0]]
        worst = max(errors, key=abs)
        print(
            f"{kind:8} {len(found):5} {real:8} {size / real:11.2f} {guessed / real - 1:+7.1%} "
            f"{statistics.median(errors):+7.1%} {worst:+7.1%}"
        )
    return 0


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-0.5b")
    parser.add_argument("--base-url")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--limit", type=int, default=60)
    given = parser.parse_args()
    return asyncio.run(measure(given.model, given.base_url, given.root, given.limit))


if __name__ == "__main__":
    raise SystemExit(main())
