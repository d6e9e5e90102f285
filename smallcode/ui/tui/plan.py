"""The plan editor: steps that can be changed, moved, added and taken out before they are carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from prompt_toolkit.layout import Dimension, Window
from prompt_toolkit.layout.containers import AnyContainer

from smallcode.chat.types import Step
from smallcode.ui.keys import KeyMap
from smallcode.ui.tui.canvas import Line, fold
from smallcode.ui.tui.dialogs import Dialog
from smallcode.ui.tui.lists import LinesControl
from smallcode.workspace.clean import clean_name

Ask = Callable[[str, str], Awaitable[str | None]]
ROWS = 16


class PlanDialog(Dialog[list[Step]]):
    """Answers with the steps as they were approved. ``ask(title, initial)`` lets the person write one line."""

    def __init__(self, steps: Sequence[Step], keys: KeyMap, ask: Ask) -> None:
        super().__init__("The plan. Nothing is changed before you approve it.", keys)
        self._steps = list(steps)
        self._ask = ask
        self._at = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._rows: list[int] = []
        self._list = LinesControl(self._lines, self._chosen_row, self._click)
        self.focus = Window(self._list, height=Dimension(min=1, max=ROWS), dont_extend_height=True)
        self.bind("list_up", lambda: self._move(-1))
        self.bind("list_down", lambda: self._move(1))
        self.bind("step_up", lambda: self._shift(-1))
        self.bind("step_down", lambda: self._shift(1))
        self.bind("step_delete", self._delete)
        self.bind("step_add", lambda: self._start(self._add()))
        self.bind("step_edit", lambda: self._start(self._edit()))
        self.bind("accept", lambda: self._start(self._edit()))
        self.bind("approve_plan", self._approve)

    def body(self) -> list[AnyContainer]:
        """The steps."""
        return [self.focus]

    def hints(self) -> list[tuple[str, str]]:
        """The keys."""
        actions = [
            ("approve_plan", "approve"), ("step_edit", "edit"), ("step_add", "add"), ("step_delete", "remove"),
        ]  # fmt: skip
        move = f"{self.keys.shown('step_up')} {self.keys.shown('step_down')}".strip()
        ways = [(self.keys.shown(action), text) for action, text in actions]
        return [*ways, (move, "move"), (self.keys.shown("cancel"), "not now")]

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        self._rows = []
        for at, step in enumerate(self._steps):
            style = "class:chosen" if at == self._at else ""
            files = f"  ({', '.join(map(clean_name, step.files))})" if step.files else ""
            self._rows.append(len(lines))
            lines += fold([(style, f"{at + 1:>3}. {clean_name(step.title)}"), (style or "class:dim", files)], width)
        return lines or [[("class:dim", "No steps. Add one, or turn away.")]]

    def _chosen_row(self) -> int:
        return self._rows[self._at] if self._at < len(self._rows) else -1

    def _click(self, row: int) -> None:
        self._at = max((at for at, first in enumerate(self._rows) if first <= row), default=0)

    def _move(self, step: int) -> None:
        self._at = min(max(self._at + step, 0), max(len(self._steps) - 1, 0))

    def _shift(self, step: int) -> None:
        to = self._at + step
        if 0 <= to < len(self._steps):
            self._steps[self._at], self._steps[to] = self._steps[to], self._steps[self._at]
            self._at = to

    def _delete(self) -> None:
        if self._steps:
            del self._steps[self._at]
            self._move(0)

    async def _add(self) -> None:
        title = await self._ask("New step", "")
        if title and title.strip():
            self._steps.insert(self._at + 1 if self._steps else 0, Step(title=title.strip()))
            self._move(1)

    async def _edit(self) -> None:
        if not self._steps:
            return
        step = self._steps[self._at]
        title = await self._ask("Step", step.title)
        if title and title.strip() and title.strip() != step.title:
            # The model's longer text spoke of the old title.
            self._steps[self._at] = replace(step, title=title.strip(), instruction="")

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _approve(self) -> None:
        if self._steps:
            self.close(self._steps)
