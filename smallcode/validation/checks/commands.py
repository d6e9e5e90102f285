"""Checks that are commands: those of config/validators.yaml on files, and the user's own on the whole."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace

from smallcode.validation.baseline import Baseline
from smallcode.validation.child import run_child
from smallcode.validation.round import CommandOutcome, Round, line_of, only_if
from smallcode.validation.types import Change, CheckResult, Diagnostic

_STARTS_NOT = (126, 127)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


async def check_command(round_: Round) -> list[CheckResult]:
    """Run a validator's command: once a file with ``{file}``, else once for all."""
    if "{file}" in round_.spec.command:
        return [await _on_file(round_, change) for change in round_.changes]
    if not round_.changes:
        return []
    files = [change.path for change in round_.changes]
    argv = [part for word in _argv(round_) for part in (files if word == "{files}" else [word])]
    outcome = await round_.runner.run(argv, seconds=round_.seconds, writable=round_.spec.writable)
    return [_result(round_, "", outcome, problems_in(round_, outcome, ""))]


def _argv(round_: Round) -> list[str]:
    program, *arguments = round_.spec.command
    return [round_.toolchains.get(program) or program, *arguments]


async def _on_file(round_: Round, change: Change) -> CheckResult:
    path = change.path if not change.path.startswith("-") else f"./{change.path}"
    argv = [path if word == "{file}" else word for word in _argv(round_)]
    outcome = await round_.runner.run(argv, seconds=round_.seconds, writable=round_.spec.writable)
    problems = problems_in(round_, outcome, change.path)
    if outcome.exit_code == 0 or change.before is None or outcome.exit_code in _STARTS_NOT:
        return _result(round_, change.path, outcome, problems)
    old = Counter(d.message for d in await _problems_before(round_, change))
    fresh = [d for d in problems if not old[d.message]]
    if not fresh:
        return round_.result("known", path=change.path, diagnostics=problems, message="it was so before")
    return _result(round_, change.path, outcome, fresh)


async def _problems_before(round_: Round, change: Change) -> list[Diagnostic]:
    """What the same command says of the old text, in a scratch folder."""
    name = (change.moved_from or change.path).rsplit("/", 1)[-1]
    job = {"name": name, "text": change.before, "argv": _argv(round_), "seconds": round_.seconds}
    answer = await run_child(round_.runner, [sys.executable], "on_text_child.py", job, seconds=round_.seconds)
    end = answer.first("end")
    if end is None or end["exit"] == 0:
        return []
    return problems_in(round_, CommandOutcome(int(end["exit"]), str(end["output"])), change.path)


def _result(round_: Round, path: str, outcome: CommandOutcome, problems: list[Diagnostic]) -> CheckResult:
    if outcome.timed_out:
        return round_.result("not_checked", path=path, message=f"stopped after {outcome.seconds:.0f} s")
    if outcome.exit_code in _STARTS_NOT:
        return round_.result("not_checked", path=path, message=plain(outcome.text)[-200:].strip())
    failed = outcome.exit_code != 0 and any(d.severity == "error" for d in problems)
    return round_.result(
        "failed" if failed else "passed", path=path, diagnostics=problems, proves=round_.spec.proves and not failed
    )


def problems_in(round_: Round, outcome: CommandOutcome, path: str) -> list[Diagnostic]:
    """Diagnostics in a command's output, by the validator's pattern; the tail of the output where none matches."""
    if outcome.exit_code == 0 and not round_.spec.pattern:
        return []
    text = plain(outcome.text)
    found = []
    for match in re.finditer(round_.spec.pattern, text, re.MULTILINE) if round_.spec.pattern else ():
        groups = {key: value or "" for key, value in match.groupdict().items()}
        line = int(groups.get("line") or 0)
        place = path or groups.get("file", "")
        source = line_of(round_.project.text(place) or "", line) if place and line else ""
        found.append(
            Diagnostic(
                message=groups.get("message", "").strip(), path=place, line=line,
                column=int(groups.get("column") or 0), code=groups.get("code", "") or "syntax", snippet=source,
                severity="warning" if groups.get("severity", "").lower() in ("warning", "note", "info") else "error",
            )
        )  # fmt: skip
    if not found and outcome.exit_code != 0:
        found.append(Diagnostic(message=tail(text, round_.limits.output_chars), path=path, code="command"))
    return found


def plain(text: str) -> str:
    """Untrusted output without escape and control sequences."""
    return _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tail(text: str, limit: int) -> str:
    """The end of a text, where the reason usually is, beginning with a whole line."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[-limit:]
    return "[...]\n" + (cut.partition("\n")[2] or cut)


@only_if(lambda round_: bool(round_.requirements.commands))
async def check_commands(round_: Round) -> list[CheckResult]:
    """The user's own commands; what they say counts, whether they failed before or not."""
    return [await _own_command(round_, command) for command in round_.requirements.commands]


async def _own_command(round_: Round, command: str) -> CheckResult:
    if round_.runner.left <= 0:
        return round_.result("not_checked", path=command, message="no time left in this round")
    outcome = await round_.runner.run(command, seconds=round_.seconds, writable=round_.spec.writable)
    if outcome.timed_out:
        message = f"`{command}` did not end in {outcome.seconds:.0f} s"
        return _own_failure(round_, command, Diagnostic(message=message, code="timeout"))
    text = tail(plain(outcome.text), round_.limits.output_chars)
    if outcome.exit_code == 0:
        return round_.result("passed", message=f"`{command}` passed", proves=True)
    if outcome.exit_code in _STARTS_NOT:
        reason = text.splitlines()[-1][:200] if text else "it does not start"
        return round_.result("failed", message=f"`{command}`: {reason}", diagnostics=[
            Diagnostic(message=f"`{command}` could not be run: {reason}", code="command")])  # fmt: skip
    return _own_failure(round_, command, failure_of(round_, command, outcome.exit_code, text))


def _own_failure(round_: Round, command: str, diagnostic: Diagnostic) -> CheckResult:
    return round_.result("failed", message=f"`{command}` failed", diagnostics=[diagnostic])


_PYTHON_FRAME = re.compile(r'File "(?P<path>[^"\n]+)", line (?P<line>\d+)')
_LOCATION = re.compile(r"(?<![\w/.-])(?P<path>[\w./-]+\.\w{1,4}):(?P<line>\d+)(?::\d+)?")
_REASON = re.compile(r"^(?:E\s+)?(?P<reason>(?:[\w.]*(?:Error|Exception|Warning)\b|assert\b|AssertionError|FAIL|not ok"
                     r"|error(?:\[\w+\])?:)[^\n]*)", re.MULTILINE)  # fmt: skip


def failure_of(round_: Round, command: str, exit_code: int, text: str) -> Diagnostic:
    """One diagnostic from arbitrary output: its reason, and the last place in the project that it names."""
    known = set(round_.project.files)
    root = str(round_.project.root) + "/"
    places = [*_PYTHON_FRAME.finditer(text), *_LOCATION.finditer(text)]
    path, line = "", 0
    for match in places:
        candidate = match["path"].removeprefix(root).removeprefix("./")
        if candidate in known:
            path, line = candidate, int(match["line"])
    reasons = [m["reason"].strip() for m in _REASON.finditer(text)]
    reason = reasons[-1] if reasons else text[-600:].strip()
    kind = "assertion" if "assert" in reason.lower() else "import" if "ImportError" in reason or (
        "ModuleNotFoundError" in reason) else "command"  # fmt: skip
    message = f"`{command}` ended with exit code {exit_code}: {reason}"
    source = line_of(round_.project.text(path) or "", line).strip() if path else ""
    return Diagnostic(message=message, path=path, line=line, code=kind, snippet=source)


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """How each of the user's commands stood before; one that failed runs twice."""
    states = dict(found.commands)
    for command in round_.requirements.commands:
        if round_.runner.left <= 0:
            break
        states[command] = await command_state(round_, command)
    return replace(found, commands=states)


async def command_state(round_: Round, command: str | list[str]) -> str:
    """``passed``, ``failed``, ``flaky``, or ``unknown`` where it did not end in time or did not start."""
    first = await round_.runner.run(command, seconds=round_.seconds, writable=round_.spec.writable)
    if first.timed_out or first.exit_code in _STARTS_NOT:
        return "unknown"
    if first.exit_code == 0:
        return "passed"
    again = await round_.runner.run(command, seconds=round_.seconds, writable=round_.spec.writable)
    return "flaky" if again.exit_code == 0 else "failed"
