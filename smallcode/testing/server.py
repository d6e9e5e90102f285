"""The scripted server as a process of its own: ``python -m smallcode.testing.server --script FILE.yaml``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import get_args

from smallcode.errors import BadInput
from smallcode.testing.info import ServerKind
from smallcode.testing.script import load_script
from smallcode.testing.scripted import ScriptedServer


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; exit code 1 says that the script was not followed (printed as JSON)."""
    parser = argparse.ArgumentParser(prog="python -m smallcode.testing.server", description=__doc__)
    parser.add_argument("--script", type=Path, required=True, help="YAML list of steps")
    parser.add_argument("--port-file", type=Path, help="where to write the port, once it listens")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--kind", default="llama.cpp", choices=get_args(ServerKind))
    parser.add_argument("--model", default="scripted")
    parser.add_argument("--context-tokens", type=int, default=8192)
    parser.add_argument("--requests-file", type=Path, help="append every chat request as a line of JSON")
    parser.add_argument("--replay", action="store_true", help="the same request gets the same reply again")
    parser.add_argument("--any-order", action="store_true", help="a request gets the first step it meets")
    given = parser.parse_args(arguments)
    try:
        script = load_script(given.script)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    server = ScriptedServer(
        script, kind=given.kind, model=given.model, context_tokens=given.context_tokens, port=given.port,
        replay=given.replay, any_order=given.any_order, requests_file=given.requests_file,
    )  # fmt: skip
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    server.start()
    if given.port_file:
        scratch = given.port_file.with_name(given.port_file.name + ".new")
        scratch.write_text(str(server.port), encoding="utf-8")
        os.replace(scratch, given.port_file)  # noqa: PTH105 - the same call, said plainly
    done.wait()
    server.stop()
    status = server.status()
    print(json.dumps(status))
    return 1 if status["problems"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
