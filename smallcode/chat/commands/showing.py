"""/theme /copy /clear /graph /editor /tools /doctor: the screen, and what is behind it."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.commands.turning import turn_number
from smallcode.chat.front import Notice, Option, Output, Table
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.chat.front import Front

FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1", re.DOTALL | re.MULTILINE)


async def theme(front: Front, argument: str) -> None:
    """Change the colours."""
    from smallcode.ui.themes import BUILT_IN, load_themes

    themes, problems = load_themes()
    for problem in problems:
        front.show(Notice(problem, "warning"))
    name = argument
    if not name:
        options = [Option(one, one, "built in" if one in BUILT_IN else themes[one].source) for one in themes]
        chosen = await front.choose("Theme", options)
        if chosen is None:
            front.show(Notice(f"Themes: {', '.join(themes)}."))
            return
        name = chosen
    front.theme(name)


def complete_theme(front: Front, argument: str) -> list[Suggestion]:
    """Names of themes."""
    from smallcode.ui.themes import load_themes

    return [Suggestion(name, name) for name in ranked(argument, load_themes()[0], str)]


async def copy(front: Front, argument: str) -> None:
    """Put the last answer, its code, or the session's diff on the clipboard."""
    what, _, number = argument.partition(" ")
    if argument.isdigit():
        what, number = "answer", argument
    if what == "diff":
        text = "".join(change.diff for change in await front.conversation.changes())
    elif what in ("", "answer", "code", "message"):
        turn = next(t for t in front.conversation.turns if t.number == turn_number(front, number))
        text = turn.text if what == "message" else turn.answer or turn.reason
        if what == "code":
            blocks = FENCE.findall(turn.answer)
            text = blocks[-1][1].rstrip("\n") if blocks else ""
    else:
        raise BadInput(f"/copy takes no {what!r}.", hint="/copy, /copy code, /copy diff, /copy message, /copy 2")
    if not text:
        front.show(Notice("There is nothing of that kind to copy.", "warning"))
    elif front.copy(text):
        front.show(Notice(f"Copied {len(text):,} characters.", "good"))
    else:
        front.show(Notice("No clipboard was found (pbcopy, wl-copy, xclip, or a terminal with OSC 52).", "warning"))


async def clear(front: Front, argument: str) -> None:
    """Empty the screen."""
    front.clear()


async def graph(front: Front, argument: str) -> None:
    """The way of the session through the agent's graph, as text or into a file."""
    from smallcode.wiring import draw_graph

    session = front.conversation.session
    if argument:
        path = Path(argument).expanduser()
        path = path if path.is_absolute() else session.workspace / path
        form = {".svg": "svg", ".png": "png", ".json": "json", ".mmd": "mermaid"}.get(path.suffix.lower())
        if form is None:
            raise BadInput(f"{argument}: a name that ends in .svg, .png, .json or .mmd is needed.")
        drawn = await asyncio.to_thread(draw_graph, form, session.id)
        try:
            path.write_bytes(drawn if isinstance(drawn, bytes) else drawn.encode())
        except OSError as error:
            raise BadInput(f"{path} can't be written: {error.strerror}.") from None
        front.show(Notice(f"Drawn: {path}", "good"))
        return
    rows = await asyncio.to_thread(_way, session.events_path)
    if not rows:
        front.show(Notice("No step of the graph yet. /graph FILE.svg draws it."))
        return
    front.show(Table("The last turn's way", ["", "node", "seconds"], rows, numeric=[0, 2]))
    front.show(Notice("/graph FILE.svg draws the graph with the session's way on it."))


def _way(events: Path) -> list[list[str]]:
    from smallcode.events.chat import TurnStarted
    from smallcode.events.sink import read_events
    from smallcode.events.types import NodeEnded

    rows: list[list[str]] = []
    for event in read_events(events) if events.exists() else []:
        if isinstance(event, TurnStarted):
            rows = []
        elif isinstance(event, NodeEnded):
            rows.append([str(len(rows) + 1), event.node, f"{event.seconds:.2f}"])
    return rows


async def editor(front: Front, argument: str) -> None:
    """Write a message in an editor; it comes into the input, ready to be sent."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise BadInput(f"EDITOR={command}: {error}.") from None
    with tempfile.TemporaryDirectory(prefix="smallcode-") as folder:
        path = Path(folder) / "message.md"
        path.write_text(argument, encoding="utf-8")

        async def work() -> None:
            try:
                done = await asyncio.to_thread(subprocess.run, [*words, str(path)], check=False)
            except OSError as error:
                raise BadInput(
                    f"{words[0]}: {error.strerror}.", hint="Set EDITOR to an editor that is there."
                ) from None
            if done.returncode:
                raise BadInput(f"{words[0]} ended with exit code {done.returncode}; the message was not taken.")

        await front.outside(work)
        text = path.read_text(encoding="utf-8", errors="replace").strip()
    if text:
        front.put(text)
    else:
        front.show(Notice("The message is empty."))


async def tools(front: Front, argument: str) -> None:
    """What the model may call."""
    rows = await asyncio.to_thread(_tool_rows, front)
    front.show(Table("Tools", ["tool", "", "effect", "levels", "what it does"], rows))
    front.show(Notice("settings.yaml switches them: tools: {without: [run]}"))


def _tool_rows(front: Front) -> list[list[str]]:
    from smallcode.toolset import chosen_tools, tool_specs
    from smallcode.wiring import load_tools

    settings = front.conversation.settings
    specs, on = tool_specs(), chosen_tools(settings)
    everything = settings.tools.model_copy(update={"only": list(specs), "without": []})
    known = load_tools(settings.model_copy(update={"tools": everything})).tools
    return [
        [name, "on" if name in on else "off", known[name].effect, ", ".join(spec.levels), known[name].description]
        for name, spec in specs.items()
    ]


async def doctor(front: Front, argument: str) -> None:
    """What works on this machine."""
    from smallcode.checkup import can_run, check_all
    from smallcode.cli.doctor import report

    front.show(Notice("Looking ..."))
    findings = await asyncio.to_thread(check_all)
    front.show(Output(report(findings, can_run(findings)), title="doctor"))


COMMANDS = [
    Command("theme", "change the colours", "[NAME]", theme, complete_theme, while_busy=True),
    Command(
        "copy",
        "copy the last answer, its code, the diff or a message",
        "[code | diff | message] [TURN]",
        copy,
        lambda front, argument: [
            Suggestion(w, w) for w in ranked(argument, ("answer", "code", "diff", "message"), str)
        ],
        while_busy=True,
    ),
    Command("clear", "empty the screen; the session keeps everything", "", clear, while_busy=True),
    Command(
        "graph", "show the way through the agent's graph, or draw it", "[FILE.svg | FILE.png]", graph, while_busy=True
    ),
    Command("editor", "write the message in your editor ($VISUAL, $EDITOR)", "[TEXT]", editor),
    Command("tools", "list what the model may call", "", tools, while_busy=True),
    Command("doctor", "say what works on this machine, and how to mend the rest", "", doctor, while_busy=True),
]
