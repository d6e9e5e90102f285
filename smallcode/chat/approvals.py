"""The question whether a call may run, as every front end puts it: once, always here, or no with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.chat.front import Block, Diff, Option, Output
from smallcode.chat.permissions import Offer, allow, offers

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings
    from smallcode.workspace.policy import CommandPolicy

ONCE, NO = "once", "no"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One call that waits for an answer."""

    call: str
    title: str
    """Such as ``run: may this command run?``"""
    reason: str
    """Why it is asked."""
    blocks: Sequence[Block]
    """The command or the diff."""
    offers: Sequence[Offer]
    """What "always in this project" can mean here, the narrowest first; often nothing."""
    subject: str = ""
    """The command or the path that is asked about."""
    kind: str = "command"

    @property
    def options(self) -> list[Option]:
        """The answers, for a list to choose from: "once", "always:N" and "no"."""
        always = [
            Option(f"always:{number}", f"always in this project: {offer.label}", "  ".join(offer.patterns))
            for number, offer in enumerate(self.offers)
        ]
        return [Option(ONCE, "yes, this time"), *always, Option(NO, "no, and say why")]


def question_for(call: Mapping[str, Any], policy: CommandPolicy) -> Question:
    """The question about one call (``id``, ``name``, ``arguments``, ``reason``, and ``diff`` where files change)."""
    arguments = call.get("arguments") or {}
    reason, command = str(call.get("reason") or ""), arguments.get("command")
    if isinstance(command, str) and command.strip():
        return Question(
            call=str(call["id"]), title="May this command run?", reason=reason, subject=command,
            blocks=[Output(command)], offers=offers(command, policy),
        )  # fmt: skip
    path = str(arguments.get("path") or "")
    found = [Offer(patterns=(path,), label=f"changes of {path}")] if path else []
    shown = ", ".join(f"{key}={str(value)[:200]}" for key, value in arguments.items())
    block: Block = Diff(str(call["diff"]), title=path) if call.get("diff") else Output(shown, title=str(call["name"]))
    return Question(
        call=str(call["id"]), title=f"May {call.get('name', 'this')} be done?", reason=reason, subject=path,
        blocks=[block], offers=found, kind="edit",
    )  # fmt: skip


def answer(question: Question, choice: str | None, root: Path, *, reason: str = "") -> dict[str, Any]:
    """The answer for the agent to one of ``Question.options`` (None: turned away, a no); "always" keeps the rule.

    Raises:
        BadInput: the rule can't be kept.
    """
    if choice is None or choice == NO:
        return {"allowed": False, "reason": reason}
    if choice.startswith("always:"):
        for pattern in question.offers[int(choice.partition(":")[2])].patterns:
            kind = "edit" if question.kind == "edit" else "command"
            allow(root, pattern, kind=kind, given_for=question.subject)  # type: ignore[arg-type]
    return {"allowed": True, "reason": ""}


def policy_of(settings: Settings, root: Path) -> CommandPolicy:
    """The policy that judges this project's commands: settings, and what was allowed here for good."""
    from smallcode.chat.permissions import allowed_patterns
    from smallcode.workspace.policy import CommandPolicy

    rules = settings.commands
    policy = CommandPolicy.from_rules(allow=rules.allow, ask=rules.ask, deny=rules.deny, root=root)
    return policy.with_rules(allow=allowed_patterns(root))
