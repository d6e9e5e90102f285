"""A small DOM over the standard library's HTML parser, for checks of pages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Node:
    """An element; ``problems`` of the root lists wrong nesting."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []
        self.problems: list[str] = []

    def all(self, tag: str = "", **attributes: str) -> list[Node]:
        """Descendants with this tag and these attributes (``class_`` for one of the classes)."""
        return [n for n in self.walk() if n is not self and n.fits(tag, attributes)]

    def one(self, tag: str = "", **attributes: str) -> Node:
        """The only such descendant; AssertionError if there is none or more than one."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} <{tag or '*'}> with {attributes} instead of one"
        return found[0]

    def fits(self, tag: str, wanted: dict[str, str]) -> bool:
        if tag and self.tag != tag:
            return False
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name.replace("_", "-")) != value:
                return False
        return True

    def has(self, name: str) -> bool:
        return name in self.attributes

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def text(self) -> str:
        """All text below, with single blanks."""
        parts = [c if isinstance(c, str) else c.text for c in self.children]
        return " ".join(" ".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document", {}, None)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        tags = [node.tag for node in self.open]
        if tag not in tags:
            self.root.problems.append(f"</{tag}> closes nothing")
            return
        while self.open[-1].tag != tag:
            left = self.open.pop()
            if left.tag not in ("p", "li", "option", "td", "th", "tr", "dt", "dd", "tbody", "thead"):
                self.root.problems.append(f"<{left.tag}> is not closed")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(text: str) -> Node:
    """The document of an HTML text."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    builder.root.problems += [f"<{node.tag}> is not closed" for node in builder.open[1:]]
    return builder.root


def label_of(page: Node, field: Node) -> str:
    """Text of the label that belongs to a form field, or an empty string."""
    for node in field.ancestors():
        if node.tag == "label":
            return node.text
    for label in page.all("label"):
        if field.get("id") and label.get("for") == field.get("id"):
            return label.text
    return ""


def rules(css: str) -> list[tuple[str, dict[str, str]]]:
    """(selector, declarations) of a style sheet, in order.

    What is in @media blocks has the block before it; nested rules get the selectors around them.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found: list[tuple[str, dict[str, str]]] = []
    _rules(css, "", [], found)
    return found


def _rules(css: str, prefix: str, around: list[str], found: list[tuple[str, dict[str, str]]]) -> str:
    """Collect the rules of a block into ``found``; the block's own declarations come back."""
    place, own = 0, []
    while (brace := css.find("{", place)) >= 0:
        before, _, head = css[place:brace].rpartition(";")
        own.append(before)
        head = " ".join(head.split())
        end = _end_of_block(css, brace)
        body = css[brace + 1 : end - 1]
        if head.startswith("@") and ("{" in body or around):
            inner = _rules(body, f"{prefix}{head} ", around, found)
            found += [(f"{prefix}{head} {selector}", _declared(inner)) for selector in around if _declared(inner)]
        else:
            selectors = [" ".join(one.split()) for one in _split_list(head)]
            selectors = [_nested(one, outer) for outer in around for one in selectors] if around else selectors
            at = len(found)
            declarations = _declared(_rules(body, prefix, selectors, found))
            found[at:at] = [(prefix + selector, declarations) for selector in selectors]
        place = end
    return ";".join([*own, css[place:]])


def _end_of_block(css: str, brace: int) -> int:
    depth, end = 1, brace + 1
    while end < len(css) and depth:
        depth += {"{": 1, "}": -1}.get(css[end], 0)
        end += 1
    return end


def _split_list(head: str) -> list[str]:
    """A selector list at its commas, but those in parentheses."""
    return re.split(r",(?![^(]*\))", head)


def _nested(selector: str, outer: str) -> str:
    return selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    return {name.strip().lower(): " ".join(value.split()).lower() for name, _, value in pairs}


def play(path: str, steps: list[list[object]], stored: dict[str, str] | None = None) -> list[object]:
    """Run a page's scripts in a small document and do ``steps``; their results.

    ``stored`` is what localStorage holds at the start. Steps take a selector, and act on the first element that fits:
    ``click``, ``type`` TEXT, ``key`` KEY [properties], ``check`` [on], ``choose`` VALUE, ``fire`` EVENT, ``submit`` (the
    event alone); they look: ``text``, ``html``, ``value``, ``checked``, ``disabled``, ``hidden`` (itself or what is
    around it), ``attribute`` NAME, ``style`` NAME (inline), ``focused``; at all that fit: ``texts``, ``values``,
    ``count``, ``attributes`` NAME, ``shown`` (texts of those that are not hidden). Without a selector: ``wait``
    MILLISECONDS (timers run in such steps only, those of 0 ms after every step), ``stored`` KEY, ``dialogs`` (texts of
    alerts and of the clipboard) and ``eval`` CODE.

    Raises:
        AssertionError: a script failed, or a step's element is missing.
    """
    page = parse(Path(path).read_text(encoding="utf-8"))
    folder = Path(path).resolve().parent
    scripts = [_script(node, folder) for node in page.all("script")]
    numbers = {id(node): number for number, node in enumerate(page.all("script"))}
    orders = json.dumps(
        {"tree": _plain(page, numbers), "scripts": scripts, "steps": steps, "folder": str(folder), "stored": stored or {}}
    )
    dom = str(Path(__file__).with_name("dom.mjs"))
    command = ["node", "--experimental-vm-modules", "--no-warnings", dom]
    done = subprocess.run(command, input=orders, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr[-1200:]
    return list(json.loads(done.stdout))


def _script(node: Node, folder: Path) -> dict[str, str]:
    """Text of a script, and when it runs: at once (classic), after the page (deferred, module), or never (data)."""
    kind = node.get("type").lower()
    source = node.get("src")
    name = source.partition("?")[0] or "inline.js"
    text = (folder / name.lstrip("/")).read_text(encoding="utf-8") if source else _raw(node)
    if kind == "module":
        when = "module"
    elif kind and "javascript" not in kind:
        when = "data"
    else:
        when = "deferred" if source and (node.has("defer") or node.has("async")) else "classic"
    return {"name": name.lstrip("/"), "text": text, "kind": when}


def _raw(node: Node) -> str:
    return "".join(child for child in node.children if isinstance(child, str))


def _plain(node: Node, numbers: dict[int, int]) -> dict[str, object]:
    children = [child if isinstance(child, str) else _plain(child, numbers) for child in node.children]
    plain: dict[str, object] = {"tag": node.tag, "attributes": node.attributes, "children": children}
    return plain | ({"script": numbers[id(node)]} if id(node) in numbers else {})
