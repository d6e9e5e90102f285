"""Where everything is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples, fragment_list_width
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    DynamicContainer,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.layout.menus import CompletionsMenu
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth

from smallcode.ui.render.palette import Palette
from smallcode.ui.tui import panel
from smallcode.ui.tui.lists import LinesControl
from smallcode.ui.tui.transcript import TranscriptControl

if TYPE_CHECKING:
    from smallcode.ui.tui.view import View

MOST_INPUT_ROWS = 10
MENU_ROWS = 10


def make_layout(view: View) -> Layout:
    """The screen of a view; the input has the focus."""
    transcript = Window(TranscriptControl(lambda: view.transcript), wrap_lines=False, height=Dimension(min=1))
    side = LinesControl(lambda width: panel.panel_lines(view.facts, view.canvas, width))
    beside = ConditionalContainer(
        VSplit(
            [
                Window(width=1, char=lambda: view.palette.sign("upright"), style="class:border"),
                Window(width=1),
                Window(side, width=panel.WIDTH, wrap_lines=False),
            ]
        ),
        filter=Condition(lambda: view.shows_panel()),
    )
    bottom = DynamicContainer(lambda: view.dialogs[-1].container_made if view.dialogs else view.input_area)
    view.input_window = _input(view)
    view.input_area = HSplit([view.input_window])
    rule = Window(FormattedTextControl(lambda: _rule(view)), height=1, dont_extend_height=True)
    status = Window(
        FormattedTextControl(lambda: view.status()), height=1, style="class:status", dont_extend_height=True
    )
    body = HSplit([VSplit([transcript, beside]), rule, bottom, status])
    menu = _AboveInput(view, CompletionsMenu(max_height=MENU_ROWS, scroll_offset=1))
    return Layout(FloatContainer(body, floats=[menu]), focused_element=view.input_window)


class _AboveInput(Float):
    """A menu that stands above the input and its rule, however few lines it has."""

    def __init__(self, view: View, content: CompletionsMenu) -> None:
        self._view = view
        super().__init__(xcursor=True, content=content)

    @property
    def bottom(self) -> int | None:
        """Lines below it: the rule, the input and the status line."""
        shown = self._view.input_window.render_info
        return (shown.window_height if shown else 1) + 2

    @bottom.setter
    def bottom(self, lines: int | None) -> None:
        """It depends on the input alone."""


def _input(view: View) -> Window:
    control = BufferControl(view.prompt.buffer, input_processors=[_Hint(view.placeholder)], focus_on_click=True)
    return Window(
        control, wrap_lines=True, get_line_prefix=lambda line, wrap: _prefix(view, line, wrap),
        height=lambda: Dimension(min=1, max=max(min(MOST_INPUT_ROWS, get_app().output.get_size().rows // 2), 1)),
        dont_extend_height=True,
    )  # fmt: skip


def _prefix(view: View, line: int, wrap: int) -> StyleAndTextTuples:
    mark = f"{view.palette.sign('prompt')} "
    if line or wrap:
        return [("", " " * get_cwidth(mark))]
    return [("class:plan" if view.situation.plan_mode else "class:prompt", mark)]


def _rule(view: View) -> StyleAndTextTuples:
    """The line above the input: the mode, and whether there is more below."""
    width = get_app().output.get_size().columns
    texts: StyleAndTextTuples = []
    if view.situation.plan_mode:
        texts.append(("class:plan", " plan mode: nothing is changed "))
    if not view.transcript.following:
        key = view.keys.shown("bottom")
        texts.append(("class:accent", f" more below ({key}) "))
    return _ruled(texts, view.palette, width)


def _ruled(texts: StyleAndTextTuples, palette: Palette, width: int) -> StyleAndTextTuples:
    used = sum(get_cwidth(part[1]) for part in texts)
    rule = palette.sign("rule")
    if used > width:
        texts, used = [], 0
    return [("class:border", rule * min(2, width - used)), *texts, ("class:border", rule * max(width - used - 2, 0))]


class _Hint(Processor):
    """A hint behind what is written: what may be, where nothing is yet, and a command's arguments."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Show it behind the cursor."""
        fragments = transformation_input.fragments
        hint = "" if transformation_input.lineno else self._text()
        if not hint:
            return Transformation(fragments)
        room = max(transformation_input.width - fragment_list_width(fragments) - 3, 0)
        if len(hint) > room:  # whole words only
            hint = hint[: room + 1].rpartition(" ")[0].rstrip()
        return Transformation([*fragments, ("class:placeholder", hint)])
