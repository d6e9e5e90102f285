"""Every command, and every action of a command, explains itself and each of its options."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator

import pytest

from smallcode.cli.main import COMMANDS


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its actions."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_all_that_it_takes(name: str) -> None:
    module = importlib.import_module(COMMANDS[name][0])
    assert (module.__doc__ or "").strip()
    top = argparse.ArgumentParser(prog=f"smallcode {name}")
    module.add_arguments(top)
    unexplained = []
    for parser in parsers(top):
        assert parser.format_help().startswith(f"usage: smallcode {name}")
        unexplained += [
            f"{parser.prog} {action.option_strings or action.dest}"
            for action in parser._actions
            if not action.help and not isinstance(action, argparse._SubParsersAction)
        ]
    assert not unexplained
