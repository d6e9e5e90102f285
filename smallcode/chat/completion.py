"""Completion of what is typed: commands at the start of a line, @ references anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import suggest_commands
from smallcode.chat.project import view_of
from smallcode.chat.references import suggest
from smallcode.chat.suggestions import Suggestion

if TYPE_CHECKING:
    from smallcode.chat.front import Front

OPEN_REFERENCE = re.compile(r'(?<![\w@`/.+-])@("[^"\n]*|[^\s"\'`,;()<>\[\]]*)\Z')


def complete(front: Front, before: str) -> tuple[int, list[Suggestion]]:
    """What can follow the text ``before`` the cursor.

    Returns how many characters before the cursor a suggestion's ``text`` takes the place of, and the suggestions,
    best first. Reads files and asks git, so call it in a thread.
    """
    reference = OPEN_REFERENCE.search(before)
    if reference is not None:
        return len(reference[0]), suggest(view_of(front.conversation.session), reference[1])
    if before.startswith("/") and "\n" not in before:
        return len(before), suggest_commands(front, before)
    return 0, []
