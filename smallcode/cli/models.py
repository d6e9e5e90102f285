"""List, fetch, add, remove and probe models.

smallcode models list                    what is here, what could be, and what fits this machine
smallcode models pull [NAME ...]         fetch weights (default: the default model); resumes, verifies
smallcode models add FILE|URL [--name N] use a GGUF file of your own, or fetch one
smallcode models rm NAME                 delete fetched weights, or forget an added file (which stays)
smallcode models probe PROVIDER:NAME     ask any provider's model tiny questions: how it is best worked with
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass

from smallcode.cli import probing
from smallcode.errors import BadInput, ExitCode
from smallcode.models import catalogue
from smallcode.models.catalogue import Weights, size_text
from smallcode.models.machine import fits, memory
from smallcode.workspace.clean import clean_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = ("list", "pull", "add", "rm", "probe")
    parser.add_argument(
        "action", nargs="?", choices=actions, default="list", metavar="ACTION", help="as above; default: list"
    )
    parser.add_argument("names", nargs="*", metavar="NAME, FILE or URL", help="which models")
    parser.add_argument("--name", metavar="NAME", help="add: what to call it")
    parser.add_argument("-q", "--quiet", action="store_true", help="pull: no progress, no word if it is here")
    parser.add_argument("--json", action="store_true", help="as JSON")
    probing.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Do the action."""
    if args.name and args.action != "add":
        raise BadInput("--name belongs to `smallcode models add FILE --name NAME`.")
    if args.action != "probe" and (args.save is not None or args.base_url):
        raise BadInput("--save, --no-save and --base-url belong to `smallcode models probe NAME`.")
    if args.action == "list":
        _list(args.names, as_json=args.json)
    elif args.action == "pull":
        for name in args.names or [catalogue.default_model()]:
            pull_model(name, as_json=args.json, quiet=args.quiet)
    elif args.action == "add":
        _add(_only(args.names, "add", "FILE or URL"), args.name, as_json=args.json)
    elif args.action == "probe":
        probing.run_probe(_only(args.names, "probe", "NAME"), args)
    else:
        _remove(_only(args.names, "rm", "NAME"))
    return ExitCode.OK


def _only(names: list[str], action: str, what: str) -> str:
    if len(names) != 1:
        raise BadInput(f"`smallcode models {action}` takes one {what}; {len(names)} were given.")
    return names[0]


def describe(entry: Weights) -> dict[str, object]:
    """One model as plain data, for --json and the doctor."""
    here = catalogue.is_installed(entry)
    return {
        "name": entry.name,
        "aliases": list(entry.aliases),
        "installed": here,
        "default": entry.name == catalogue.default_model(),
        "size": entry.path.stat().st_size if here else entry.size,
        "context": entry.context,
        "quant": entry.quant,
        "licence": entry.licence,
        "verified": entry.sha256 is not None,
        "min_memory": entry.min_memory,
        "fits": fits(entry.min_memory, memory()),
        "path": str(entry.path) if here else None,
    }


def _list(names: list[str], *, as_json: bool) -> None:
    entries = [catalogue.lookup(name) for name in names] or catalogue.known_models()
    rows = [describe(entry) for entry in entries]
    if as_json:
        print(json.dumps({"folder": str(catalogue.models_dir()), "models": rows}, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows) + 2
    print(f"{'NAME':<{width}}{'HERE':<6}{'SIZE':>9}  {'WINDOW':>7}  {'FITS':<8}{'QUANT':<8}LICENCE")
    for row in rows:
        size = ("" if row["verified"] or row["installed"] else "~") + size_text(int(str(row["size"])))
        name = f"{row['name']}{' *' if row['default'] else ''}"
        text = (
            f"{name:<{width}}{'yes' if row['installed'] else 'no':<6}{size:>9}  {row['context'] or '?':>7}  "
            f"{row['fits']:<8}{row['quant']:<8}{row['licence']}"
        )
        print(clean_text(text.rstrip(), colors=False))
    print(f"\n* the default. Files: {clean_text(str(catalogue.models_dir()), colors=False)}")
    if not any(row["installed"] for row in rows):
        print(f"None is here yet: smallcode models pull {rows[0]['name'] if names else ''}".rstrip())


def pull_model(name: str, *, as_json: bool, quiet: bool) -> None:
    from smallcode.models.download import pull

    entry = catalogue.lookup(name)
    bar = _Bar(entry.name)
    try:
        pulled = pull(entry.name, on_progress=None if quiet else bar, say=bar.say)
    except KeyboardInterrupt:
        bar.say(f"Stopped. What came is kept: `smallcode models pull {entry.name}` goes on from there.")
        raise
    bar.end()
    if as_json:
        found = {"name": entry.name, "path": str(pulled.path), "sha256": pulled.sha256}
        print(json.dumps(found | {"pinned": pulled.pinned, "source": pulled.source}))
    elif pulled.source == "cache":
        if not quiet:
            print(f"{entry.name} is here already: {pulled.path}")
    else:
        print(f"{entry.name} is ready: {pulled.path}")
        if pulled.pinned:
            print(
                f"Nobody has verified this file for the catalogue. Its SHA-256 was noted, and a later\n"
                f"download must have the same: {pulled.sha256}"
            )


def _add(source: str, name: str | None, *, as_json: bool) -> None:
    from smallcode.models.added import add

    bar = _Bar(name or source.rsplit("/", 1)[-1])
    entry = add(source, name=name, on_progress=bar, say=bar.say)
    bar.end()
    if as_json:
        print(json.dumps(describe(entry)))
        return
    kind = "as the catalogue's" if entry in catalogue.catalogue() else "as"
    print(clean_text(f"Added {source} {kind} {entry.name} (window {entry.context or '?'} tokens).", colors=False))
    print(f"Use it: smallcode run --model embedded:{entry.name} ...")


def _remove(name: str) -> None:
    from smallcode.models.added import remove

    entry, deleted = remove(name)
    if deleted:
        print(f"Removed {entry.name}; {size_text(entry.size)} are free again.")
    else:
        print(clean_text(f"Forgot {entry.name}. Its file stays: {entry.path}", colors=False))


@dataclass
class _Bar:
    """Progress on standard error: one line that changes on a terminal, else a line for each tenth."""

    name: str
    began: float = 0.0
    first: int = 0
    tenth: int = -1
    drawn: bool = False

    def __call__(self, done: int, total: int) -> None:
        if not self.began:
            self.began, self.first = time.monotonic(), done
        share = done / total if total else 0.0
        seconds = time.monotonic() - self.began
        rate = f"{(done - self.first) / seconds / 1e6:5.1f} MB/s" if seconds > 0.5 else ""
        text = f"{self.name}  {share:4.0%}  {size_text(done)} of {size_text(total)}  {rate}"
        if sys.stderr.isatty():
            print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)
            self.drawn = True
        elif int(share * 10) > self.tenth:
            self.tenth = int(share * 10)
            print(text.rstrip(), file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        self.end()
        print(clean_text(text, colors=False), file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that changes."""
        if self.drawn:
            print(file=sys.stderr)
            self.drawn = False
