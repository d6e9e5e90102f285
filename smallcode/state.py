"""The agent's state: plain JSON data that evolves from node to node and is checkpointed after each.

No tuples, sets or classes of ours (msgpack would turn them into something else), and no dict with a key ``role``
(LangGraph would turn it into a message object): messages say ``speaker``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from langgraph.channels.delta import DeltaChannel

from smallcode.events.chat import Intent
from smallcode.models.profiles import Dialect
from smallcode.models.types import Message

STATE_VERSION = 2
OVERFLOW = "overflow"
"""``finish`` of a reply that never came, because the server refused the prompt as too long."""

Unit = Literal["symbol", "whole", "create"]
PartKind = Literal["edit", "create", "tests", "answer", "plan"]
Lever = Literal[
    "repair", "fresh_sample", "change_unit", "small_change", "drop_tests", "decompose", "escalate", "hard_fail"
]
WITHOUT_MODEL: tuple[Lever, ...] = ("small_change", "drop_tests")
"""Levers by which the harness itself finds the call that carries out a part."""
Outcome = Literal[
    "solved", "unverified", "answered", "planned", "failed", "limit", "denied", "interrupted", "error"
]  # fmt: skip


class Target(TypedDict):
    """What one part of the plan changes in one file."""

    path: str
    symbols: list[str]
    """Qualified names of the symbols to change; empty for a whole or a new file."""
    unit: Unit


class Part(TypedDict):
    """One part of the plan."""

    id: int
    title: str
    instruction: str
    kind: PartKind
    targets: list[Target]
    status: Literal["open", "done", "failed"]
    call: NotRequired[dict[str, Any]]
    """Name and arguments of the call that does this part without a model; if it fails, the model is asked."""
    goals: NotRequired[list[str]]
    """Failing tests that this part is to mend; other parts mend the rest."""
    suspects: NotRequired[list[list[str]]]
    """Path and name of functions that later samples of this part change instead."""
    step: NotRequired[bool]
    """One of several steps to the same end: where that is proven early, the steps after it are done too."""


class Call(TypedDict):
    """A call that the model asked for, with an id of our own making."""

    id: str
    name: str
    arguments: dict[str, Any]
    native_id: NotRequired[str]
    """The id of the native tool call that this came from."""
    denied: NotRequired[str]
    """Why it may not run; such a call becomes a result without running."""


class Result(TypedDict):
    """What became of a call."""

    call: str
    name: str
    path: str
    error: str
    content: str


class Attempt(TypedDict):
    """One validated try, for the governor, the reports and the hand-over."""

    part: int
    sample: int
    repair: int
    lever: str
    error_kind: str
    score: float
    message: str
    checkpoint: str


class Spent(TypedDict):
    """What the run has used so far."""

    steps: int
    seconds: float
    requests: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    money: float


class Exchange(TypedDict):
    """An earlier turn of the conversation, as the model is reminded of it."""

    said: str
    answer: str
    files: list[str]
    """Files that it changed."""


class Wished(TypedDict):
    """What the person asks for in this turn, beside the task's text."""

    intent: Intent
    history: list[Exchange]
    attached: list[dict[str, Any]]
    """Attachments (smallcode.chat.types.Attachment) as dicts."""
    steps: list[dict[str, Any]]
    """An approved plan's steps (smallcode.chat.types.Step) as dicts."""


class Stop(TypedDict):
    """Why the run has to end now."""

    outcome: Outcome
    reason: str


def _extend(old: list[Any], updates: Sequence[list[Any]]) -> list[Any]:
    return [*old, *(item for update in updates for item in update)]


class AgentState(TypedDict, total=False):
    """Everything that a resumed run needs to know."""

    state_version: int
    task: dict[str, Any]
    """The task as its file says it (smallcode.tasks.Task, dumped)."""
    wished: Wished
    """Of a turn of a conversation; a batch run has an empty one."""
    answer: str
    """What the model said to the person, where nothing was to be changed."""
    facts: dict[str, Any]
    """What prepare found: language, test command, project instructions, named files and symbols."""
    requirements: dict[str, Any]
    baseline: dict[str, Any]
    messages: Annotated[list[Message], DeltaChannel(_extend, snapshot_frequency=1000)]
    """All conversations, oldest first; each message has its conversation's number."""
    conversation: int
    plan: list[Part]
    part: int
    """Index of the part that is worked on."""
    part_start: str
    """Workspace checkpoint taken when the part began."""
    context: dict[str, Any]
    """What retrieve chose to show: pieces, tokens, and the sentence that asks."""
    window: dict[str, int]
    """``used`` and ``limit`` tokens of the current conversation."""
    dialect: Dialect | Literal[""]
    """The dialect that the session went over to; empty: the profile's."""
    native_failures: int
    """Native calls of the current model that failed."""
    fresh: str
    """Reason to begin a new conversation in retrieve; empty to go on with this one."""
    reply: dict[str, Any]
    """``finish``, ``problem``, ``repairs`` of the last reply."""
    pending: list[Call]
    results: list[Result]
    seen: dict[str, tuple[str, int]]
    """Calls and their results since the last change of a file (smallcode.repeats.Seen)."""
    stuck: bool
    """The model sent a call that had given the same result too often."""
    todo: list[str]
    """The model's own steps, each as ``[ ] step`` or ``[x] step``."""
    report: dict[str, Any]
    """The last report (smallcode.validation.types.Report.as_dict)."""
    accepted: list[str]
    """Files of this part that passed their checks and are not asked for again."""
    own_examples: list[dict[str, str]]
    """Calls that the model wrote of its own code (fields of smallcode.validation.requirements.Example), once asked."""
    attempts: Annotated[list[Attempt], DeltaChannel(_extend, snapshot_frequency=1000)]
    best: dict[str, Any]
    """``score`` and ``checkpoint`` of the best attempt so far, of the whole run."""
    sample: int
    repair: int
    decompositions: int
    temperature: float | None
    model_leads: bool
    """True where the model chooses the next step (guided and agent levels)."""
    rung: int
    """Rung of the escalation ladder; 0 is the session's own model."""
    lever: str
    lever_reason: str
    failure: str
    """The one problem that the model is told about, as text."""
    spent: Spent
    limits: dict[str, float]
    stop: Stop | None
    outcome: str
    reason: str
    advice: list[str]


def no_spending() -> Spent:
    """The budget's start."""
    return {
        "steps": 0, "seconds": 0.0, "requests": 0, "prompt_tokens": 0, "cached_tokens": 0,
        "completion_tokens": 0, "money": 0.0,
    }  # fmt: skip


def messages_of(state: AgentState) -> list[Message]:
    """The messages of the current conversation, oldest first."""
    number = state.get("conversation", 0)
    return [m for m in state.get("messages", []) if m.get("conversation") == number]


def current_part(state: AgentState) -> Part:
    """The part of the plan that is worked on."""
    return state["plan"][state["part"]]


def no_wishes() -> Wished:
    """What a batch run asks for beside its task: a change, and nothing else."""
    return {"intent": "change", "history": [], "attached": [], "steps": []}


def first_state(
    task: dict[str, Any], limits: dict[str, float], *, wished: Wished | None = None, conversation: int = 0
) -> AgentState:
    """The state that a run or a turn starts with; ``conversation``: the number of the last one before it."""
    return {
        "state_version": STATE_VERSION, "task": task, "limits": limits, "spent": no_spending(), "plan": [], "part": 0,
        "conversation": conversation, "pending": [], "results": [], "wished": wished or no_wishes(),
    }  # fmt: skip
