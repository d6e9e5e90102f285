"""The embedded server's process: ``python -m smallcode.models.embedded.serve FOLDER``, orders on stdin.

Loading the model holds Python's lock (xllamacpp's constructor), so nothing here runs meanwhile; who waits
reads ``server.json`` and the ``alive`` lock instead.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from smallcode.models.embedded.cores import usable_cores
from smallcode.models.embedded.rendezvous import Lock, Rendezvous

POLL_SECONDS = 1.0


def main() -> int:
    """Load the model and serve until no client has held a lease for a while; 3: it can't be loaded."""
    place = Rendezvous(Path(sys.argv[1]))
    orders = json.load(sys.stdin)
    alive = _lock_alive(place)
    if alive is None:
        return 0
    info = {key: orders[key] for key in ("model_path", "parallel", "api_key")}
    info |= {"pid": os.getpid(), "state": "loading"}
    place.write_info(info)
    try:
        server = _start(orders)
    except Exception as error:
        print(f"smallcode: the model did not load: {error}", file=sys.stderr, flush=True)
        place.write_info(info | {"state": "failed"})
        return 3
    place.write_info(info | {"state": "ready", "base_url": server.listening_address})
    _serve_while_used(place, idle_seconds=float(orders["idle_seconds"]), log_bytes=int(orders["log_bytes"]))
    return 0


def _lock_alive(place: Rendezvous, seconds: float = 2.0) -> Lock | None:
    """The proof of life; tried for a while, as a client that looks holds it for a moment too."""
    deadline = time.monotonic() + seconds
    while (lock := place.lock_alive()) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return lock


def _start(orders: dict[str, Any]) -> Any:
    """Start llama.cpp's HTTP server on a free loopback port; returns once the model is loaded."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = orders["model_path"]
    params.model_alias = {orders["name"]}
    params.n_ctx = orders["context_tokens"] * orders["parallel"]  # llama.cpp divides it among the slots
    params.n_parallel = orders["parallel"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [orders["api_key"]]
    params.ui = False
    params.cache_prompt = True
    params.cache_ram_mib = orders["prompt_cache_mib"]
    params.slot_prompt_similarity = orders["slot_similarity"]
    threads = orders["threads"] or usable_cores()
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    if orders["gpu_layers"] is not None:
        params.n_gpu_layers = orders["gpu_layers"]
    kinds = xllamacpp.llama_flash_attn_type
    params.flash_attn_type = {
        "on": kinds.LLAMA_FLASH_ATTN_TYPE_ENABLED,
        "off": kinds.LLAMA_FLASH_ATTN_TYPE_DISABLED,
        "auto": kinds.LLAMA_FLASH_ATTN_TYPE_AUTO,
    }[orders["flash_attention"]]
    return xllamacpp.Server(params)


def _serve_while_used(place: Rendezvous, *, idle_seconds: float, log_bytes: int) -> None:
    """Return when no lease has been held for ``idle_seconds``, or when the folder is gone."""
    last_used = time.monotonic()
    while place.leases.is_dir():
        try:
            if place.held_leases():
                last_used = time.monotonic()
            elif time.monotonic() - last_used >= idle_seconds and _may_end(place):
                return
            _cut_log(place.log, log_bytes)
        except FileNotFoundError:
            return  # someone removes our folder right now
        time.sleep(min(POLL_SECONDS, idle_seconds / 4 + 0.05))


def _may_end(place: Rendezvous) -> bool:
    """Take back the invitation, unless a client is just coming.

    The right to start stays held until this process is gone, so that nobody waits for a server that is leaving.
    """
    start = place.lock_start()
    if start is None:
        return False
    if place.held_leases():
        start.release()
        return False
    place.forget_info()
    return True


def _cut_log(log: Path, limit: int) -> None:
    """Keep the tail of the log. Standard error was opened to append, so later lines follow the new end."""
    if log.stat().st_size <= limit:
        return
    with log.open("rb+") as file:
        file.seek(-limit // 4, os.SEEK_END)
        tail = file.read()
        file.truncate(0)
        file.seek(0)
        file.write(tail[tail.find(b"\n") + 1 :])


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    if code:
        sys.exit(code)  # the engine's destructors write out the rest of its log, which says why
    os._exit(code)  # its threads still run: leave at once
