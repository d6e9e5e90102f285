"""Running commands: at most once each, by the command policy, in the sandbox."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field

from smallcode.edits import types as edits
from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.apply_edit import as_event, carry_out
from smallcode.tools.common import cut_ends, limit
from smallcode.tools.writing import described
from smallcode.workspace.clean import clean_text
from smallcode.workspace.process import CommandResult

INTERRUPTED = (
    "This command was cut off before it ended; what it did is not known, and it was not run again. "
    "Look at the files before you decide to run it once more."
)
_MOST_CHANGES = 50


class Run(Arguments):
    """A shell command, from the project's folder."""

    command: str


@tool("run", "runs")
async def run(args: Run, tools: ToolContext) -> ToolResult:
    """Run a shell command in the project."""
    return await run_command(args.command, tools)


class CreateAndRun(Arguments):
    """A new file, and the command that runs it."""

    path: str
    content: str
    command: str = Field(description="such as python3 PATH")


@tool("create_and_run", "runs")
async def create_and_run(args: CreateAndRun, tools: ToolContext) -> ToolResult:
    """Write a file, then run a command."""
    _refuse_empty(args.command)
    change = await asyncio.to_thread(carry_out, edits.WholeFile(path=args.path, text=args.content), tools)
    try:
        result = await run_command(args.command, tools)
    except ToolError as error:
        content = f"{described(change)}, but the command was not run: {error.message}"
        return ToolResult(content=content, error=error.kind, details={"changes": [change]})
    changes = [change, *(one for one in result.details["changes"] if one["path"] != change["path"])]
    return ToolResult(
        content=f"{described(change)}\n{result.content}", error=result.error,
        details={**result.details, "changes": changes},
    )  # fmt: skip


async def run_command(command: str | list[str], tools: ToolContext) -> ToolResult:
    """Run a command once by the call's id; how it ended comes first, then its output, head and tail if it is long.

    Raises:
        ToolError: "refused" by the policy.
    """
    if isinstance(command, str):
        _refuse_empty(command)
    op, seconds = f"{tools.call_id}:run", limit(tools, "seconds", 120)
    done = await tools.workspace.run(command, op=op, timeout=seconds, network=bool(limit(tools, "network", 0)))
    changed = await asyncio.to_thread(tools.workspace.finished, op) or []
    details: dict[str, Any] = {
        "changes": [as_event(change) for change in changed[:_MOST_CHANGES]], "exit_code": done.exit_code,
        "seconds": done.seconds, "output_file": done.output_file, "sandbox": done.sandboxed,
    }  # fmt: skip
    if done.interrupted:
        return ToolResult(content=INTERRUPTED, error="interrupted", details=details)
    output = cut_ends(clean_text(done.output, colors=False).strip(), limit(tools, "characters", 4000))
    rows = [_ending(done, seconds), output or "(no output)"]
    if changed:
        names = ", ".join(change.path for change in changed[:8])
        rows.append(f"changed files: {names}" + (f" and {len(changed) - 8} more" if len(changed) > 8 else ""))
    return ToolResult(content="\n".join(rows), error="timeout" if done.timed_out else "", details=details)


def _ending(done: CommandResult, seconds: int) -> str:
    if done.timed_out:
        return f"stopped by the limit of {seconds} s; its output until then:"
    return f"exit code {done.exit_code}"


def _refuse_empty(command: str) -> None:
    if not command.strip():
        raise ToolError("bad_arguments", "The command is empty; nothing was done. Send a shell command.")
