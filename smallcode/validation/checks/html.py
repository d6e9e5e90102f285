"""HTML: tags that match, ids that are unique, links into the project that lead somewhere."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from smallcode.errors import ToolError
from smallcode.validation.round import Round, line_of, per_file
from smallcode.validation.types import CheckResult, Diagnostic

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_OPTIONAL = frozenset(
    [
        "html",
        "head",
        "body",
        "li",
        "dt",
        "dd",
        "p",
        "rt",
        "rp",
        "optgroup",
        "option",
        "colgroup",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
"""Elements whose end tag may be left out."""
_RAW = frozenset(["script", "style", "textarea", "title"])
_LINKS = {"src": None, "href": None, "poster": None, "data": frozenset(["object"]), "action": frozenset()}
_ID_LINKS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
_TEMPLATE = re.compile(r"\{\{|\{%|<%|<\?php|\$\{")


async def check_html(round_: Round) -> list[CheckResult]:
    """Check pages; templates are left to their own engine."""
    return await per_file(round_, html_problems)


def html_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """Problems of one page, in the order of the text."""
    if _TEMPLATE.search(re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL | re.IGNORECASE)):
        return []
    page = _Page()
    page.feed(text)
    page.close()
    page.end()
    found = [*page.problems, *_dead_links(page, path, round_)]
    pages = re.compile(r"^\S+\.html?(?:[#?]\S*)? does not exist")  # a page that may be written later
    if not page.elements and text.strip():
        found.append((1, "syntax", "the file has no HTML element at all."))
    return [
        Diagnostic(
            message=message,
            path=path,
            line=line,
            code=code,
            snippet=line_of(text, line),
            severity="warning" if pages.match(message) else "error",
        )
        for line, code, message in sorted(found)
    ]


class _Page(HTMLParser):
    """Collects what is open, ids and links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []
        self.ids: dict[str, int] = {}
        self.links: list[tuple[int, str, str]] = []
        self.id_links: list[tuple[int, str]] = []
        self.problems: list[tuple[int, str, str]] = []
        self.elements = 0

    @property
    def line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)
        if tag not in _VOID:
            self.open.append((tag, self.line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                if value in self.ids:
                    first = self.ids[value]
                    self.problems.append(
                        (self.line, "duplicate-id", f"id {value!r} stands twice (first in line {first}).")
                    )
                self.ids.setdefault(value, self.line)
            elif name in _ID_LINKS and not (name == "form" and tag == "form"):
                self.id_links += [(self.line, one) for one in value.split()]
            elif name in _LINKS:
                only = _LINKS[name]
                if only is None or tag in only:
                    self.links.append((self.line, tag, value))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        names = [name for name, _ in self.open]
        if tag not in names:
            if tag != "p":
                self.problems.append((self.line, "mismatched-tag", f"</{tag}> closes nothing."))
            return
        while self.open:
            name, line = self.open.pop()
            if name == tag:
                return
            if name not in _OPTIONAL:
                message = f"<{name}> of line {line} is not closed before </{tag}>. Add </{name}>."
                self.problems.append((line, "unclosed-tag", message))

    def end(self) -> None:
        """What is still open at the end of the file."""
        for name, line in self.open:
            if name not in _OPTIONAL:
                self.problems.append((line, "unclosed-tag", f"<{name}> of line {line} is never closed. Add </{name}>."))
        if self.rawdata.strip():
            self.problems.append((self.line, "syntax", "the file ends in the middle of a tag."))


def _dead_links(page: _Page, path: str, round_: Round | None) -> list[tuple[int, str, str]]:
    found = [
        (line, "missing-id", f"no element has id={name!r}.") for line, name in page.id_links if name not in page.ids
    ]
    for line, tag, link in page.links:
        parts = urlsplit(link.strip())
        if parts.scheme or parts.netloc or link.startswith("/"):
            continue
        if not parts.path:
            if parts.fragment and parts.fragment not in page.ids and parts.fragment != "top" and tag in ("a", "area"):
                found.append((line, "missing-id", f"the link #{parts.fragment} leads nowhere: no element has that id."))
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if round_ is not None and not _is_there(target, parts.path, round_):
            found.append((line, "missing-link", f"{link} does not exist. Create it or mend the link."))
    return found


def _is_there(target: str, written: str, round_: Round) -> bool:
    if target.startswith("..") or target == ".":
        return True
    try:
        return round_.project.workspace.exists(target) or written.endswith("/")
    except ToolError:  # a path that the workspace refuses can't be judged here
        return True
