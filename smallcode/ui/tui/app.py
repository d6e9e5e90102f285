"""`smallcode chat` on the whole screen."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import DynamicStyle

from smallcode.chat.front import Notice
from smallcode.errors import BadInput
from smallcode.ui.keys import load_keys
from smallcode.ui.render.items import Shown, Told
from smallcode.ui.render.palette import Palette
from smallcode.ui.themes import Theme, find_theme, load_themes, theme_for
from smallcode.ui.tui.bindings import make_bindings
from smallcode.ui.tui.front import TuiFront
from smallcode.ui.tui.history import ProjectHistory, history_path
from smallcode.ui.tui.layout import make_layout
from smallcode.ui.tui.prompt import Prompt
from smallcode.ui.tui.talking import Talking
from smallcode.ui.tui.terminal import TerminalInput, ask_background, color_depth, make_output
from smallcode.ui.tui.view import View

if TYPE_CHECKING:
    from smallcode.chat.start import Start

ANSWER_SECONDS = 0.1
"""How long the terminal may take to tell its background before the first picture; later is in time too."""
ESCAPE_SECONDS = 0.05
"""How long a lone Escape waits for the rest of a key, in each of the two steps that read keys."""


class _Background:
    """The theme by the terminal's background, unless one was chosen."""

    def __init__(self, chosen: str, depth: ColorDepth) -> None:
        self.themes, self.problems = load_themes()
        if depth == ColorDepth.DEPTH_1_BIT and not chosen:
            chosen = "minimal"  # where there are no colours, what is chosen has to be seen by other means
        self.colour = ""
        self.view: View | None = None
        self._chosen = chosen
        self._changed_by_hand = False
        if chosen:
            try:
                find_theme(chosen, self.themes)
            except BadInput as error:
                self.problems.append(str(error))
                self._chosen = ""

    def learn(self, colour: str) -> None:
        """The terminal told its background, perhaps late."""
        self.colour = colour
        if self.view is not None and not self._chosen:
            self.view.use(self.theme())

    def theme(self) -> Theme:
        """The theme to use."""
        if self._chosen:
            return self.themes[self._chosen]
        return theme_for(self.colour, self.themes, os.environ)


async def run_fullscreen(start: Start) -> int:
    """Talk on the whole screen until the person ends it; the exit code."""
    depth = color_depth(os.environ, _setting(start, "colour"))
    background = _Background(start.theme or _setting(start, "theme"), depth)
    source = TerminalInput(sys.stdin, background.learn)
    typed = ask_background(source, sys.stdout, _import_the_rest, ANSWER_SECONDS)
    view, front = _make(start, background)
    background.view = view
    output = make_output(sys.stdout, os.environ)
    app: Application[int] = Application(
        layout=make_layout(view), key_bindings=make_bindings(front, view), style=DynamicStyle(lambda: view.style),
        full_screen=True, mouse_support=Condition(lambda: view.mouse), input=source, output=output,
        color_depth=depth,
        editing_mode=EditingMode.VI if view.keys.mode == "vi" else EditingMode.EMACS,
        include_default_pygments_style=False,
    )  # fmt: skip
    app.ttimeoutlen = app.timeoutlen = ESCAPE_SECONDS
    view.app = app
    output.on_gone = front.quit
    with _ending_signals(front):
        return await _run(app, start, front, source, typed)


async def _run(app: Application[int], start: Start, front: TuiFront, source: TerminalInput, typed: str) -> int:
    opening = asyncio.get_running_loop().create_task(_begin(start, front))

    def feed() -> None:
        app.key_processor.feed_multiple(source.keys_of(typed))
        app.key_processor.process_keys()

    try:
        code = await app.run_async(pre_run=feed, set_exception_handler=False)
    except EOFError:  # the terminal is gone
        code = 0
    finally:
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await front.talking.close()
    if not getattr(app.output, "gone", False) and not source.closed:
        print(f"Session {start.session.id} is kept: `smallcode chat --resume {start.session.id}` goes on with it.")
    return code


async def _begin(start: Start, front: TuiFront) -> None:
    if await front.talking.open(start.session):
        if start.plan:
            front.view.situation.plan_mode = True
        if start.prompt:
            front.submit(start.prompt)


def _make(start: Start, background: _Background) -> tuple[View, TuiFront]:
    keys, problems = load_keys()
    history = ProjectHistory(history_path(start.session.workspace))
    fronts: list[TuiFront] = []
    prompt = Prompt(history, lambda before: fronts[0].complete(before), lambda text: fronts[0].usage(text))
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    view = View(prompt, keys, Palette(background.theme(), ascii=plain), background.themes)
    front = TuiFront(view, Talking(view, start.open_conversation))
    fronts.append(front)
    _welcome(start, view)
    for problem in [*start.notices, *background.problems, *problems]:
        view.add(Shown(block=Notice(problem, "warning")))
    return view, front


def _welcome(start: Start, view: View) -> None:
    from smallcode import __version__

    view.add(Told(text=f"SmallCode {__version__} in {_short(start.session.workspace)}", role="title"))
    keys = view.keys
    hints = [
        ("", "/help lists the commands"), (keys.shown("plan_mode"), "plan mode"), (keys.shown("stop"), "stops"),
        (keys.shown("fold"), "opens and closes"), (keys.shown("newline"), "new line"),
    ]  # fmt: skip
    view.add(Told(text="  ".join(f"{key} {text}".strip() for key, text in hints)))
    if not start.trusted:
        view.add(
            Told(text="This folder is not trusted: its own tests and code are not run. `smallcode trust` changes it.")
        )


def _short(folder: Path) -> str:
    """The folder as people write it."""
    try:
        return f"~/{folder.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(folder)


def _setting(start: Start, name: str) -> str:
    """One of the settings under ``ui:``, as the session has them."""
    section = start.session.settings_dump.get("ui", {})
    value = section.get(name, "") if isinstance(section, dict) else ""
    return str(value) if value != "auto" else ""


def _import_the_rest() -> None:
    """What the first picture needs, while the terminal thinks about its background."""
    import rich.markdown
    import rich.syntax  # noqa: F401


@contextlib.contextmanager
def _ending_signals(front: TuiFront) -> Iterator[None]:
    """A terminal that is closed, or a request to end, keeps the session."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGHUP, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, front.quit)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
