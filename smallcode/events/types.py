"""Every event that the agent emits. Front ends, logs and evals read nothing else.

Events are past tense, frozen and plain data: ids and numbers rather than prose. ``type`` is unique and never
renamed; a new field has a default, so that old logs still load. Work that takes time comes in begin/end pairs.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from smallcode.events.base import Event
from smallcode.events.chat import (
    MessageQueued,
    MessageTaken,
    ModelSwitched,
    ShellRan,
    TurnEnded,
    TurnRedone,
    TurnStarted,
    TurnUndone,
)
from smallcode.events.servers import ModelProbeEnded, ModelProbeStarted, ModelRetried, ModelServerStarted


class SessionStarted(Event):
    """A new session began."""

    type: Literal["session_started"] = "session_started"
    session: str
    workspace: str
    title: str
    model: str
    level: str


class SessionResumed(Event):
    """A session went on after an end or a crash."""

    type: Literal["session_resumed"] = "session_resumed"
    session: str
    node: str
    interrupted: bool = False


class RunEnded(Event):
    """The run reached its outcome."""

    type: Literal["run_ended"] = "run_ended"
    outcome: str
    exit_code: int
    reason: str = ""
    files: list[str] = []
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    seconds: float = 0.0
    checks: list[dict[str, Any]] = []
    patch: str = ""
    """Path of the saved patch of the best attempt, after a hard fail."""
    advice: list[str] = []


class NodeStarted(Event):
    """A node of the graph began."""

    type: Literal["node_started"] = "node_started"
    node: str


class NodeEnded(Event):
    """A node of the graph ended."""

    type: Literal["node_ended"] = "node_ended"
    node: str
    seconds: float


class SnapshotTaken(Event):
    """The state of the workspace was kept, to restore from."""

    type: Literal["snapshot_taken"] = "snapshot_taken"
    snapshot: str
    files: int
    uncovered: list[str] = []


class PlanMade(Event):
    """The plan was made or changed."""

    type: Literal["plan_made"] = "plan_made"
    parts: list[dict[str, Any]]
    by: Literal["rules", "model", "decompose", "user"] = "rules"


class PartStarted(Event):
    """Work on one part of the plan began."""

    type: Literal["part_started"] = "part_started"
    part: int
    title: str


class PartEnded(Event):
    """One part of the plan ended."""

    type: Literal["part_ended"] = "part_ended"
    part: int
    status: str


class ContextBuilt(Event):
    """What the model will see was chosen."""

    type: Literal["context_built"] = "context_built"
    pieces: list[dict[str, Any]]
    tokens: int
    dropped: list[str] = []


class ContextCompacted(Event):
    """History was shortened to fit the window."""

    type: Literal["context_compacted"] = "context_compacted"
    before_tokens: int
    after_tokens: int


class ConversationStarted(Event):
    """A new conversation began; its requests share only the prefix with the one before."""

    type: Literal["conversation_started"] = "conversation_started"
    conversation: int
    reason: Literal["start", "part", "fresh_sample", "compaction", "model", "question", "dialect"]


class ModelAsked(Event):
    """A request went to the model."""

    type: Literal["model_asked"] = "model_asked"
    conversation: int
    purpose: str
    model: str
    prompt_tokens: int
    temperature: float
    prompt_hash: str = ""


class TokensStreamed(Event):
    """A piece of the reply arrived."""

    logged: ClassVar[bool] = False
    type: Literal["tokens_streamed"] = "tokens_streamed"
    text: str = ""
    reasoning: str = ""


class ModelReplied(Event):
    """The reply is complete, or was cut (``finish``)."""

    type: Literal["model_replied"] = "model_replied"
    conversation: int
    text: str
    reasoning: str = ""
    finish: str
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    seconds: float
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    cost: float = 0.0


class ReplyParsed(Event):
    """What the reply asks for, and what had to be repaired to read it."""

    type: Literal["reply_parsed"] = "reply_parsed"
    calls: list[str]
    repairs: list[str] = []
    problem: str = ""
    model: str = ""
    dialect: str = ""
    failed: bool = False
    """Nothing could be carried out, or it came another way than the one that was asked for."""


class ApprovalAsked(Event):
    """A call waits for a yes or a no."""

    type: Literal["approval_asked"] = "approval_asked"
    call: str
    tool: str
    summary: str
    reason: str


class ApprovalGiven(Event):
    """The answer to an approval."""

    type: Literal["approval_given"] = "approval_given"
    call: str
    allowed: bool
    by: Literal["user", "policy", "rule"]
    reason: str = ""


class ToolStarted(Event):
    """A tool call began."""

    type: Literal["tool_started"] = "tool_started"
    call: str
    tool: str
    arguments: dict[str, Any]


class ToolEnded(Event):
    """A tool call ended."""

    type: Literal["tool_ended"] = "tool_ended"
    call: str
    tool: str
    outcome: Literal["ok", "error", "denied", "interrupted", "replayed"]
    content: str
    details: dict[str, Any] = {}
    seconds: float = 0.0


class FileChanged(Event):
    """A file was written, moved or deleted; ``diff`` is unified text."""

    type: Literal["file_changed"] = "file_changed"
    path: str
    kind: Literal["created", "modified", "deleted", "moved"]
    diff: str
    added: int
    removed: int
    imports: list[str] = []
    """Imports that the harness added to what the model wrote, or took out (with "no" before them)."""


class ValidationStarted(Event):
    """Checks began: the baseline, or the checks of an attempt."""

    type: Literal["validation_started"] = "validation_started"
    purpose: Literal["baseline", "attempt", "final"]
    files: list[str]


class CheckEnded(Event):
    """One check ended."""

    type: Literal["check_ended"] = "check_ended"
    check: str
    path: str = ""
    status: str
    message: str = ""
    seconds: float = 0.0


class ValidationEnded(Event):
    """All checks of this round ended."""

    type: Literal["validation_ended"] = "validation_ended"
    purpose: Literal["baseline", "attempt", "final"]
    ok: bool
    ran: bool
    problems: int
    seconds: float


class LeverChosen(Event):
    """After a failed check: what is done next, and why."""

    type: Literal["lever_chosen"] = "lever_chosen"
    lever: str
    reason: str
    legal: list[str]
    error_kind: str = ""
    scores: dict[str, float] = {}


class FilesRestored(Event):
    """Files went back to an earlier state; ``kept`` were changed by the user meanwhile and stay."""

    type: Literal["files_restored"] = "files_restored"
    restored: list[str]
    kept: list[str] = []
    reason: str = ""


class Warned(Event):
    """Something a person should know, which does not end the run."""

    type: Literal["warned"] = "warned"
    message: str


class ProgressMade(Event):
    """How far a long piece of work is (a download, loading weights)."""

    logged: ClassVar[bool] = False
    type: Literal["progress_made"] = "progress_made"
    what: str
    done: int
    total: int


AnyEvent = Annotated[
    SessionStarted | SessionResumed | RunEnded | NodeStarted | NodeEnded | SnapshotTaken | PlanMade | PartStarted
    | PartEnded | ContextBuilt | ContextCompacted | ConversationStarted | ModelAsked | TokensStreamed | ModelReplied
    | ReplyParsed | ModelProbeStarted | ModelProbeEnded | ModelRetried | ModelServerStarted | ApprovalAsked
    | ApprovalGiven | ToolStarted | ToolEnded
    | FileChanged | ValidationStarted | CheckEnded | ValidationEnded | LeverChosen | FilesRestored | Warned
    | ProgressMade | TurnStarted | TurnEnded | TurnUndone | TurnRedone | MessageQueued | MessageTaken | ShellRan
    | ModelSwitched,
    Field(discriminator="type"),
]  # fmt: skip

event_adapter: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
"""Reads one event from JSON or a dict; unknown types raise ``pydantic.ValidationError``."""
