"""Settings of a workspace; the defaults are config/workspace.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class WorkspaceSettings(BaseModel):
    """What may be touched in a project, and how much of it is kept to restore."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secrets: tuple[str, ...]
    """File name patterns that are neither read nor written."""
    not_secret: tuple[str, ...] = ()
    """Exceptions from ``secrets``."""
    ignore: tuple[str, ...] = ()
    """Names of untracked files and folders that are never listed or kept."""
    read_bytes: int = Field(gt=0)
    """Longest file that is read as text."""
    snapshot_seconds: float = Field(ge=0)
    """Time limit of one snapshot of the whole project; 0: no snapshots."""
    snapshot_files: int = Field(ge=0)
    """Most files that a snapshot holds; with more there is none."""
    snapshot_file_bytes: int = Field(ge=0)
    """Longest file that a snapshot holds; longer ones are left out and named."""
    output_characters: int = Field(gt=0)
    """Characters of a command's output that are returned; all of it is in a file."""
    read_only: bool = False
    """Refuse every change; a folder that can't be written is then accepted."""


def load_settings(overrides: Mapping[str, Any] | None = None) -> WorkspaceSettings:
    """Return the defaults of config/workspace.yaml with ``overrides`` on top.

    Raises:
        pydantic.ValidationError: an override is unknown or of the wrong type.
    """
    from smallcode.resources import load_config

    return WorkspaceSettings.model_validate({**load_config("workspace.yaml"), **(overrides or {})})
