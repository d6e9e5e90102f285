"""What config/validators.yaml may say: the validators, in the order of their cost, and the limits of a round."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from smallcode.errors import BadInput
from smallcode.resources import load_config

if TYPE_CHECKING:
    from smallcode.settings_schema import ValidationSettings

Purpose = Literal["baseline", "attempt", "final"]


class ValidationLimits(BaseModel):
    """Time (seconds) and size limits of a round of checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    baseline_seconds: float
    round_seconds: float
    """All checks of one round together; what is left over then is ``not_checked``."""
    test_seconds: float
    """One test; longer counts as a hang."""
    call_seconds: float
    """One call of a probed function or of an example."""
    probe_seconds: float
    probe_calls: int
    """Inputs tried for each function."""
    probe_functions: int
    memory_mib: int
    """Address space of a child that probes or runs examples."""
    diagnostics: int
    """Kept for each check and file."""
    output_chars: int
    """Kept of a command's output in a diagnostic."""
    project_files: int


class ValidatorSpec(BaseModel):
    """One validator: a built-in function or a command, and what it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1)
    kind: Literal["reads", "runs"] = Field(alias="class")
    """``reads``: never runs project code or configuration, always allowed. ``runs``: needs trust or consent."""
    files: list[str] = ["*"]
    """Shell patterns: without a slash for the name, with one for the whole path."""
    builtin: str = ""
    """A name in ``smallcode.validation.engine.BUILTINS``."""
    command: list[str] = []
    """Arguments; ``{file}`` runs it once a file, ``{files}`` stands for all of them."""
    needs: list[str] = []
    """Programs; a missing one makes the check ``not_checked``."""
    pattern: str = ""
    """Regular expression for a line of output, with groups ``message`` and, where known, ``file``, ``line``,
    ``column``, ``code``, ``severity``."""
    seconds: float = Field(default=30, gt=0)
    blocks: bool = False
    """A failure ends the round: what follows would only repeat it."""
    proves: bool = False
    """A command whose success means that the changed code was run."""
    writable: bool = False
    """The command may write into the project."""
    enabled: bool = True

    @model_validator(mode="after")
    def _one_of_both(self) -> ValidatorSpec:
        if bool(self.builtin) == bool(self.command):
            raise ValueError("give either 'builtin' or 'command'")
        return self

    def fits(self, path: str) -> bool:
        """True if this validator is for the file."""
        return matches(path, self.files)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """True if a posix path fits a shell pattern; ``**/`` also stands for no folder at all, ``./`` for the root."""
    name = path.rsplit("/", 1)[-1]
    for pattern in patterns:
        if "/" not in pattern:
            if fnmatch.fnmatchcase(name, pattern):
                return True
        elif pattern.startswith("./"):
            if fnmatch.fnmatchcase(path, pattern[2:]):
                return True
        elif fnmatch.fnmatchcase(path, pattern) or (
            pattern.startswith("**/") and fnmatch.fnmatchcase(path, pattern[3:])
        ):
            return True
    return False


def load_validators(extra: Sequence[dict[str, Any]] = ()) -> list[ValidatorSpec]:
    """The bundled validators, then ``extra`` ones (a task's or a project's); the same name replaces.

    Raises:
        BadInput: an entry is wrong; the message names it.
    """
    entries: dict[str, dict[str, Any]] = {}
    for entry in [*load_config("validators.yaml")["validators"], *extra]:
        entries[str(entry.get("name", ""))] = entry
    specs = []
    for name, entry in entries.items():
        try:
            specs.append(ValidatorSpec.model_validate(entry))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"Validator {name or '(no name)'!r}: {place or 'entry'}: {first['msg']}") from None
    return [spec for spec in specs if spec.enabled]


def validation_limits(times: ValidationSettings) -> ValidationLimits:
    """The settings' times, and the sizes of config/validators.yaml."""
    return ValidationLimits(
        baseline_seconds=times.baseline_seconds,
        round_seconds=times.round_seconds,
        test_seconds=times.test_seconds,
        probe_seconds=times.probe_seconds,
        probe_calls=times.probe_inputs,
        **load_config("validators.yaml")["limits"],
    )
