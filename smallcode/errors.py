"""What can go wrong, in three bins.

1. The model's mistake: a ``ToolError``. It becomes a result whose text tells the model what to do next.
2. The end of a run: a ``SmallCodeError`` below. It becomes a message for a person and an exit code.
3. Our own bug: any other exception. It stays a traceback (exit code 4).

::

    SmallCodeError                       exit code
    ├── BadInput                         2   task file, arguments, settings, workspace
    │   ├── WorkspaceError               2   missing, read-only, not a folder, no space left
    │   └── SessionError                 2   unknown, busy, damaged, of another version
    ├── NoModel                          3   nothing answers, no weights, wrong name
    │   └── ModelFailed                  3   answered, then failed for good (after our retries)
    │       └── ContextOverflow          3   the prompt does not fit (the graph compacts and asks again)
    └── StopRun                          1   the run ends by its own rules
        ├── LimitReached                 1   steps, seconds, tokens or money
        └── Denied                       1   a rule or the user said no
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal


class ExitCode(IntEnum):
    """Exit codes of every command, as the documentation lists them."""

    OK = 0
    FAILED = 1
    BAD_INPUT = 2
    NO_MODEL = 3
    INTERNAL = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


class SmallCodeError(Exception):
    """A message for a person: what happened, where, and (``hint``) the way out."""

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class BadInput(SmallCodeError):
    """What the user gave can't be used as it is."""

    exit_code = ExitCode.BAD_INPUT


class WorkspaceError(BadInput):
    """The folder to work in can't be used."""


class SessionError(BadInput):
    """A session is unknown, in use, damaged or of another version."""


class NoModel(SmallCodeError):
    """There is no model to ask."""

    exit_code = ExitCode.NO_MODEL


class ModelFailed(NoModel):
    """The model answered with a fault that retries did not mend."""


class ContextOverflow(ModelFailed):
    """The prompt is longer than the model's window."""

    def __init__(self, prompt_tokens: int, context_tokens: int) -> None:
        super().__init__(
            f"The prompt has {prompt_tokens} tokens; the model's window holds {context_tokens}.",
            hint="Name fewer files in the task, or use a model with a larger window.",
        )
        self.prompt_tokens = prompt_tokens
        self.context_tokens = context_tokens


class Terminated(KeyboardInterrupt):
    """SIGTERM asked us to end (exit code 143); work is kept as after Ctrl-C."""


class StopRun(SmallCodeError):
    """The run ends by its own rules."""


class LimitReached(StopRun):
    """A limit of the task or the settings was reached."""


class Denied(StopRun):
    """A rule or the user said no."""


ToolErrorKind = Literal[
    "not_found", "outside", "refused", "bad_arguments", "ambiguous", "unchanged",
    "syntax", "timeout", "interrupted", "too_large", "binary", "conflict", "unknown_tool", "failed",
]  # fmt: skip


class ToolError(Exception):
    """A mistake that the model can mend. The text says what failed, what is there instead and what to do next."""

    def __init__(self, kind: ToolErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind: ToolErrorKind = kind
        self.message = message
