"""From a task file (or standard input, or a prompt) to tasks; every mistake has its place and the way out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from smallcode.characters import whole
from smallcode.errors import BadInput, WorkspaceError
from smallcode.located import Located, Position, find, overlay, plain
from smallcode.settings import ADDING
from smallcode.tasks.model import Task
from smallcode.tasks.variables import Variables
from smallcode.validated import bad_input, explain, unknown
from smallcode.yamlfile import MAX_BYTES, decode, parse_yaml, read_text

STDIN = "-"
EXAMPLE = "The smallest task file is one line: `prompt: Fix the bug in add()`."
MAX_TASKS = 10_000


def load_tasks(
    source: str | Path,
    variables: Mapping[str, str] | None = None,
    *,
    workspace: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: IO[bytes] | None = None,
) -> list[Task]:
    """Load the tasks of a file ("-": standard input, relative to the current folder).

    Args:
        source: path of the task file.
        variables: values of ``--var name=value``; they overrule the file's ``vars:``.
        workspace: overrules the workspace of every task.
        environment: what ``${env:NAME}`` reads; the process's own by default.
        stdin: replaces standard input.

    Raises:
        BadInput: with file, line and column, what is allowed, and the nearest legal key.
        WorkspaceError: a workspace is missing or not a folder.
    """
    name = str(source)
    if name == STDIN:
        data = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
        shown, folder, stem = "standard input", Path.cwd(), "task"
        text = decode(data, shown)
    else:
        path = Path(name)
        text = read_text(path, "task file")
        if path.is_file():
            shown, folder, stem = name, path.parent.resolve(), path.stem
        else:  # a pipe, as in `smallcode run <(make-task)`: its folder means nothing
            shown, folder, stem = name, Path.cwd(), "task"
    located = parse_yaml(text, shown)
    if located.value is None:
        raise BadInput(f"{shown}: the file is empty.", hint=EXAMPLE)
    if not isinstance(located.value, dict):
        raise BadInput(f"{located.at}: a task file is a mapping (`key: value`).", hint=EXAMPLE)
    known = Variables(variables or {}, os.environ if environment is None else environment)
    entries = _entries(_with_variables(located, known))
    known.check_used()
    return _Loader(folder, stem, workspace).load(entries)


def task_from_prompt(prompt: str, *, workspace: Path, files: list[str] | None = None) -> Task:
    """Make a task of a prompt that was given on the command line.

    Raises:
        BadInput: the prompt is empty, or a file leads out of the workspace.
    """
    at = Position("command line")
    entry = {"prompt": Located(prompt, at), "files": Located([Located(file, at) for file in files or []], at)}
    return _Loader(Path.cwd(), "task", workspace).load([Located(entry, at)])[0]


def _with_variables(located: Located, known: Variables) -> Located:
    known.declare(located.mapping.get("vars"))
    rest = {key: value for key, value in located.mapping.items() if key != "vars"}
    return known.fill(replace(located, value=rest))


def _entries(located: Located) -> list[Located]:
    """The tasks of a file with the defaults merged in, still unchecked."""
    if "tasks" not in located.mapping:
        if "defaults" in located.mapping:
            at = find(located, ["defaults"], key=True)
            raise BadInput(f"{at}: `defaults` belongs to a list of tasks.", hint="Put the task under `tasks:`.")
        return [located]
    for key, value in located.mapping.items():
        if key not in ("tasks", "defaults"):
            hint = "In a file with `tasks:`, what all tasks share goes under `defaults:`."
            raise BadInput(f"{value.key_at}: {unknown('key', key, ['vars', 'defaults', 'tasks'])}", hint=hint)
    tasks = located.mapping["tasks"]
    if not tasks.items:
        raise BadInput(f"{tasks.at}: `tasks` is a list with at least one task (`- prompt: ...`).", hint=EXAMPLE)
    if len(tasks.items) > MAX_TASKS:
        raise BadInput(f"{tasks.at}: more than {MAX_TASKS} tasks.", hint="Use several files.")
    defaults = located.mapping.get("defaults", Located({}, located.at))
    if defaults.value is None:
        defaults = replace(defaults, value={})
    for entry in (defaults, *tasks.items):
        if not isinstance(entry.value, dict):
            raise BadInput(f"{entry.at}: a mapping (`key: value`) is needed here.", hint=EXAMPLE)
    for key in ("id", "prompt", "prompt_file"):
        if key in defaults.mapping and key == "id":
            raise BadInput(f"{find(defaults, [key], key=True)}: an id can't be a default: it names one task.")
    return [_over_defaults(defaults, entry) for entry in tasks.items]


def _over_defaults(defaults: Located, entry: Located) -> Located:
    """A task over the defaults; its own prompt takes the place of a default prompt of either kind."""
    base = expand(defaults)
    if "prompt" in entry.mapping or "prompt_file" in entry.mapping:
        kept = {key: value for key, value in base.mapping.items() if key not in ("prompt", "prompt_file")}
        base = replace(base, value=kept)
    return overlay(base, expand(entry), adding=ADDING)


def expand(entry: Located) -> Located:
    """Spell out the short forms, such as ``model: NAME``, ``tools: [..]`` and ``checks: [command]``."""
    out: dict[str, Located] = {}
    for key, value in entry.mapping.items():
        if key == "model" and isinstance(value.value, str):
            value = replace(value, value={"name": value})
        elif key in ("tools", "validators") and isinstance(value.value, list):
            value = replace(value, value={"only": replace(value, key_at=None)})
        elif key in ("files", "protect", "checks") and isinstance(value.value, str):
            value = replace(value, value=[replace(value, key_at=None)])
        if key == "checks" and isinstance(value.value, list):
            value = replace(value, value=[_expand_check(check) for check in value.items])
        if value.value is not None:  # a key whose every line is commented out
            out[key] = value
    return replace(entry, value=out)


def _expand_check(check: Located) -> Located:
    if isinstance(check.value, str):
        return replace(check, value={"run": check})
    entries = {
        key: replace(value, value=[value]) if key in ("contains", "lacks") and isinstance(value.value, str) else value
        for key, value in check.mapping.items()
    }
    return replace(check, value=entries) if isinstance(check.value, dict) else check


class _Loader:
    """Checks entries and completes them: prompt, title, id, workspace."""

    def __init__(self, folder: Path, stem: str, workspace: Path | None) -> None:
        self._folder = folder
        self._stem = stem
        self._workspace = workspace

    def load(self, entries: list[Located]) -> list[Task]:
        problems: list[tuple[Position, str]] = []
        checked: list[tuple[Located, Task]] = []
        for entry in map(expand, entries):
            try:
                checked.append((entry, Task.model_validate(plain(entry))))
            except ValidationError as error:
                problems += explain(Task, entry, error)
        if problems:
            raise bad_input(dict.fromkeys(problems))
        tasks = []
        seen: dict[str, Position] = {}
        for number, (entry, task) in enumerate(checked, 1):
            identity = task.id or (_slug(self._stem) if len(checked) == 1 else f"task-{number}")
            at = find(entry, ["id"])
            if identity in seen:
                raise BadInput(f"{at}: the id {identity!r} is taken (at {seen[identity]}).", hint="Choose another.")
            seen[identity] = at
            tasks.append(self._completed(entry, task, identity))
        return tasks

    def _completed(self, entry: Located, task: Task, identity: str) -> Task:
        prompt = self._prompt(entry, task)
        made = {
            "id": identity,
            "prompt": prompt,
            "title": task.title.strip() or _first_words(prompt),
            "workspace": str(self._root(entry, task)),
        }
        done = task.model_copy(update=made)
        done._located = entry
        return done

    def _prompt(self, entry: Located, task: Task) -> str:
        if task.prompt and task.prompt_file:
            at = find(entry, ["prompt_file"], key=True)
            raise BadInput(f"{at}: both prompt and prompt_file are given.", hint="Keep one of them.")
        prompt, at = task.prompt, find(entry, ["prompt"])
        if task.prompt_file:
            at = find(entry, ["prompt_file"])
            try:
                prompt = read_text(self._folder / task.prompt_file, "prompt file")
            except BadInput as error:
                raise BadInput(f"{at}: prompt_file: {error.message}", hint=error.hint) from None
        elif "prompt" not in entry.mapping:
            raise BadInput(f"{at}: the prompt is missing.", hint="Say what is to be done: `prompt: ...`.")
        if not prompt.strip():
            raise BadInput(f"{at}: the prompt is empty.", hint="Say what is to be done: `prompt: ...`.")
        return whole(prompt.strip("\n"))

    def _root(self, entry: Located, task: Task) -> Path:
        root = self._workspace or Path(task.workspace)
        at = "--workspace" if self._workspace else str(find(entry, ["workspace"]))
        try:
            root = root if self._workspace else self._folder / root.expanduser()
            if root.is_dir():
                return root.resolve()
            missing = not root.exists()
        except (OSError, ValueError, RuntimeError) as error:
            raise WorkspaceError(f"{at}: the workspace {str(root)!r} can't be used: {error}.") from None
        what = "does not exist" if missing else "is a file, not a folder"
        raise WorkspaceError(
            f"{at}: the workspace {str(root)!r} {what}.",
            hint="Name a folder, relative to the task file; make it first if it is to be new.",
        )


def _slug(text: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")[:64]
    return slug or "task"


def _first_words(prompt: str, length: int = 60) -> str:
    line = next((line.strip() for line in prompt.splitlines() if line.strip()), "")
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
