"""A package index's simple API (PEP 503 as HTML, PEP 691 as JSON): the files of one release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

from smallcode.models.index_settings import shown
from smallcode.models.transfer import TransferFailed, describe

if TYPE_CHECKING:
    import httpx

ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


@dataclass(frozen=True)
class IndexFile:
    """One file of a project. ``sha256`` is None where the index does not say; ``size`` 0 likewise."""

    filename: str
    url: str
    sha256: str | None
    size: int


def find_wheel(client: httpx.Client, indexes: tuple[str, ...], project: str, version: str) -> IndexFile:
    """Return the pure wheel of ``project`` ``version`` from the first index that has it.

    Raises:
        TransferFailed: none has it; the text says what each of them said.
    """
    problems = []
    for index in indexes:
        if urlsplit(index).scheme not in ("http", "https"):
            continue  # folders on this machine hold wheels to install, never weights
        try:
            files = list_files(client, index, project)
        except TransferFailed as error:
            problems.append(f"{shown(index)}: {error}")
            continue
        for file in files:
            if _is_pure_wheel(file.filename, project, version):
                return file
        problems.append(f"{shown(index)}: no wheel of {project} {version}")
    raise TransferFailed("; ".join(problems) or "no index to ask")


def _is_pure_wheel(filename: str, project: str, version: str) -> bool:
    name, *rest = filename.split("-")
    return _normal(name) == _normal(project) and rest == [version, "py3", "none", "any.whl"]


def _normal(project: str) -> str:
    return re.sub(r"[-_.]+", "-", project).lower()


def list_files(client: httpx.Client, index: str, project: str) -> list[IndexFile]:
    """Return all files of ``project`` in ``index``.

    Raises:
        TransferFailed: not reachable, no such project, or an answer that is no index page.
    """
    import httpx

    page = f"{index}/{_normal(project)}/"
    try:
        response = client.get(page, headers={"Accept": ACCEPT})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TransferFailed(describe(error)) from None
    if response.status_code != 200:
        raise TransferFailed(f"HTTP {response.status_code} {response.reason_phrase}")
    base = str(response.url)
    try:
        if "json" in response.headers.get("content-type", ""):
            return [_from_json(entry, base) for entry in response.json()["files"]]
        return _from_html(response.text, base)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TransferFailed(f"its answer is no index page ({error})") from None


def _from_json(entry: dict[str, Any], base: str) -> IndexFile:
    sha256 = entry.get("hashes", {}).get("sha256")
    return IndexFile(str(entry["filename"]), _absolute(base, str(entry["url"])), sha256, int(entry.get("size") or 0))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if tag == "a" and key == "href" and value]


def _from_html(text: str, base: str) -> list[IndexFile]:
    links = _Links()
    links.feed(text)
    out = []
    for href in links.found:
        url, fragment = urldefrag(_absolute(base, href))
        sha256 = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else None
        out.append(IndexFile(unquote(urlsplit(url).path.rsplit("/", 1)[-1]), url, sha256, 0))
    return out


def _absolute(base: str, url: str) -> str:
    """``url`` made absolute; the name and password of the index go along on its own host only."""
    joined, origin = urlsplit(urljoin(base, url)), urlsplit(base)
    credentials = origin.netloc.rpartition("@")[0]
    same = (joined.scheme, joined.hostname, joined.port) == (origin.scheme, origin.hostname, origin.port)
    if credentials and same and "@" not in joined.netloc:
        joined = joined._replace(netloc=f"{credentials}@{joined.netloc}")
    return urlunsplit(joined)
