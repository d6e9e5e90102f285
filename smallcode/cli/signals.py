"""Ctrl-C and SIGTERM while the agent is at work: both leave a session that can be resumed."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, TypeVar

from smallcode.errors import Terminated

if TYPE_CHECKING:
    from langgraph.runtime import RunControl

T = TypeVar("T")
ENDING = "\nEnding after this step, so that it is not done twice. Ctrl-C again ends at once."


async def with_signals(work: Coroutine[object, object, T], control: RunControl) -> T:
    """Await ``work``: the first Ctrl-C ends it after the step, the second and SIGTERM at once.

    Raises:
        KeyboardInterrupt: ended at once by Ctrl-C.
        Terminated: ended by SIGTERM.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    terminated = False

    def on_interrupt() -> None:
        if control.drain_requested:
            task.cancel()
            return
        control.request_drain("interrupted")
        print(ENDING, file=sys.stderr, flush=True)

    def on_terminate() -> None:
        nonlocal terminated
        terminated = True
        task.cancel()

    loop.add_signal_handler(signal.SIGINT, on_interrupt)
    loop.add_signal_handler(signal.SIGTERM, on_terminate)
    try:
        return await task
    except asyncio.CancelledError:
        raise (Terminated if terminated else KeyboardInterrupt) from None
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)
