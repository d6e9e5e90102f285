"""The command line: one table of commands, each in a module that is imported only when it is chosen.

A command's module has ``add_arguments(parser)`` and ``run(args) -> int``. What ends a command becomes an exit
code here and nowhere else. Only light modules of the standard library may be imported at the top, so that
`smallcode --version` stays fast.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smallcode import __version__
from smallcode.errors import BadInput, ExitCode, SmallCodeError, Terminated

if TYPE_CHECKING:
    import argparse

COMMANDS: dict[str, tuple[str, str]] = {
    "chat": ("smallcode.cli.chat", "work in conversation; alone in a terminal, smallcode does this"),
    "run": ("smallcode.cli.run", "do the tasks of a task file, or what -p says"),
    "resume": ("smallcode.cli.resume", "go on with a session that was interrupted"),
    "sessions": ("smallcode.cli.sessions", "list sessions; remove or rename one"),
    "trust": ("smallcode.cli.trust", "let a folder's own code, tests and settings count"),
    "diff": ("smallcode.cli.diff", "show what a session changed"),
    "undo": ("smallcode.cli.undo", "take back what a session changed"),
    "replay": ("smallcode.cli.replay", "show a session again"),
    "graph": ("smallcode.cli.graph", "export the agent's graph, or the way a session took through it"),
    "models": ("smallcode.cli.models", "list, fetch, add and remove models"),
    "doctor": ("smallcode.cli.doctor", "say what works on this machine, and how to mend the rest"),
    "config": ("smallcode.cli.config", "show settings and where they come from"),
    "eval": ("smallcode.cli.eval", "measure agents on task suites, and report"),
    "parse": ("smallcode.cli.parse", "show what SmallCode reads out of a model's reply"),
}

HELP = ("-h", "--help", "help")
VERSION = ("-V", "--version")
BUG = (
    "This is a mistake in SmallCode itself (exit code 4). All work is kept: `smallcode sessions` lists it\n"
    "and `smallcode resume` goes on. Please report the lines above, and the output of `smallcode doctor`,\n"
    "to the people you have SmallCode from."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code; only a usage error's ``SystemExit`` gets out of here."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _print_anything()
    try:
        code = _dispatch(given)
        sys.stdout.flush()
        return code
    except SmallCodeError as error:
        _say(error)
        return error.exit_code
    except Terminated:
        return ExitCode.TERMINATED
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _silence()
        return ExitCode.BROKEN_PIPE
    except Exception as error:
        if _disk_is_full(error):
            _silence()
            _say(BadInput("There is no space left on the disk.", hint="Make room, then start again."))
            return ExitCode.BAD_INPUT
        import traceback

        traceback.print_exc()
        print(f"\n{BUG}", file=sys.stderr)
        return ExitCode.INTERNAL


def usage() -> str:
    """The text of `smallcode --help`."""
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: smallcode COMMAND ...",
            "",
            "A coding agent for small language models on your own machine.",
            "",
            *lines,
            "",
            "`smallcode COMMAND --help` explains a command; `smallcode --version` prints the version.",
            "Start with `smallcode chat` in a project's folder; `smallcode doctor` says what works on this machine.",
        ]
    )


def _dispatch(given: list[str]) -> int:
    if not given and not _is_terminal():
        print(usage())
        return ExitCode.BAD_INPUT
    name, *rest = given or ["chat"]
    if name in VERSION:
        print(f"smallcode {__version__}")
        return ExitCode.OK
    if name in HELP and not rest:
        print(usage())
        return ExitCode.OK
    if name in HELP:
        name, rest = rest[0], ["--help"]
    if name not in COMMANDS:
        raise _unknown(name)
    return _run(name, rest)


def _run(name: str, rest: list[str]) -> int:
    import argparse
    import importlib

    try:
        os.getcwd()  # noqa: PTH109 - pathlib is slow to import
    except OSError:
        raise BadInput("The current folder does not exist any more.", hint="Change to one that does.") from None
    module_name, text = COMMANDS[name]
    module = importlib.import_module(module_name)
    description = (module.__doc__ or text).strip()
    parser = argparse.ArgumentParser(
        prog=f"smallcode {name}",
        description=description,
        allow_abbrev=False,  # a script that abbreviates breaks with the next option that we add
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    nested = any(action.nargs in (argparse.PARSER, argparse.REMAINDER) for action in parser._actions)
    # Intermixed: `config show --origin limits` is as good as `config show limits --origin`.
    parse = parser.parse_known_args if nested else parser.parse_known_intermixed_args
    args, extra = parse(rest)
    if extra:
        raise _unknown_argument(name, extra[0], parser)
    return int(module.run(args))


def _unknown(name: str) -> BadInput:
    import difflib

    near = difflib.get_close_matches(name.lower(), COMMANDS, n=1, cutoff=0.5)
    what = "option" if name.startswith("-") else "command"
    guess = f"Did you mean `smallcode {near[0]}`?" if near else "`smallcode --help` lists the commands."
    if name.endswith((".yaml", ".yml")):
        guess = f"To run a task file: `smallcode run {name}`."
    return BadInput(f"There is no {what} {name!r}.", hint=guess)


def _unknown_argument(command: str, given: str, parser: argparse.ArgumentParser) -> BadInput:
    import difflib

    known = [option for action in parser._actions for option in action.option_strings]
    near = difflib.get_close_matches(given.split("=")[0], known, n=1, cutoff=0.5)
    guess = f"Did you mean {near[0]}? " if near and given.startswith("-") else ""
    return BadInput(
        f"smallcode {command} does not take {given!r}.",
        hint=f"{guess}`smallcode {command} --help` explains it.",
    )


def _say(error: SmallCodeError) -> None:
    """Print a message and its hint; both may quote file names and other foreign text."""
    from smallcode.workspace.clean import clean_text

    print(clean_text(f"smallcode: {error.message}", colors=False), file=sys.stderr)
    if error.hint:
        print(clean_text(error.hint, colors=False), file=sys.stderr)


def _print_anything() -> None:
    """Let no character that the terminal's encoding lacks (or half of one in a file name) end a command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller: `smallcode ... >&-`
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _silence() -> None:
    """Nobody reads our output any more (`smallcode sessions | head -1`), or it can't be written."""
    # Python flushes stdout once more at exit, which would complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _disk_is_full(error: BaseException) -> bool:
    import errno

    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return type(error).__name__ == "OperationalError" and "disk is full" in str(error)  # SQLite's
