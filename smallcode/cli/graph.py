"""``smallcode graph``: the agent's graph as Mermaid, JSON, SVG or PNG, with a session's way painted on it if asked."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from smallcode.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "-f", "--format", choices=("mermaid", "json", "svg", "png"), help="default: by --output, or mermaid"
    )
    parser.add_argument("-o", "--output", type=Path, help="file to write (default: standard output)")
    parser.add_argument("--session", metavar="ID", help="paint the way that this session took (or: last)")


def run(args: argparse.Namespace) -> int:
    """Draw the graph."""
    from smallcode.wiring import draw_graph

    form = args.format or _by_suffix(args.output)
    drawn = draw_graph(form, args.session)
    data = drawn if isinstance(drawn, bytes) else drawn.encode()
    if args.output:
        try:
            args.output.write_bytes(data)
        except OSError as error:
            raise BadInput(f"{args.output} can't be written: {error.strerror}.") from error
        return 0
    if form == "png" and sys.stdout.isatty():
        raise BadInput("A PNG on a terminal is of no use.", hint="Name a file with -o graph.png.")
    sys.stdout.buffer.write(data)
    return 0


def _by_suffix(path: Path | None) -> str:
    forms = {".svg": "svg", ".png": "png", ".json": "json"}
    return forms.get(path.suffix.lower(), "mermaid") if path else "mermaid"
