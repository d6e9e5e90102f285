"""The agents to compare with: the same model, one request, whole files in fences, and nothing else.

``bare-loop`` sends the error text of the workspace's own tests and compilers back, twice at most.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from smallcode.errors import ContextOverflow, SmallCodeError
from smallcode.evals.agents import AgentRun, Job
from smallcode.evals.compilers import caches
from smallcode.evals.copies import contents
from smallcode.evals.fences import read_files
from smallcode.evals.judging import check_environment
from smallcode.events.sink import EventSink
from smallcode.events.types import CheckEnded, FileChanged, ModelAsked, ModelReplied, ReplyParsed, RunEnded
from smallcode.models.types import Message, Model, Reply, Request

SYSTEM = (
    "You are a careful programmer. Answer with the complete content of every file that you create or change: "
    "its path on a line of its own, then the whole file in a fenced code block."
)
SMALL_FILE = 6_000
"""Characters of a file that is shown though the prompt does not name it."""
REPLY_TOKENS = 4096
FEEDBACK = 2_000
"""Characters of error text that are sent back."""
COMMAND_SECONDS = 60.0


Connect = Callable[[Job], Awaitable[Model]]
"""Gives the model by a job's own, metered way; the caller closes it."""


@dataclass
class _Spent:
    requests: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    edits: set[str] = field(default_factory=set)
    cut: bool = False


class BareAgent:
    """Asks a model once, and writes the files of its reply."""

    version = ""

    def __init__(self, connect: Connect, *, repairs: int = 0) -> None:
        self._connect = connect
        self._repairs = repairs

    @property
    def name(self) -> str:
        """See ``Agent``."""
        return "bare-loop" if self._repairs else "bare"

    async def work(self, job: Job) -> AgentRun:
        """See ``Agent``."""
        sink = EventSink(job.folder / "events.jsonl")
        spent, begin = _Spent(), time.monotonic()
        outcome, reason = "unverified", ""
        try:
            async with asyncio.timeout(job.task.spec.seconds):
                model = await self._connect(job)
                try:
                    await self._converse(model, job, sink, spent)
                finally:
                    await model.close()
        except TimeoutError:
            outcome, reason = "timeout", "The time was up."
        except ContextOverflow as error:
            reason = error.message
        except SmallCodeError as error:
            outcome, reason = "error", str(error)
        if outcome == "unverified" and not spent.edits:
            outcome = "failed"
        run = _run_of(outcome, reason, spent, time.monotonic() - begin)
        sink.emit(
            RunEnded(
                outcome=outcome, exit_code=run.exit_code or 0, reason=reason, files=sorted(spent.edits),
                prompt_tokens=run.prompt_tokens, cached_tokens=run.cached_tokens, requests=run.requests,
                completion_tokens=run.completion_tokens, seconds=run.seconds,
            )
        )  # fmt: skip
        sink.close()
        return run

    async def _converse(self, model: Model, job: Job, sink: EventSink, spent: _Spent) -> None:
        budget = int(model.context_tokens * 0.5 * model.profile.chars_per_token)
        messages = first_messages(job.task.spec.prompt, job.workspace, budget)
        for turn in range(1 + self._repairs):
            reply = await _ask(model, messages, job.seed + turn, sink, spent)
            files = read_files(reply.text, job.task.spec.prompt)
            sink.emit(ReplyParsed(calls=sorted(files), problem="" if files else "no file in a fence with a path"))
            await asyncio.to_thread(_write, files, job.workspace, sink, spent)
            if turn == self._repairs:
                return
            errors = await self._errors(job, spent, sink)
            if not errors:
                return
            messages = [
                *messages, {"speaker": "assistant", "text": reply.text}, {"speaker": "user", "text": errors},
            ]  # fmt: skip

    async def _errors(self, job: Job, spent: _Spent, sink: EventSink) -> str:
        """What the compilers and the workspace's own commands say; empty if all is well."""
        from smallcode.workspace.process import run_command

        if not spent.edits:
            return "There was no file in your answer. Give each file's path, then the whole file in a fence."
        for title, command in [*_compilers(sorted(spent.edits)), *((c, c) for c in job.task.spec.visible)]:
            done = await run_command(
                command, cwd=job.workspace, timeout=COMMAND_SECONDS, output_folder=job.folder / "output",
                env=check_environment(job.task), extra_writable=caches(),
            )  # fmt: skip
            passed = done.exit_code == 0
            sink.emit(CheckEnded(check=title, status="passed" if passed else "failed", seconds=done.seconds))
            if not passed:
                text = done.output.strip()[-FEEDBACK:]
                return f"{title} fails:\n```\n{text}\n```\nMend it. Answer with the complete files again."
        return ""


async def _ask(model: Model, messages: list[Message], seed: int, sink: EventSink, spent: _Spent) -> Reply:
    """One request, streamed; what was written before a time-out is counted too."""
    prompt = await model.count_tokens("\n".join(message["text"] for message in messages))
    room = max(min(REPLY_TOKENS, model.context_tokens - prompt - 16 * len(messages) - 32), 64)
    heat = model.profile.sampling.temperature
    sink.emit(ModelAsked(conversation=0, purpose="act", model=model.name, prompt_tokens=prompt, temperature=heat))
    spent.requests += 1
    reply: Reply | None = None
    pieces = 0
    try:
        async for piece in model.stream(Request(messages=messages, max_tokens=room, seed=seed)):
            pieces += bool(piece.text)
            reply = piece.reply or reply
    finally:
        if reply is None:
            spent.prompt_tokens += prompt
            spent.completion_tokens += pieces
    assert reply is not None, "the last piece carries the reply"
    usage = reply.usage
    spent.prompt_tokens += usage.prompt_tokens
    spent.cached_tokens += usage.cached_tokens
    spent.completion_tokens += usage.completion_tokens
    spent.cut = reply.finish == "length"
    sink.emit(
        ModelReplied(
            conversation=0, text=reply.text, finish=reply.finish, prompt_tokens=usage.prompt_tokens,
            cached_tokens=usage.cached_tokens, completion_tokens=usage.completion_tokens, seconds=usage.seconds,
            first_token_seconds=usage.first_token_seconds, tokens_per_second=usage.tokens_per_second,
        )
    )  # fmt: skip
    return reply


def first_messages(prompt: str, workspace: Path, budget: int) -> list[Message]:
    """System and user message: the files that the prompt names, else all small ones up to ``budget`` characters."""
    texts = {}
    for path, data in contents(workspace).items():
        try:
            texts[path] = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
    named = {p: t for p, t in texts.items() if p in prompt or p.rpartition("/")[2] in prompt}
    shown, used = [], 0
    for path, text in (named or {p: t for p, t in texts.items() if len(t) <= SMALL_FILE}).items():
        used += len(text)
        if path not in named and used > budget:
            break
        shown.append(f"{path}\n```\n{text.rstrip()}\n```")
    return [{"speaker": "system", "text": SYSTEM}, {"speaker": "user", "text": "\n\n".join([*shown, prompt])}]


def _write(files: dict[str, str], workspace: Path, sink: EventSink, spent: _Spent) -> None:
    for path, text in files.items():
        target = workspace / path
        if workspace.resolve() not in target.resolve().parents or target.is_dir():
            continue
        kind = "modified" if target.exists() else "created"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", errors="replace")
        except OSError:
            continue  # a path that can't be: the model's mistake
        spent.edits.add(path)
        sink.emit(FileChanged(path=path, kind=kind, diff="", added=text.count("\n"), removed=0))  # type: ignore[arg-type]


def _compilers(paths: list[str]) -> list[tuple[str, list[str]]]:
    """Commands that read the changed files without running them."""
    found: list[tuple[str, list[str]]] = []
    for path in paths:
        if path.endswith(".py"):
            found.append((f"python -m py_compile {path}", [sys.executable, "-m", "py_compile", path]))
        elif path.endswith((".js", ".mjs", ".cjs")):
            found.append((f"node --check {path}", ["node", "--check", path]))
        elif path.endswith(".json"):
            found.append((f"python -m json.tool {path}", [sys.executable, "-m", "json.tool", path, "/dev/null"]))
    return found


def _run_of(outcome: str, reason: str, spent: _Spent, seconds: float) -> AgentRun:
    delivered = outcome == "unverified"
    causes = {"timeout": "timeout", "error": "error", "failed": "loop" if spent.cut else "parse"}
    return AgentRun(
        outcome=outcome, delivered=delivered, exit_code=0 if delivered else 1, reason=reason,
        cause=causes.get(outcome, ""), requests=spent.requests, prompt_tokens=spent.prompt_tokens,
        cached_tokens=spent.cached_tokens, completion_tokens=spent.completion_tokens, seconds=seconds,
    )  # fmt: skip
