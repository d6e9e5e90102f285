"""Who says yes: the command policy and, where somebody is there, a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smallcode.state import Call
    from smallcode.workspace.policy import CommandPolicy


class PolicyApprover:
    """Judges commands by the policy; everything else that a tool may do is held by the workspace's jail."""

    def __init__(
        self, policy: CommandPolicy, *, interactive: bool = False, remembered: Callable[[], list[str]] = list
    ) -> None:
        """``remembered``: patterns of what a person allowed for good; looked up anew for each call."""
        self._policy = policy
        self._remembered = remembered
        self._interactive = interactive

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to be asked."""
        return self._interactive

    def judge(self, call: Call) -> tuple[str, str]:
        """``allow``, ``ask`` or ``deny``, and why."""
        command = call["arguments"].get("command")
        if not isinstance(command, str) or not command.strip():
            return "allow", ""
        patterns = self._remembered()
        policy = self._policy.with_rules(allow=patterns) if patterns else self._policy
        verdict = policy.judge(command)
        return verdict.action, verdict.reason
