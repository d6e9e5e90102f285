"""Who says yes: the command policy and, where somebody is there, a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smallcode.state import Call
    from smallcode.workspace.policy import CommandPolicy


class PolicyApprover:
    """Judges commands by the policy; everything else that a tool may do is held by the workspace's jail."""

    def __init__(self, policy: CommandPolicy, *, interactive: bool = False) -> None:
        self._policy = policy
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
        verdict = self._policy.judge(command)
        return verdict.action, verdict.reason
