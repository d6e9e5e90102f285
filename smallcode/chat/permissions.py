"""What a person allowed for good in one project: rules kept outside of it, so that no project can grant itself any.

A rule is a pattern of the command policy. The policy's own deny list holds against all of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from smallcode.code.syntax import walk
from smallcode.errors import BadInput
from smallcode.paths import private_dir, state_dir
from smallcode.workspace.files import write_atomic

if TYPE_CHECKING:
    from smallcode.workspace.policy import CommandPolicy

Kind = Literal["command", "edit"]
PLAIN_NODES = frozenset({
    "program", "list", "command", "command_name", "word", "string", "string_content", "raw_string", "number",
    "concatenation", "redirected_statement", "file_redirect", "file_descriptor", "comment", "&&", ";", "\n", ">", ">>",
    ">&", "&>", '"',
})  # fmt: skip
"""Of what a command text may consist to be offered a rule: no pipes, substitutions, input, loops or subshells."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Something that runs in one project without a question."""

    pattern: str
    """Of a command (config/policy.yaml has the syntax), or a path of the project where ``kind`` is "edit"."""
    kind: Kind = "command"
    given_for: str = ""
    """The command or path that the question was about."""
    at: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to say "always"."""

    patterns: tuple[str, ...]
    label: str


def project_rules(root: Path) -> list[Rule]:
    """The rules of a project, oldest first.

    Raises:
        BadInput: the file is damaged.
    """
    return _read(_file(root))


def allowed_patterns(root: Path) -> list[str]:
    """Patterns for ``CommandPolicy.with_rules(allow=...)``; none where the file is damaged: then all is asked."""
    try:
        return [rule.pattern for rule in project_rules(root) if rule.kind == "command"]
    except BadInput:
        return []


def allowed_edits(root: Path) -> list[str]:
    """Paths of the project that may be changed without a question."""
    try:
        return [rule.pattern for rule in project_rules(root) if rule.kind == "edit"]
    except BadInput:
        return []


def allow(root: Path, pattern: str, *, kind: Kind = "command", given_for: str = "") -> None:
    """Add a rule; the same one again changes nothing.

    Raises:
        BadInput: the pattern would allow every command, or the file is damaged.
    """
    pattern = " ".join(pattern.split()) if kind == "command" else pattern
    first = pattern.partition(" ")[0]
    if not first or not first.strip("*?[]!") or first.startswith("re:."):
        raise BadInput(f"{pattern!r} would allow any command.", hint="Name the program, such as `git commit *`.")
    with _changing(root) as rules:
        if all((rule.kind, rule.pattern) != (kind, pattern) for rule in rules):
            rules.append(Rule(pattern=pattern, kind=kind, given_for=given_for, at=time.time()))


def forget(root: Path, pattern: str) -> bool:
    """Remove a rule; False where there is none of that pattern."""
    with _changing(root) as rules:
        kept = [rule for rule in rules if rule.pattern != pattern]
        found = len(kept) < len(rules)
        rules[:] = kept
    return found


def forget_all(root: Path) -> int:
    """Remove every rule of a project, a damaged file too; returns how many there were."""
    count = len(allowed_patterns(root)) + len(allowed_edits(root))
    _file(root).unlink(missing_ok=True)
    return count


def offers(command: str, policy: CommandPolicy) -> list[Offer]:
    """The rules that would let ``command`` run without a question from now on, the narrowest first.

    Empty where "always" would mean more than people expect: pipes, substitutions and input from files, programs that
    run what they are given (their arguments are not foreseeable), and what the policy denies.
    """
    from smallcode.resources import load_config
    from smallcode.workspace.patterns import matches_any, words_of

    asked = _asked(command, policy)
    if len(asked) != 1:
        return []
    data = load_config("permissions.yaml")
    exact = " ".join(map(_literal, asked[0]))
    if len(exact) > data["longest"]:
        return []
    found = [Offer(patterns=(exact,), label="exactly this command")]
    kinds = [kind for kind in data["kinds"] if matches_any([words_of(kind)], asked[0])]
    found += [Offer(patterns=(kind,), label=f"every `{kind}`") for kind in kinds]
    return [offer for offer in found if policy.with_rules(allow=offer.patterns).judge(command).action == "allow"]


def _asked(command: str, policy: CommandPolicy) -> list[list[str]]:
    """The simple commands of a plain text that the policy asks about; none for a text that is not plain."""
    from smallcode.workspace.wrappers import find_wrapper

    if not _is_plain(command):
        return []
    verdict = policy.judge(command)
    if verdict.action != "ask":
        return []
    if any("\0" in word or "\1" in word for argv in verdict.commands for word in argv):
        return []
    if any(find_wrapper([Path(argv[0]).name, *argv[1:]], policy.rules["wrappers"]) for argv in verdict.commands):
        return []
    return [argv for argv in verdict.commands if policy.judge(argv).action == "ask"]


def _is_plain(command: str) -> bool:
    import tree_sitter
    import tree_sitter_bash

    try:
        source = command.encode()
    except UnicodeEncodeError:
        return False
    root = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language())).parse(source).root_node
    return not root.has_error and all(node.type in PLAIN_NODES for node in walk(root))


def _literal(word: str) -> str:
    """A pattern's word that matches exactly ``word``; white space can't stand in a pattern itself."""
    if word and not word.startswith("re:") and not any(c in "*?[]\\" or c.isspace() for c in word):
        return word
    return "re:" + "".join(f"\\U{ord(c):08x}" if c.isspace() else re.escape(c) for c in word)


def _file(root: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return state_dir() / "permissions" / f"{name}.json"


def _read(path: Path) -> list[Rule]:
    try:
        data: Any = json.loads(path.read_bytes())
        return [Rule(**entry) for entry in data["rules"] if _is_rule(entry)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (ValueError, OSError, KeyError, TypeError, RecursionError):
        raise BadInput(
            f"The rules of this project, {path}, can't be read.", hint="`/permissions clear` begins anew."
        ) from None


def _is_rule(entry: dict[str, Any]) -> bool:
    return isinstance(entry["pattern"], str) and bool(entry["pattern"].strip()) and entry["kind"] in ("command", "edit")


@contextmanager
def _changing(root: Path) -> Iterator[list[Rule]]:
    path = _file(root)
    private_dir(path.parent)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rules = _read(path)
        yield rules
        data = {"workspace": os.path.realpath(root), "rules": [asdict(rule) for rule in rules]}
        write_atomic(path, json.dumps(data, indent=1).encode(), 0o600)
