"""The sandbox that whole agents run in. What it keeps off is tried, once a run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smallcode.evals.metering import Meter

RELAY = Path(__file__).with_name("relay.py")
Way = Literal["meter", "loopback", "open"]
"""What an agent can reach: nothing but the meter, from a network of its own; this machine alone; everything."""
REACH = {
    "meter": "nothing but the model", "loopback": "this machine alone",
    "open": "the network too: nothing here keeps it off and lets it reach the model",
}  # fmt: skip
LOOK = "from smallcode.workspace.sandbox import describe; found = describe(); print(found.filesystem, found.network)"


@dataclass(frozen=True, kw_only=True)
class Cage:
    """What an agent in the sandbox can do."""

    way: Way
    nests: bool
    """A program inside can confine what it runs itself, as it could outside."""
    hidden: Sequence[Path] = ()
    """Folders that it can't read: the hidden checks of all tasks."""

    @property
    def unseen(self) -> list[Path]:
        """Those of ``hidden`` that are there."""
        return [path for path in self.hidden if path.exists()]


def reach_of(title: str, way: str) -> str:
    """For people: how far the program ``title`` gets."""
    return f"{title} can reach {REACH[way or 'open']}."


async def try_cage(meter: Meter, scratch: Path, hidden: Sequence[Path] = ()) -> Cage:
    """Try what the sandbox of this machine does to a program that asks ``meter``."""
    return Cage(way=await way_to(meter, scratch), nests=await _nests(scratch), hidden=hidden)


def relayed(meter: Meter, command: Sequence[str]) -> list[str]:
    """``command`` in a network where the meter's address leads to the meter, and nothing else anywhere."""
    return [sys.executable, "-I", "-S", str(RELAY), str(meter.socket_path), str(meter.port), "--", *command]


async def way_to(meter: Meter, scratch: Path) -> Way:
    """How far a program gets that the sandbox keeps from the network, and still reaches the meter: tried, once."""
    from smallcode.workspace.process import run_command

    scratch.mkdir(parents=True, exist_ok=True)
    look = f"import socket; socket.create_connection(('127.0.0.1', {meter.port}), 5).close()"
    command = [sys.executable, "-I", "-S", "-c", look]
    tries: list[tuple[Way, list[str]]] = [("meter", relayed(meter, command)), ("loopback", command)]
    for way, tried in tries:
        done = await run_command(
            tried, cwd=scratch, timeout=20, output_folder=scratch / "output", extra_writable=[meter.socket_path.parent]
        )
        if done.sandboxed != "none" and done.exit_code == 0:
            return way
    return "open"


async def _nests(scratch: Path) -> bool:
    from smallcode.workspace.process import run_command
    from smallcode.workspace.sandbox import describe

    outside = describe()
    if outside.name == "none":
        return False
    command = [sys.executable, "-P", "-c", LOOK]
    done = await run_command(command, cwd=scratch, timeout=60, output_folder=scratch / "output")
    return done.exit_code == 0 and done.output.split()[-2:] == [str(outside.filesystem), str(outside.network)]
