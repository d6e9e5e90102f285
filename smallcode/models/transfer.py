"""Fetches one file over HTTP: progress, resuming by Range, a few retries, and the SHA-256 of what came."""

from __future__ import annotations

import hashlib
import netrc
import os
import re
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.models.proxies import made_with

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.5

Progress = Callable[[int], None]
"""Called with the bytes of the current file that are here."""


class TransferFailed(Exception):
    """A file could not be fetched; the text says why, without passwords. What came stays, to resume from."""


def make_client(*, connect_seconds: float, certificates: str = "") -> httpx.Client:
    """A client that honours proxy variables, netrc and the user's certificates."""
    import httpx

    own = certificates if certificates and Path(certificates).is_file() else None
    context = ssl.create_default_context(cafile=own)
    if own is None:
        import certifi

        context.load_verify_locations(certifi.where())
    timeout = httpx.Timeout(60.0, connect=connect_seconds)
    return made_with(lambda: httpx.Client(timeout=timeout, follow_redirects=True, verify=context, auth=_authorise))


def _authorise(request: httpx.Request) -> httpx.Request:
    """Sign with the address's own name and password, else with netrc's for that host."""
    import httpx

    name, password = request.url.username, request.url.password
    if not name:
        try:
            found = netrc.netrc(os.environ.get("NETRC")).authenticators(request.url.host)
        except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
            found = None
        name, password = (found[0], found[2] or "") if found else ("", "")
    if name:
        flow = httpx.BasicAuth(name, password).sync_auth_flow(request)
        return next(flow)
    return request


def fetch(
    client: httpx.Client,
    url: str,
    target: Path,
    *,
    sha256: str | None,
    progress: Progress,
    patient: bool = False,
) -> str:
    """Bring ``url`` to ``target`` and return its SHA-256; goes on from an earlier try's ``target.part``.

    What breaks on the way is tried again. A server that can't be connected to only if ``patient``.

    Raises:
        TransferFailed: not there, not reachable, broken off too often, or not the file that ``sha256`` names.
    """
    part = target.with_name(target.name + ".part")
    for attempt in range(ATTEMPTS):
        resumed = part.exists() and part.stat().st_size > 0
        problem = _try(client, url, part, progress, patient or resumed)
        if problem:
            if attempt == ATTEMPTS - 1:
                raise TransferFailed(problem)
            time.sleep(FIRST_WAIT_SECONDS * 2**attempt)
            continue
        digest = sha256_of(part)
        if sha256 is None or digest == sha256:
            part.replace(target)
            return digest
        part.unlink()  # a resumed file is fetched once more from its start; a whole one would come the same
        if not resumed:
            raise TransferFailed(f"the file that came has another SHA-256 ({digest[:12]}, not {sha256[:12]})")
    raise TransferFailed("the file that came has another SHA-256, from the start too")


def _try(client: httpx.Client, url: str, part: Path, progress: Progress, patient: bool) -> str:
    """Fetch what is missing of ``part``; returns "" once all is here, else a problem worth another try."""
    import httpx

    have = part.stat().st_size if part.exists() else 0
    # No compression on the way: ranges count the bytes that are sent.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with client.stream("GET", url, headers=headers) as response:
            return _receive(response, part, have, progress)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        if not patient:
            raise TransferFailed(describe(error)) from None
        return describe(error)
    except (httpx.HTTPError, ssl.SSLError) as error:
        return describe(error)


def _receive(response: httpx.Response, part: Path, have: int, progress: Progress) -> str:
    """Write an answer to the end of ``part``, if it is the rest of the file; else say what it is."""
    status, content_range = response.status_code, response.headers.get("content-range", "")
    if status == 416:
        if content_range == f"bytes */{have}":
            return ""  # nothing is missing
        part.unlink(missing_ok=True)
        return "the server refused to resume"
    if status in (408, 429) or status >= 500:
        return f"HTTP {status} {response.reason_phrase}"
    if status not in (200, 206):
        raise TransferFailed(f"HTTP {status} {response.reason_phrase}")
    if "text/html" in response.headers.get("content-type", ""):
        raise TransferFailed("a web page came instead of the file (a login page or a proxy?)")
    if status == 206 and not content_range.startswith(f"bytes {have}-"):
        part.unlink(missing_ok=True)
        return "the server resumed at another place"
    return _write(response, part, have if status == 206 else 0, progress)


def describe(error: Exception) -> str:
    """What went wrong on the way, without the password that an address may hold."""
    text = re.sub(r"//[^/@\s]+@", "//", str(error))
    return f"{type(error).__name__}: {text}".strip(": ")


def _write(response: httpx.Response, part: Path, have: int, progress: Progress) -> str:
    with part.open("r+b" if have else "wb") as file:
        file.seek(have)
        for chunk in response.iter_raw():
            file.write(chunk)
            have += len(chunk)
            progress(have)
        file.flush()
        os.fsync(file.fileno())
    return ""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
