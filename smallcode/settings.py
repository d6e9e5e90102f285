"""Settings in layers: config/agent.yaml < the user's < the trusted project's < the task's < the command line.

Each value remembers the file, line and column that it came from.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from smallcode.errors import BadInput
from smallcode.located import Located, Position, leaves, locate, overlay, plain
from smallcode.paths import config_dir
from smallcode.resources import read_config_text
from smallcode.settings_parts import given
from smallcode.settings_schema import Settings
from smallcode.validated import bad_input, check, unknown
from smallcode.yamlfile import parse_yaml, read_text

__all__ = [
    "UNSET",
    "Resolved",
    "Settings",
    "Unset",
    "check_settings_file",
    "default_settings",
    "load_settings",
    "parse_overrides",
    "settings_schema",
]

DEFAULTS = "config/agent.yaml"
PROJECT_FILE = Path(".smallcode") / "settings.yaml"

ADDING = frozenset({"commands.allow", "commands.ask", "commands.deny", "tools.without", "validators.without"})
"""Lists that grow from layer to layer: a project or a task can't take back a rule of the user."""


class Unset(enum.Enum):
    """The type of ``UNSET``."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""Stands for "not given", where None or an empty value would mean something."""


@dataclass(frozen=True)
class Resolved:
    """Settings, and where each value comes from."""

    settings: Settings
    origins: dict[str, Position]
    """By dotted key, in the order of config/agent.yaml."""
    located: Located
    """All values with their places."""
    ignored: tuple[Path, ...] = ()
    """Files that were not used because their folder is not trusted."""

    def check_names(self, section: Literal["tools", "validators"], legal: Sequence[str]) -> None:
        """Check the names under ``only`` and ``without`` against those that exist.

        Raises:
            BadInput: with the place of each unknown name, and the nearest legal one.
        """
        problems = [
            (item.at, f"{section}.{key}: {unknown(section[:-1], str(item.value), legal)}")
            for key, names in self.located.mapping[section].mapping.items()
            for item in names.items
            if item.value not in legal
        ]
        if problems:
            raise bad_input(problems)


def load_settings(
    root: Path | None = None,
    *,
    task: Located | None = None,
    overrides: Mapping[str, object] | None = None,
    trusted: bool | None = None,
) -> Resolved:
    """Resolve the settings for a workspace.

    Args:
        root: the workspace; None leaves the project's layer out.
        task: the task's settings, as ``Task.settings_layer`` returns them.
        overrides: the command line's values by dotted key ("limits.steps"); ``UNSET`` ones are left out.
        trusted: whether the project's file counts; None asks the list of trusted folders.

    Raises:
        BadInput: with file, line, column, what is allowed and the nearest legal key.
    """
    located = _defaults()
    ignored: list[Path] = []
    for layer in _files(root, trusted, ignored):
        located = overlay(located, layer, adding=ADDING)
    for extra in (task, _command_line(overrides or {})):
        if extra is not None:
            located = overlay(located, extra, adding=ADDING)
    settings = check(Settings, located)
    origins = {key: value.at for key, value in leaves(located)}
    return Resolved(settings, origins, located, tuple(ignored))


@functools.cache
def default_settings() -> Settings:
    """The settings of config/agent.yaml alone."""
    return check(Settings, _defaults())


def settings_schema() -> dict[str, Any]:
    """JSON schema of a settings file, for editors."""
    schema = given(Settings).model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "SmallCode settings",
    }


@functools.cache
def _defaults() -> Located:
    return parse_yaml(read_config_text("agent.yaml"), DEFAULTS)


def _files(root: Path | None, trusted: bool | None, ignored: list[Path]) -> Iterable[Located]:
    user = config_dir() / "settings.yaml"
    if _present(user):
        yield _read(user)
    if root is None:
        return
    project = root / PROJECT_FILE
    if not _present(project):
        return
    if _is_trusted(root) if trusted is None else trusted:
        yield _read(project)
    else:
        ignored.append(project)


def _present(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that may not be searched: reading says so
        return True


def _is_trusted(root: Path) -> bool:
    from smallcode.workspace.trust import is_trusted

    return is_trusted(root)


def check_settings_file(path: Path) -> None:
    """Check one settings file by itself.

    Raises:
        BadInput: with file, line, column, what is allowed and the nearest legal key.
    """
    check(Settings, overlay(_defaults(), _read(path), adding=ADDING))


def _read(path: Path) -> Located:
    located = parse_yaml(read_text(path, "settings file"), str(path))
    if located.value is None:
        return Located({}, located.at)
    if not isinstance(located.value, dict):
        raise BadInput(f"{located.at}: settings are a mapping (`key: value`).", hint="See `smallcode config show`.")
    return without_empty_sections(located)


def without_empty_sections(located: Located) -> Located:
    """Drop sections whose every line is commented out (YAML reads them as null)."""
    sections = Settings.model_fields
    kept = {key: v for key, v in located.mapping.items() if not (key in sections and v.value is None)}
    return replace(located, value=kept)


def parse_overrides(pairs: Iterable[str]) -> dict[str, object]:
    """Take apart the values of ``--set key=value``; a value is written as in YAML.

    Raises:
        BadInput: no "=", no key, or a value that is not YAML.
    """
    found: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not all(step.strip() for step in key.split(".")):
            raise BadInput(f"--set {pair}: not of the form key=value.", hint="For instance: --set limits.steps=40")
        found[key.strip()] = plain(parse_yaml(value, f"--set {key.strip()}"))
    return found


def _command_line(overrides: Mapping[str, object]) -> Located:
    tree: dict[str, Any] = {}
    for key, value in overrides.items():
        if value is UNSET:
            continue
        *sections, last = key.split(".")
        place = tree
        for section in sections:
            deeper = place.setdefault(section, {})
            if not isinstance(deeper, dict):
                raise BadInput(f"command line: {key} and {section} are both given.", hint="Keep one of them.")
            place = deeper
        if isinstance(place.get(last), dict):
            raise BadInput(f"command line: {key} and keys below it are both given.", hint="Keep one of them.")
        place[last] = value
    return locate(tree, "command line")
