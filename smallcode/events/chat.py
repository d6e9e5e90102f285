"""Events of a conversation: its turns, and what a person does between and during them."""

from __future__ import annotations

from typing import Any, Literal

from smallcode.events.base import Event

Intent = Literal["auto", "change", "answer", "plan"]
"""What a turn is for; ``auto``: the text tells."""


class TurnStarted(Event):
    """A turn began: the person said something, and the graph works on it until ``TurnEnded``."""

    type: Literal["turn_started"] = "turn_started"
    turn: int
    text: str
    intent: Intent = "auto"
    attached: list[dict[str, Any]] = []
    """``label``, ``kind`` and ``tokens`` of each thing that was shown along."""


class TurnEnded(Event):
    """A turn ended; the figures are of this turn alone."""

    type: Literal["turn_ended"] = "turn_ended"
    turn: int
    outcome: str
    answer: str = ""
    """What the model said to the person, as Markdown; empty where files were changed."""
    reason: str = ""
    files: list[str] = []
    model: str = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    seconds: float = 0.0
    cost: float = 0.0


class TurnUndone(Event):
    """Turns were taken back: files and conversation. ``kept`` were changed by the user meanwhile and stay."""

    type: Literal["turn_undone"] = "turn_undone"
    turns: list[int]
    restored: list[str]
    kept: list[str] = []


class TurnRedone(Event):
    """Turns that were taken back are there again."""

    type: Literal["turn_redone"] = "turn_redone"
    turns: list[int]
    restored: list[str]
    kept: list[str] = []


class MessageQueued(Event):
    """The person said something while a turn runs; it steers at the next step."""

    type: Literal["message_queued"] = "message_queued"
    text: str


class MessageTaken(Event):
    """A queued message went to the model."""

    type: Literal["message_taken"] = "message_taken"
    text: str


class ShellRan(Event):
    """The person ran a command of their own; ``shared``: the model sees it with the next message."""

    type: Literal["shell_ran"] = "shell_ran"
    command: str
    exit_code: int
    output: str
    shared: bool


class ModelSwitched(Event):
    """The conversation goes on with another model."""

    type: Literal["model_switched"] = "model_switched"
    model: str
