"""A small markup language to HTML: headings, paragraphs, lists, quotes, code, tables, links and emphasis.

``to_html`` is the only function that other modules use. The text is cut into blocks, each block becomes HTML, and
what is inside a block goes through ``inline``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
BULLET = re.compile(r"[-*+]\s+(.*)$")
NUMBER = re.compile(r"(\d+)[.)]\s+(.*)$")
QUOTE = re.compile(r">\s?(.*)$")
FENCE = re.compile(r"(```|~~~)\s*(\w*)\s*$")
RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})\s*$")
TABLE_LINE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")

CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)(?:\s+\"([^\"]*)\")?\)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
EMPHASIS = re.compile(r"\*(.+?)\*|\b_(.+?)_\b")
STRIKE = re.compile(r"~~(.+?)~~")
SAFE_SCHEMES = ("http:", "https:", "mailto:")


@dataclass
class Block:
    """A part of the text: its kind, its lines, and what else is known of it."""

    kind: str
    lines: list = field(default_factory=list)
    level: int = 0
    language: str = ""
    start: int = 1


class Parser:
    """Cuts lines into blocks."""

    def __init__(self, text):
        self.lines = text.replace("\r\n", "\n").expandtabs(4).split("\n")
        self.at = 0

    def blocks(self):
        """All blocks, in order."""
        found = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
                continue
            found.append(self._block(line.strip()))
        return found

    def _block(self, line):
        match = FENCE.match(line)
        if match:
            return self._code(match[1], match[2])
        match = HEADING.match(line)
        if match:
            self.at += 1
            return Block("heading", [match[2]], level=len(match[1]))
        if RULE.match(line):
            self.at += 1
            return Block("rule")
        if BULLET.match(line):
            return self._list("bullets", BULLET)
        match = NUMBER.match(line)
        if match:
            block = self._list("numbers", NUMBER)
            block.start = int(match[1])
            return block
        if QUOTE.match(line):
            return self._quote()
        if self._is_table():
            return self._table()
        return self._paragraph()

    def _code(self, fence, language):
        block = Block("code", language=language)
        self.at += 1
        while self.at < len(self.lines) and self.lines[self.at].strip() != fence:
            block.lines.append(self.lines[self.at])
            self.at += 1
        self.at += 1
        return block

    def _list(self, kind, pattern):
        block = Block(kind)
        while self.at < len(self.lines):
            line = self.lines[self.at]
            match = pattern.match(line.strip())
            if match:
                block.lines.append(match[match.lastindex])
            elif line.strip() and line.startswith("  ") and block.lines:
                block.lines[-1] += " " + line.strip()
            else:
                break
            self.at += 1
        return block

    def _quote(self):
        block = Block("quote")
        while self.at < len(self.lines):
            match = QUOTE.match(self.lines[self.at].strip())
            if not match:
                break
            block.lines.append(match[1])
            self.at += 1
        return block

    def _is_table(self):
        if "|" not in self.lines[self.at] or self.at + 1 >= len(self.lines):
            return False
        return bool(TABLE_LINE.match(self.lines[self.at + 1].strip())) and "-" in self.lines[self.at + 1]

    def _table(self):
        block = Block("table")
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            block.lines.append(self.lines[self.at].strip())
            self.at += 1
        return block

    def _paragraph(self):
        block = Block("paragraph")
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not line or (block.lines and self._starts_block(line)):
                break
            block.lines.append(line)
            self.at += 1
        return block

    def _starts_block(self, line):
        patterns = (FENCE, HEADING, RULE, BULLET, QUOTE)
        return any(pattern.match(line) for pattern in patterns)


def inline(text):
    """HTML of the text inside a block. Code is taken out first, so that nothing in it is changed."""
    kept = []

    def keep(value):
        kept.append(value)
        return f"\x00{len(kept) - 1}\x00"

    text = CODE.sub(lambda m: keep(f"<code>{html.escape(m[1], quote=False)}</code>"), text)
    text = html.escape(text, quote=False)
    text = IMAGE.sub(lambda m: keep(f'<img src="{_address(m[2])}" alt="{html.escape(m[1])}">'), text)
    text = LINK.sub(lambda m: _link(m, keep), text)
    text = STRONG.sub(lambda m: f"<strong>{m[1] or m[2]}</strong>", text)
    text = EMPHASIS.sub(lambda m: f"<em>{m[1] or m[2]}</em>", text)
    text = STRIKE.sub(r"<del>\1</del>", text)
    while "\x00" in text:
        text = re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], text)
    return text


def _link(match, keep):
    title = f' title="{html.escape(match[3])}"' if match[3] else ""
    return keep(f'<a href="{_address(match[2])}"{title}>') + match[1] + keep("</a>")


def _address(text):
    """The address, or # for schemes that could run something."""
    scheme = re.match(r"[a-zA-Z][\w+.-]*:", text)
    if scheme and scheme[0].lower() not in SAFE_SCHEMES:
        return "#"
    return text.replace('"', "%22")


def slug(text):
    """Anchor of a heading."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def cells(line):
    """Cells of a table row."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def alignments(line):
    """How the columns are aligned, from the line below the head."""
    found = []
    for cell in cells(line):
        if cell.startswith(":") and cell.endswith(":"):
            found.append("center")
        elif cell.endswith(":"):
            found.append("right")
        else:
            found.append("")
    return found


def render_table(lines):
    """A table with head and body."""
    aligned = alignments(lines[1])
    rows = []
    for index, line in enumerate([lines[0], *lines[2:]]):
        tag = "td" if index else "th"
        row = ""
        for column, cell in enumerate(cells(line)):
            style = aligned[column] if column < len(aligned) else ""
            attribute = f' style="text-align: {style}"' if style else ""
            row += f"<{tag}{attribute}>{inline(cell)}</{tag}>"
        rows.append(f"<tr>{row}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def render(block):
    """HTML of one block."""
    if block.kind == "heading":
        text = block.lines[0]
        return f'<h{block.level} id="{slug(text)}">{inline(text)}</h{block.level}>'
    if block.kind == "rule":
        return "<hr>"
    if block.kind == "code":
        language = f' class="language-{block.language}"' if block.language else ""
        return f"<pre><code{language}>{html.escape(chr(10).join(block.lines), quote=False)}</code></pre>"
    if block.kind in ("bullets", "numbers"):
        tag = "ul" if block.kind == "bullets" else "ol"
        start = f' start="{block.start}"' if block.start != 1 else ""
        items = "\n".join(f"<li>{inline(line)}</li>" for line in block.lines)
        return f"<{tag}{start}>\n{items}\n</{tag}>"
    if block.kind == "quote":
        return f"<blockquote>\n{to_html(chr(10).join(block.lines))}\n</blockquote>"
    if block.kind == "table":
        return render_table(block.lines)
    return f"<p>{inline(' '.join(block.lines))}</p>"


def to_html(text):
    """HTML of a whole text."""
    return "\n".join(render(block) for block in Parser(text).blocks())
