"""``python -m smallcode.cli.docs [--check] [FOLDER]``: renew the generated pages of this repository's docs/ folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from smallcode.docs_pages import PAGES


def main(argv: list[str] | None = None) -> int:
    """Write the pages; with ``--check`` only say which are out of date, and return 1 if any is."""
    parser = argparse.ArgumentParser(prog="python -m smallcode.cli.docs", description="Renew the generated pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs"), help="where the pages are")
    parser.add_argument("--check", action="store_true", help="write nothing")
    args = parser.parse_args(argv)
    if not args.folder.is_dir():
        print(f"{args.folder} is not a folder. Run this in the repository, or name its docs folder.", file=sys.stderr)
        return 2
    stale = []
    for name, write in PAGES.items():
        path, text = args.folder / name, write()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not args.check:
                path.write_text(text, encoding="utf-8")
    done = "out of date" if args.check else "renewed"
    print(f"{done}: {', '.join(stale)}" if stale else "All generated pages are up to date.")
    return 1 if stale and args.check else 0


if __name__ == "__main__":
    sys.exit(main())
