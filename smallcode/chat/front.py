"""What commands show, and what every front end (fullscreen, classic) offers to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.types import Step
    from smallcode.sessions.session import Session


@dataclass(frozen=True)
class Markdown:
    """Prose with code, lists and tables."""

    text: str


@dataclass(frozen=True)
class Diff:
    """A unified diff."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of short texts."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    """Columns that are set flush right."""


@dataclass(frozen=True)
class Output:
    """What a program printed, as it is (colours allowed, other escape sequences filtered)."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Notice:
    """One line to the person."""

    text: str
    level: Literal["info", "good", "warning", "error"] = "info"


Block = Markdown | Diff | Table | Output | Notice


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from."""

    value: str
    label: str
    detail: str = ""


class Front(Protocol):
    """A front end, as commands see it. Questions return None where the person turned away (Escape, end of input)."""

    @property
    def conversation(self) -> Conversation:
        """The conversation on the screen."""

    @property
    def columns(self) -> int:
        """Width of the transcript."""

    @property
    def plan_mode(self) -> bool:
        """Messages ask for a plan, and nothing is changed before it is approved."""

    def toggle_plan_mode(self) -> None:
        """Plan mode on or off."""

    def show(self, block: Block) -> None:
        """Add a block to the transcript."""

    async def choose(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the person choose one of a list, with fuzzy search; its ``value``."""

    async def ask(self, title: str, initial: str = "", *, lines: bool = False, secret: bool = False) -> str | None:
        """Let the person write one text; ``lines``: of several lines."""

    async def edit_steps(self, steps: Sequence[Step]) -> list[Step] | None:
        """Let the person change, reorder and approve a plan; None: not approved."""

    async def outside(self, work: Callable[[], Awaitable[None]]) -> None:
        """Leave the screen while ``work`` uses the terminal (an editor, a pager)."""

    async def send(self, text: str) -> None:
        """Say something as if the person had typed it."""

    async def switch(self, session: Session) -> None:
        """Go on with another conversation."""

    def put(self, text: str) -> None:
        """Put text into the input."""

    def copy(self, text: str) -> bool:
        """Put text on the clipboard; False where there is none."""

    def theme(self, name: str) -> None:
        """Change the colours; UserError with the names there are."""

    def clear(self) -> None:
        """Empty the transcript on the screen (the session keeps it)."""

    def quit(self) -> None:
        """End the program once the running turn is stopped; the session stays."""
