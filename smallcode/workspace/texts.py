"""The workspace's texts as a mapping, for those that look files up by path and need nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from smallcode.errors import ToolError

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace


class WorkspaceFiles(Mapping[str, str]):
    """The workspace's text files by path: listed and read only when the parser asks, as most replies name no file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _paths(self) -> dict[str, None]:
        return dict.fromkeys(self._workspace.list_files())

    def __getitem__(self, path: str) -> str:
        try:
            return self._workspace.read(path, note=False).text
        except ToolError as error:
            raise KeyError(path) from error

    def __contains__(self, path: object) -> bool:
        """Asks the disk for one file, as a list costs a run of git at every reply."""
        try:
            return isinstance(path, str) and self._workspace.exists(path) and self._workspace.resolve(path).is_file()
        except OSError:  # a name that is too long, for one
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
