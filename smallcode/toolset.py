"""Which tools are on, who is offered them, and within which limits: config/tools.yaml under the user's settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, PositiveInt

from smallcode.errors import BadInput
from smallcode.resources import load_config

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings

Level = Literal["guided", "agent"]


class ToolSpec(BaseModel):
    """One tool in config/tools.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool
    levels: list[Level]
    """Levels of models that are offered it."""
    limits: dict[str, PositiveInt]


def tool_specs() -> dict[str, ToolSpec]:
    """The entries of config/tools.yaml, in their order."""
    return {name: ToolSpec.model_validate(entry) for name, entry in load_config("tools.yaml")["tools"].items()}


def tool_names() -> list[str]:
    """Names that settings may use."""
    return list(load_config("tools.yaml")["tools"])


def chosen_tools(settings: Settings) -> dict[str, ToolSpec]:
    """The tools that are on, in the order of config/tools.yaml.

    Those that ``tools.only`` names are on and offered at every level; ``tools.without`` always wins.

    Raises:
        BadInput: a name that is no tool's; the message has the nearest one.
    """
    specs, chosen = tool_specs(), settings.tools
    _check("only", chosen.only, list(specs))
    _check("without", chosen.without, list(specs))
    _check("limits", list(chosen.limits), list(specs))
    if chosen.only:
        everywhere: list[Level] = ["guided", "agent"]
        named = {name: spec.model_copy(update={"levels": everywhere}) for name, spec in specs.items()}
        return {name: spec for name, spec in named.items() if name in chosen.only and name not in chosen.without}
    return {name: spec for name, spec in specs.items() if spec.enabled and name not in chosen.without}


def limits_of(name: str, spec: ToolSpec, settings: Settings) -> dict[str, int]:
    """A tool's limits under the user's; the limits for commands bound those of the tools that run one.

    Raises:
        BadInput: the settings name a limit that the tool has not.
    """
    own = settings.tools.limits.get(name, {})
    _check(f"limits.{name}", list(own), list(spec.limits), "limit")
    limits: dict[str, int] = {**spec.limits, **own}
    if name in ("run", "create_and_run"):
        commands = settings.commands
        if commands.seconds and "seconds" not in own:
            limits["seconds"] = max(1, round(commands.seconds))
        limits["characters"] = min(limits["characters"], commands.output_characters)
        limits["network"] = int(commands.network)
    return limits


def _check(key: str, names: Sequence[str], legal: Sequence[str], kind: str = "tool") -> None:
    from smallcode.validated import unknown

    wrong = [name for name in names if name not in legal]
    if wrong:
        problems = "\n".join(f"tools.{key}: {unknown(kind, name, legal)}" for name in wrong)
        raise BadInput(problems, hint="Mend the settings or the task, then start again.")
