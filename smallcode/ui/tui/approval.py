"""The question whether a call may run: the diff or command, and the answers that are possible."""

from __future__ import annotations

from prompt_toolkit.layout import Dimension, Window
from prompt_toolkit.layout.containers import AnyContainer

from smallcode.chat.approvals import NO, ONCE, Question
from smallcode.ui.keys import KeyMap
from smallcode.ui.render.blocks import block_view
from smallcode.ui.tui.canvas import Canvas, Line
from smallcode.ui.tui.dialogs import MOST_ROWS, Dialog
from smallcode.ui.tui.lists import LinesControl
from smallcode.workspace.clean import clean_name

DIALOG_ROWS = 24


class ApprovalDialog(Dialog[str]):
    """Answers with the value of one of the question's options: once, always:N or no."""

    def __init__(self, question: Question, canvas: Canvas, keys: KeyMap) -> None:
        super().__init__(question.title, keys)
        self._question = question
        self._canvas = canvas
        self._options = question.options
        self._at = 0
        self._drawn: tuple[int, list[Line]] = (0, [])
        self._blocks = LinesControl(self._subject)
        self._answers = LinesControl(self._lines, lambda: self._at, self._click)
        self.focus = Window(self._answers, height=Dimension(min=1, max=MOST_ROWS), dont_extend_height=True)
        self._bind_keys()

    def _bind_keys(self) -> None:
        self.bind("yes_once", lambda: self.close(ONCE))
        self.bind("no_with_reason", lambda: self.close(NO))
        self.bind("yes_always", self._always)
        self.bind("accept", lambda: self.close(self._options[self._at].value))
        self.bind("list_up", lambda: self._move(-1))
        self.bind("list_down", lambda: self._move(1))
        self.bind("list_page_up", lambda: self._blocks.scroll(-self._blocks.page))
        self.bind("list_page_down", lambda: self._blocks.scroll(self._blocks.page))

    def body(self) -> list[AnyContainer]:
        """The call, then the answers."""
        height = Dimension(min=1, max=DIALOG_ROWS)
        return [Window(self._blocks, height=height, dont_extend_height=True), self.focus]

    def hints(self) -> list[tuple[str, str]]:
        """The keys."""
        always = [(self.keys.shown("yes_always"), "always")] if self._question.offers else []
        more = [(self.keys.shown("list_page_down"), f"{self._blocks.more} lines more")] if self._blocks.more else []
        return [(self.keys.shown("yes_once"), "yes"), *always, (self.keys.shown("no_with_reason"), "no"), *more]

    def _subject(self, width: int) -> list[Line]:
        if self._drawn[0] != width or not self._drawn[1]:
            lines: list[Line] = []
            for block in self._question.blocks:
                lines += self._canvas.lines(block_view(block, self._canvas.palette, width), width)
            if self._question.reason:
                lines.append([("class:dim", clean_name(self._question.reason))])
            self._drawn = (width, lines)
        return self._drawn[1]

    def _lines(self, width: int) -> list[Line]:
        sign = self._canvas.palette.sign("prompt")
        lines: list[Line] = []
        for at, option in enumerate(self._options):
            style = "class:chosen" if at == self._at else ""
            mark = sign if at == self._at else " "
            detail = f"  {clean_name(option.detail)}" if option.detail else ""
            lines.append([(style, f"{mark} {clean_name(option.label)}"), (style or "class:dim", detail)])
        return lines

    def _always(self) -> None:
        values = [option.value for option in self._options]
        if "always:0" in values:
            self._at = values.index("always:0")
            if len(self._question.offers) == 1:
                self.close("always:0")

    def _move(self, step: int) -> None:
        self._at = (self._at + step) % len(self._options)

    def _click(self, at: int) -> None:
        if 0 <= at < len(self._options):
            self._at = at
