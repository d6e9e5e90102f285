"""Whether a command may run: allow, ask or deny, by the rules in config/policy.yaml (which documents them).

The policy is convenience, not the boundary (that is the sandbox): it spares questions about harmless commands
and refuses the plainly destructive ones. What it does not understand counts as ask.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from smallcode.workspace.collect import DEPTH_LIMIT, Collector, Found, PathNames
from smallcode.workspace.patterns import matches_any, matches_target, words_of
from smallcode.workspace.shell import UNKNOWN

Action = Literal["allow", "ask", "deny"]
_STRICTNESS: dict[Action, int] = {"allow": 0, "ask": 1, "deny": 2}
LENGTH_LIMIT = 20_000
"""Characters of a command text that is looked at."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do with a command text, and why."""

    action: Action
    reason: str
    commands: list[list[str]] = field(default_factory=list)
    """Every simple command found, the wrapped ones included."""


class CommandPolicy:
    """Judges command texts. Immutable; ``with_rules`` returns a changed one."""

    def __init__(
        self, rules: Mapping[str, Any], *, root: Path | None = None, user_rules: Sequence[tuple[Action, str]] = ()
    ) -> None:
        """``rules``: the data of config/policy.yaml; ``root``: the workspace, to know paths in it.

        ``user_rules``: (action, pattern) pairs over these. Their deny always holds; else the last match wins.
        """
        self.rules = rules
        self.root = str(root) if root else ""
        self.user_rules = tuple(user_rules)
        self._user_ordered = [(action, words_of(p)) for action, p in self.user_rules if action != "deny"]
        self._deny = [words_of(pattern) for action, pattern in self.user_rules if action == "deny"]
        self._forbidden = [(words_of(p), entry["reason"]) for entry in rules["deny"] for p in entry["patterns"]]
        self._ordered: list[tuple[Action, tuple[str, ...]]] = [
            (action, words_of(p)) for rule in rules["rules"] for action, patterns in rule.items() for p in patterns
        ]
        self._reasons = [(words_of(entry["pattern"]), entry["reason"]) for entry in rules["reasons"]]
        self._harmless = frozenset(rules["harmless"])
        self._paths = PathNames(self.root)
        self._collector = Collector(rules, self._paths)

    @classmethod
    def from_rules(
        cls,
        defaults: Mapping[str, Any] | None = None,
        *,
        allow: Iterable[str] = (),
        ask: Iterable[str] = (),
        deny: Iterable[str] = (),
        root: Path | None = None,
    ) -> CommandPolicy:
        """The policy of ``defaults`` (config/policy.yaml if None) with the user's patterns on top."""
        from smallcode.resources import load_config

        data = load_config("policy.yaml") if defaults is None else defaults
        return cls(data, root=root).with_rules(allow=allow, ask=ask, deny=deny)

    def with_rules(
        self, *, allow: Iterable[str] = (), ask: Iterable[str] = (), deny: Iterable[str] = ()
    ) -> CommandPolicy:
        """This policy with more patterns of the user's, which win over the earlier ones (but for deny)."""
        more: list[tuple[Action, str]] = [("allow", pattern) for pattern in allow]
        more += [("ask", pattern) for pattern in ask]
        more += [("deny", pattern) for pattern in deny]
        root = Path(self.root) if self.root else None
        return CommandPolicy(self.rules, root=root, user_rules=(*self.user_rules, *more))

    def judge(self, command: str | Sequence[str]) -> Verdict:
        """Judge a text for the shell, or the words of a command that runs without one. Never raises."""
        found = Found()
        if isinstance(command, str):
            if len(command) > LENGTH_LIMIT:
                return Verdict(action="ask", reason="the command text is too long to be checked")
            self._collector.script(command, found)
        else:
            self._collector.command(list(command), found)
        commands = found.certain + found.possible
        verdict = max(self._opinions(found), key=lambda opinion: _STRICTNESS[opinion[0]], default=None)
        if verdict is None:
            return Verdict(action="ask", reason=found.problem or "no command in it")
        return Verdict(action=verdict[0], reason=verdict[1], commands=commands)

    def pattern_for(self, command: str) -> str:
        """The pattern that would allow this kind of command from now on, for the first of its parts that is
        asked.

        Empty where no pattern can (unknown words, text that was not understood, or nothing to ask).
        """
        found = Found()
        self._collector.script(command, found)
        opinions = self._opinions(found)
        if found.problem or any(action == "deny" for action, _ in opinions):
            return ""
        for argv, transparent in zip(found.certain, found.transparent, strict=True):
            if self._judge_command(argv, found, transparent)[0] == "ask":
                return self._suggest(argv)
        return ""

    def _suggest(self, argv: list[str]) -> str:
        exact = argv[0] in self.rules["destroyers"]
        kept = argv if exact else argv[:1]
        options = argv[0] in self.rules["interpreters"] and argv[1:2] and argv[1].startswith("-")
        subcommand = argv[0] in self.rules["with_subcommand"] and argv[1:2] and not argv[1].startswith("-")
        if options or subcommand:
            kept = argv[:2]
        if any(UNKNOWN in word or not word for word in kept):
            return ""
        words = [re.sub(r"\s", "?", re.sub(r"([*?[])", r"[\1]", word)) for word in kept]
        return " ".join(words if exact else [*words, "*"])

    def _opinions(self, found: Found) -> list[tuple[Action, str]]:
        opinions: list[tuple[Action, str]] = []
        if found.fork_bomb:
            opinions.append(("deny", "a function that starts itself again and again (fork bomb)"))
        opinions += self._streams(found)
        for argv, transparent in zip(found.certain, found.transparent, strict=True):
            opinions.append(self._judge_command(argv, found, transparent))
        for argv in found.possible:
            reason = self._forbids(argv)
            opinions += [("deny", reason)] if reason else []
        opinions += [self._judge_write(target) for target in found.writes]
        opinions += [("deny", f"secrets: {t}") for t in found.reads if self._is_secret(t)]
        for name in sorted(found.assigned):
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in self.rules["risky_variables"]):
                opinions.append(("ask", f"setting {name} can change what runs"))
        if found.problem:
            opinions.append(("ask", found.problem))
        return opinions

    def _judge_command(self, argv: list[str], found: Found, transparent: bool) -> tuple[Action, str]:
        name = argv[0]
        shown = name.replace(UNKNOWN, "$?")
        forbidden = self._forbids(argv)
        if forbidden:
            return "deny", forbidden
        if UNKNOWN in name or (re.search(r"[*?\[]", name) and name != "["):
            return "ask", "which program runs is only known when it runs"
        for said, pattern in reversed(self._user_ordered):
            if matches_any([pattern], argv, unknown=True):
                return said, f"{shown}: the user's own rule"
        if name in ("cd", "pushd") and self._leaves(argv[1:]):
            return "ask", f"{name} leaves the workspace"
        if any(
            fnmatch.fnmatchcase(word.partition("=")[0], p)
            for word in argv[1:] if transparent and "=" in word for p in self.rules["risky_variables"]
        ):  # fmt: skip
            return "ask", "setting this variable can change what runs"
        if name in found.functions:
            return "allow", f"{shown} is defined in the text"
        decided: Action | None = "allow" if name in self._harmless else None
        for action, pattern in self._ordered:
            if matches_any([pattern], argv, unknown=action != "allow"):
                decided = action
        if decided == "allow" or (decided is None and transparent):
            return "allow", "harmless by the rules"
        if decided is None and any(UNKNOWN in word for word in argv):
            return "ask", f"{shown}: its arguments are only known when it runs"
        known = next((reason for pattern, reason in self._reasons if matches_any([pattern], argv, unknown=True)), "")
        return "ask", f"{shown}: {known or ('needs consent' if decided else 'unknown command')}"

    def _forbids(self, argv: list[str]) -> str:
        """Why this command is denied; empty if it is not."""
        plain = [posixpath.basename(argv[0]).lower(), *argv[1:]]
        for pattern, reason in self._forbidden:
            if matches_any([pattern], plain, unknown=True):
                return f"{plain[0]}: {reason}"
        if matches_any(self._deny, argv, unknown=True) or matches_any(self._deny, plain, unknown=True):
            return f"{plain[0]}: denied by the user"
        for word in argv[1:]:
            if self._is_secret(word) or ("=" in word and self._is_secret(word.partition("=")[2])):
                return f"secrets: {word}"
        return self._destroys(plain)

    def _destroys(self, argv: list[str]) -> str:
        name = argv[0]
        if name not in self.rules["destroyers"]:
            return ""
        if name == "find" and not {"-delete", "-exec", "-execdir", "-ok", "-okdir"} & set(argv):
            return ""
        if name == "find":
            argv = argv[: next((i for i, w in enumerate(argv) if i and w[:1] in ("-", "(", "!")), len(argv))]
        deletes = name in self.rules["deleters"]
        for word in argv[1:]:
            target = self._paths.tidy(word)
            if matches_target(self.rules["fatal_targets"], target):
                return f"{name} {word}: destroys what is not in the workspace"
            if deletes and matches_target(self.rules["fatal_here"], target):
                return f"{name} {word}: deletes the whole workspace or its history"
        return ""

    def _streams(self, found: Found) -> list[tuple[Action, str]]:
        """Programs that get their code from a pipe, a substitution or a document."""
        commands = found.certain + found.possible
        readers = [argv for argv in commands if argv[0] in self.rules["interpreters"] and _reads_code(argv)]
        if not readers:
            return []
        name = readers[0][0]
        if any(posixpath.basename(argv[0]) in self.rules["downloaders"] for argv in commands):
            return [("deny", f"{name} would run what was just downloaded")]
        texts = found.documents + [" ".join(argv[1:]) for argv in commands if argv[0] in ("echo", "printf")]
        for text in texts:
            aside = Found()
            self._collector.script(text.replace("\\n", "\n"), aside, DEPTH_LIMIT - 2)
            for argv in aside.certain + aside.possible:
                if reason := self._forbids(argv):
                    return [("deny", reason)]
        return [("ask", f"{name} runs code from its input")]

    def _judge_write(self, target: str) -> tuple[Action, str]:
        path = self._paths.tidy(target)
        if matches_target(self.rules["harmless_targets"], path):
            return "allow", "harmless by the rules"
        if self._is_secret(target) or matches_target(self.rules["forbidden_targets"], path):
            return "deny", f"writes to {target}"
        if UNKNOWN in target:
            return "ask", "where the output goes is only known when it runs"
        if path.startswith(("/", "~", "..")):
            return "ask", f"writes outside the workspace: {target}"
        return "allow", "harmless by the rules"

    def _is_secret(self, path: str) -> bool:
        return matches_target(self.rules["secrets"], self._paths.tidy(path))

    def _leaves(self, arguments: list[str]) -> bool:
        target = next((a for a in arguments if not a.startswith("-")), "~")
        return UNKNOWN in target or "-" in arguments or self._paths.tidy(target).startswith(("/", "~", ".."))


def _reads_code(argv: list[str]) -> bool:
    """An interpreter without a program of its own reads one from its input; or its program is unknown."""
    rest = argv[1:]
    if argv[0] in ("eval", "source", ".") or any(UNKNOWN in word for word in rest):
        return any(UNKNOWN in word for word in rest)
    if any(re.fullmatch(r"-[a-zA-Z]*[cemn][a-zA-Z]*|--(eval|print|version|help|test|check)", word) for word in rest):
        return "-c" in rest[-1:]
    return all(word.startswith("-") or word == "/dev/stdin" for word in rest)
