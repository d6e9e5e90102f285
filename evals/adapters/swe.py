"""Tasks in SWE-bench's layout: an issue, a commit of a repository that is here already, and tests that decide.

The agent gets the files of the base commit as a fresh repository with one commit, so that nothing of what came later
is in its history. The test patch is laid over its result.
"""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from smallcode.errors import BadInput
from smallcode.evals.adapters.drafts import Draft, put, records, safe_name, text_of
from smallcode.evals.copies import contents, copy_tree
from smallcode.evals.task import DELETED, Check, TaskSpec
from smallcode.workspace.git import git

RUNNERS = Path(__file__).with_name("swe.yaml")
CHECKER = Path(__file__).parent / "children" / "repository_checks.py"
TASK_SECONDS = 1800.0
GIT_SECONDS = 600.0


class Runner(BaseModel):
    """One entry of swe.yaml; see its head."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    command: str
    passed: str
    seconds: float = 900


class RunnersFile(RootModel[dict[str, Runner]]):
    """A file like swe.yaml."""


@dataclass(frozen=True)
class Instance:
    """One record, checked."""

    name: str
    repo: Path
    slug: str
    base: str
    patch: str
    test_patch: str
    must: dict[str, list[str]]


def read_swe(path: Path, repositories: Path | None = None) -> Iterator[Draft]:
    """Tasks of a file of instances, or of a folder with instances.jsonl or instances.json.

    ``repositories`` holds the git repositories, as OWNER__NAME, OWNER/NAME or NAME; not given: ``repos`` beside the
    file.

    Raises:
        BadInput: something is missing; the message says what and where.
    """
    source = path
    if path.is_dir():
        names = [path / name for name in ("instances.jsonl", "instances.json")]
        source = next((name for name in names if name.is_file()), names[0])
    repositories = repositories or source.parent / "repos"
    runners = _runners(repositories)
    for where, record in records(source):
        instance = _instance(record, repositories, where)
        runner = runners.get(instance.slug, runners["default"])
        spec = TaskSpec(
            title=instance.name, category=instance.slug, prompt=text_of(record, "problem_statement", where=where),
            half="closed", seconds=TASK_SECONDS, check=[Check(python="hidden_repository.py", seconds=runner.seconds)],
            slow=True,
        )  # fmt: skip
        yield Draft(safe_name(instance.name), spec, _filler(instance, runner, repositories))


def _filler(instance: Instance, runner: Runner, repositories: Path) -> Any:
    return lambda target: _fill(instance, runner, repositories, target)


def _runners(repositories: Path) -> dict[str, Runner]:
    from smallcode.validated import check
    from smallcode.yamlfile import parse_yaml, read_text

    found: dict[str, Runner] = {}
    for path in (RUNNERS, repositories / "tests.yaml"):
        if path.is_file():
            found |= check(RunnersFile, parse_yaml(read_text(path, "tests"), str(path))).root
    return found


def _instance(record: dict[str, Any], repositories: Path, where: str) -> Instance:
    slug = text_of(record, "repo", where=where)
    must = {kind: _ids(record.get(kind), f"{where}, {kind}") for kind in ("FAIL_TO_PASS", "PASS_TO_PASS")}
    if not must["FAIL_TO_PASS"]:
        raise BadInput(f"{where}: FAIL_TO_PASS is empty, so nothing decides.")
    return Instance(
        text_of(record, "instance_id", where=where), _repository(slug, repositories), slug,
        text_of(record, "base_commit", where=where), text_of(record, "patch", where=where),
        text_of(record, "test_patch", where=where), must,
    )  # fmt: skip


def _ids(value: Any, where: str) -> list[str]:
    """Names of tests: a list, or JSON text of one."""
    try:
        found = json.loads(value) if isinstance(value, str) else value or []
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise BadInput(f"{where}: this is no list of tests.")
    return [str(name) for name in found]


def _repository(slug: str, repositories: Path) -> Path:
    names = [slug.replace("/", "__"), slug, slug.rpartition("/")[2]]
    for name in [*names, *(f"{name}.git" for name in names)]:
        if (repositories / name).is_dir():
            return repositories / name
    raise BadInput(
        f"There is no repository {slug} in {repositories}.",
        hint=f"Clone it there as {names[0]}, or name another folder with --repos.",
    )


def _fill(instance: Instance, runner: Runner, repositories: Path, target: Path) -> None:
    files = target / "files"
    files.mkdir(parents=True)
    _export(instance, files)
    tests = _overlay(instance, instance.test_patch, files, target / "hidden", "test_patch")
    _overlay(instance, instance.patch, files, target / "solution", "patch")
    named = {name.partition("::")[0] for ids in instance.must.values() for name in ids if "::" in name}
    wanted = sorted({name for name in [*tests, *named] if name.endswith(".py")})
    modules = [name.removeprefix("tests/").removesuffix(".py").replace("/", ".") for name in wanted]
    own = repositories / f"{instance.repo.name.removesuffix('.git')}.venv" / "bin" / "python"
    words = {
        "python": str(own.absolute() if own.exists() else sys.executable),
        "files": " ".join(map(shlex.quote, wanted)), "modules": " ".join(map(shlex.quote, modules)),
    }  # fmt: skip
    command = runner.command
    for word, text in words.items():
        command = command.replace(f"{{{word}}}", shlex.quote(text) if word == "python" else text)
    # The copy that is judged comes before whatever an environment has installed under the same name.
    command = f"PYTHONPATH=.:src:lib {command}"
    put(target / "hidden", "hidden_repository.py", CHECKER.read_bytes())
    record = {"command": command, "passed": runner.passed, **instance.must}
    put(target / "hidden", "hidden_repository.json", json.dumps(record))


def _export(instance: Instance, files: Path) -> None:
    """Write the plain files of the base commit; links and submodules are left out."""
    bare = None if (instance.repo / ".git").exists() else instance.repo
    listed = git(["ls-tree", "-r", "-z", instance.base], instance.repo, git_dir=bare)
    if listed.code:
        raise BadInput(
            f"{instance.name}: {instance.repo} has no commit {instance.base}.", hint="Fetch the whole history."
        )
    entries = [entry.split(b"\t", 1) for entry in listed.out.split(b"\0") if entry]
    plain = [(head.split(b" "), name.decode()) for head, name in entries if head.startswith(b"100")]
    wanted = b"".join(head[2] + b"\n" for head, _ in plain)
    packed = git(["cat-file", "--batch"], instance.repo, git_dir=bare, input=wanted, timeout=GIT_SECONDS).out
    at = 0
    for head, name in plain:
        end = packed.index(b"\n", at)
        begin, at = end + 1, end + 2 + int(packed[at:end].rsplit(b" ", 1)[1])
        put(files, name, packed[begin : at - 1], mode=0o755 if head[0] == b"100755" else 0o644)


def _overlay(instance: Instance, patch: str, files: Path, overlay: Path, what: str) -> list[str]:
    """What a patch makes of ``files``, as an overlay; returns the paths that it writes."""
    with tempfile.TemporaryDirectory(prefix="smallcode-swe-") as scratch:
        place, patch_file = Path(scratch) / "tree", Path(scratch) / "patch"
        copy_tree(files, place)
        patch_file.write_text(patch, encoding="utf-8")
        git(["init", "--quiet"], place)
        done = git(["apply", "--whitespace=nowarn", str(patch_file)], place)
        if done.code:
            raise BadInput(f"{instance.name}: its {what} does not apply: {done.error.strip()[-300:]}")
        before, after = contents(files), contents(place)
        changed = [name for name, data in after.items() if before.get(name) != data]
        for name in changed:
            put(overlay, name, after[name], mode=(place / name).stat().st_mode & 0o777)
    if gone := sorted(set(before) - set(after)):
        put(overlay, DELETED, "\n".join(gone) + "\n")
    return changed
