"""What a task is."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    field_validator,
    model_validator,
)

from smallcode.located import Located, locate
from smallcode.settings_parts import given
from smallcode.settings_schema import (
    Chosen,
    Commands,
    Context,
    Limits,
    Mechanisms,
    ModelSettings,
    ValidationSettings,
)

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
SETTINGS_KEYS = ("model", "limits", "context", "validation", "validators", "tools", "commands", "mechanisms")
_BRANCH = re.compile(r"(?!/)(?!.*(//|\.\.|@\{|\.lock(/|$)|/\.|[./]$))[A-Za-z0-9_][A-Za-z0-9_./+@=-]*")


def _part_of(section: type[BaseModel]) -> Any:
    """A part of a settings section, kept as a dict of only what was given."""
    return Annotated[
        given(section),
        AfterValidator(lambda part: part.model_dump(mode="json", exclude_unset=True)),
        PlainSerializer(lambda part: part),
    ]


if TYPE_CHECKING:
    ModelPart = dict[str, Any]
    LimitsPart = dict[str, Any]
    ContextPart = dict[str, Any]
    ValidationPart = dict[str, Any]
    ChosenPart = dict[str, Any]
    CommandsPart = dict[str, Any]
    MechanismsPart = dict[str, Any]
else:
    ModelPart, LimitsPart, ContextPart = _part_of(ModelSettings), _part_of(Limits), _part_of(Context)
    ValidationPart, ChosenPart = _part_of(ValidationSettings), _part_of(Chosen)
    CommandsPart, MechanismsPart = _part_of(Commands), _part_of(Mechanisms)


def _inside(path: str) -> str:
    """Refuse what can't be a path inside the workspace; the jail decides about links when it is used."""
    if not path.strip() or "\0" in path:
        raise ValueError("a path is needed here.")
    if path.startswith(("/", "~")) or ".." in PurePosixPath(path).parts:
        raise ValueError(f"{path!r} leads out of the workspace; write it relative to the workspace.")
    return path


InsidePath = Annotated[str, AfterValidator(_inside)]
OptionalPath = Annotated[str, AfterValidator(lambda path: _inside(path) if path else path)]
"""The same, or nothing: what a session keeps of a task has every field and must be read again."""


def is_branch(name: str) -> bool:
    """Whether git takes the name for a branch; empty: no branch is wished for."""
    return not name or bool(_BRANCH.fullmatch(name))


class _Strict(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        validate_default=False,
    )


class Check(_Strict):
    """A success check: a command that must end well, or a file that must be as described."""

    run: str = ""
    """Command that must exit with ``exit_code``; it needs a trusted folder or ``consent: runs``."""
    exit_code: int = 0
    """What the command must exit with."""
    seconds: float = Field(default=0, ge=0)
    """Time limit of the command; 0: that of the settings (commands.seconds)."""
    file: OptionalPath = ""
    """File that must exist, relative to the workspace."""
    exists: bool = True
    """false: the file must not exist."""
    contains: list[str] = []
    """Text that the file must have."""
    lacks: list[str] = []
    """Text that the file must not have."""
    matches: str = ""
    """Regular expression (Python's) that must be found in the file."""

    @model_validator(mode="after")
    def _one_kind(self) -> Check:
        if bool(self.run.strip()) == bool(self.file):
            raise ValueError("a check has either `run` (a command) or `file`.")
        if self.run and (self.contains or self.lacks or self.matches or not self.exists):
            raise ValueError("`exists`, `contains`, `lacks` and `matches` describe a `file`, not a command.")
        if not self.exists and (self.contains or self.lacks or self.matches):
            raise ValueError("a file that must not exist can't be described.")
        return self

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"not a regular expression: {error}.") from None
        return pattern

    @property
    def title(self) -> str:
        """Short text for reports."""
        if self.run:
            return self.run
        if not self.exists:
            return f"{self.file} is gone"
        return f"{self.file} is as described" if self.contains or self.lacks or self.matches else f"{self.file} exists"


class Task(_Strict):
    """One thing to do in one workspace."""

    id: str = Field(default="", pattern=ID_PATTERN)
    """Name in results: letters, digits, dot, dash, underscore. Left out: the file's name, or task-N."""
    title: str = ""
    """One line for lists. Left out: the beginning of the prompt."""
    prompt: str = ""
    """What is to be done, in plain words."""
    prompt_file: str = ""
    """File that holds the prompt, relative to the task file; it is taken as it is, without variables."""
    files: list[InsidePath] = []
    """Files to look at or to make, relative to the workspace."""
    workspace: str = "."
    """Folder to work in, relative to the task file."""
    model: ModelPart = {}
    """Model of this task: its name, or the keys of the settings' section."""
    limits: LimitsPart = {}
    """Limits of this task."""
    context: ContextPart = {}
    """How much the model is shown."""
    validation: ValidationPart = {}
    """How long checks may take."""
    validators: ChosenPart = {}
    """Which checks are on."""
    tools: ChosenPart = {}
    """Which tools are offered: a list of names, or `only` and `without`."""
    commands: CommandsPart = {}
    """What may be run; deny rules of the settings stay in force."""
    mechanisms: MechanismsPart = {}
    """Switches of mechanisms."""
    checks: list[Check] = []
    """When the task counts as solved: commands that must exit 0, files that must be there."""
    protect: list[str] = []
    """Globs of files that must not be changed."""
    tests_allowed: bool = False
    """The task is to write or change tests; otherwise the tests that judge are read-only."""
    consent: Literal["none", "runs"] = "none"
    """runs: the project's own code may be run (tests, imports), as in a trusted folder."""
    branch: str = ""
    """Git branch to make for the result; empty: none."""
    commit: bool = False
    """Commit the result."""
    commit_message: str = ""
    """Message of the commit; empty: the title."""
    worktree: bool = False
    """Work in a copy of the repository (git worktree) rather than in the folder itself."""
    dry_run: bool = False
    """Give the patch, and leave the workspace as it was."""
    strict: bool = False
    """An unverified result counts as failed."""

    _located: Located | None = PrivateAttr(default=None)

    @field_validator("branch")
    @classmethod
    def _legal_branch(cls, name: str) -> str:
        if not is_branch(name):
            raise ValueError(f"{name!r} is not a name that git takes for a branch.")
        return name

    @property
    def root(self) -> Path:
        """The workspace; absolute once the task is loaded."""
        return Path(self.workspace)

    def settings_layer(self) -> Located:
        """The task's settings for ``load_settings(task=...)``, with their places in the task file."""
        located = self._located or locate(self.model_dump(mode="json"), f"task {self.id}")
        kept = {key: located.mapping[key] for key in SETTINGS_KEYS if key in located.mapping}
        return Located(kept, located.at)

    def dump(self) -> dict[str, Any]:
        """Plain JSON data; ``Task.model_validate`` takes it back."""
        return self.model_dump(mode="json", exclude_unset=True)
