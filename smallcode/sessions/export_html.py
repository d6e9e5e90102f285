"""A transcript as one HTML page: nothing is loaded from elsewhere, no script runs, everything foreign is escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from smallcode.sessions.export import OUTPUT_CHARACTERS, figures_of, time_text

STYLE = """
:root { color-scheme: light dark; --dim: #666; --line: #ddd; --user: #eef4ff; --good: #116329; --bad: #a40e26; }
@media (prefers-color-scheme: dark) {
  :root { --dim: #999; --line: #333; --user: #1b2433; --good: #7ee787; --bad: #ff9492; }
}
body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
pre, code { font: 13px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 6px; }
section { border-top: 1px solid var(--line); padding-top: .5rem; }
section.undone { opacity: .55; }
.said { background: var(--user); border-radius: 8px; padding: .6rem .9rem; white-space: pre-wrap; }
.dim, summary { color: var(--dim); font-size: .9rem; }
.add, .passed { color: var(--good); }
.del, .failed { color: var(--bad); }
.hunk { color: var(--dim); }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: .2rem .5rem; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
<p class="dim">Session {session}, {model}, {created}, in <code>{workspace}</code></p>
{turns}
</body>
</html>
"""  # noqa: E501 - the policy is one attribute


def as_html(data: dict[str, Any]) -> str:
    """The page of a cleaned transcript."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return _PAGE.format(
        digest=digest, style=STYLE, title=escape(data["title"] or "Conversation"), session=escape(data["session"]),
        model=escape(data["model"]), created=escape(time_text(data["created"])), workspace=escape(data["workspace"]),
        turns="\n".join(_turn(turn) for turn in data["turns"]),
    )  # fmt: skip


def _turn(turn: dict[str, Any]) -> str:
    parts = [f'<section class="undone" id="turn-{turn["number"]}">' if turn["undone"] else "<section>"]
    if turn["number"]:
        parts.append(f'<div class="said">{escape(turn["text"])}</div>')
    if turn["attached"]:
        shown = ", ".join(f"{one.get('label', '')} ({one.get('tokens', 0)} tokens)" for one in turn["attached"])
        parts.append(f'<p class="dim">attached: {escape(shown)}</p>')
    parts += [_item(item) for item in turn["items"]]
    if turn["answer"]:
        parts.append(f"<div>{_markdown(turn['answer'])}</div>")
    elif turn["reason"]:
        parts.append(f"<p>{escape(turn['reason'])}</p>")
    if turn["number"]:
        parts.append(f'<p class="dim">{escape(figures_of(turn))}</p>')
    return "\n".join([*parts, "</section>"])


def _item(item: dict[str, Any]) -> str:
    match item["kind"]:
        case "diff":
            head = f"{item['change']} {item['path']} (+{item['added']} -{item['removed']})"
            return f"<details open><summary>{escape(head)}</summary><pre>{_diff(item['diff'])}</pre></details>"
        case "call":
            arguments = json.dumps(item["arguments"], ensure_ascii=False, indent=1)
            body = escape(_cut(f"{arguments}\n{item['content']}"))
            head = escape(f"{item['tool']} ({item['outcome'] or 'not ended'})")
            return f"<details><summary>{head}</summary><pre>{body}</pre></details>"
        case "shell":
            body = escape(_cut(f"{item['output']}\n(exit code {item['exit_code']})"))
            return f"<details><summary>$ {escape(item['command'])}</summary><pre>{body}</pre></details>"
        case "check":
            style = item["status"] if item["status"] in ("passed", "failed") else "dim"
            message = f": {item['message']}" if item["message"] and item["status"] != "passed" else ""
            text = f"{item['status']} {item['check']} {item['path']}{message}"
            return f'<div class="{style}">{escape(text)}</div>'
        case _:
            return f'<p class="dim">{escape(item["text"])}</p>'


def _diff(text: str) -> str:
    kinds = {"+": "add", "-": "del", "@": "hunk"}
    lines = []
    for line in _cut(text).split("\n"):
        kind = kinds.get(line[:1])
        lines.append(f'<span class="{kind}">{escape(line)}</span>' if kind else escape(line))
    return "\n".join(lines)


def _markdown(text: str) -> str:
    """Markdown without raw HTML and without images, which would be fetched from elsewhere."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block"]).render(text))


def _cut(text: str) -> str:
    return text[:OUTPUT_CHARACTERS] + ("\n..." if len(text) > OUTPUT_CHARACTERS else "")
