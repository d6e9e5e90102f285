"""/cost /context /compact /permissions: what it takes, and what is allowed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.front import Notice, Table
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.chat.costs import By, Usage
    from smallcode.chat.front import Front

BAR = 20
_COST = ["", "requests", "in", "cached", "out", "seconds", "tokens/s", "money"]


async def cost(front: Front, argument: str) -> None:
    """Tokens, seconds and money of this session, today and this month; or by session, day or model."""
    from smallcode.chat.costs import day_of, open_ledger

    ledger = await asyncio.to_thread(open_ledger)
    if argument in ("session", "day", "model"):
        by: By = argument  # type: ignore[assignment]
        rows = [_cost_row(name, usage) for name, usage in await asyncio.to_thread(ledger.by, by)]
    elif argument:
        raise BadInput(f"/cost takes no {argument!r}.", hint="/cost, /cost session, /cost day, /cost model")
    else:
        today = day_of(time.time())
        session = front.conversation.session.id
        rows = [
            _cost_row("this session", ledger.total(session=session)),
            _cost_row("today", ledger.total(since=today)),
            _cost_row("this month", ledger.total(since=f"{today[:8]}01")),
        ]
    front.show(Table("Cost", _COST, rows, numeric=range(1, len(_COST))))
    budget = front.conversation.settings.budget
    if budget.stop_money or budget.stop_tokens:
        limits = [f"${budget.stop_money:g}"] * bool(budget.stop_money)
        limits += [f"{budget.stop_tokens:,} tokens"] * bool(budget.stop_tokens)
        front.show(Notice(f"Budget for one {budget.period}: {', '.join(limits)}."))


async def context(front: Front, argument: str) -> None:
    """What fills the model's window, part by part."""
    window = await front.conversation.window()
    used = sum(part.tokens for part in window.parts)
    rows = [_part_row(part.name, part.tokens, window.limit) for part in window.parts if part.tokens]
    rows.append(_part_row("free", max(window.limit - used, 0), window.limit))
    title = f"{used:,} of {window.limit:,} tokens of {front.conversation.model_name}"
    front.show(Table(title, ["part", "tokens", "", ""], rows, numeric=[1, 2]))


async def compact(front: Front, argument: str) -> None:
    """Tell the earlier turns in a line each from now on."""
    before, after = await front.conversation.compact()
    front.show(Notice(f"The history takes {after:,} tokens instead of {before:,}.", "good"))


async def permissions(front: Front, argument: str) -> None:
    """List, add or remove what is allowed for good in this project."""
    from smallcode.chat.permissions import allow, forget, forget_all

    root = front.conversation.session.workspace
    verb, _, pattern = argument.partition(" ")
    pattern = pattern.strip()
    if verb == "add" and pattern:
        allow(root, pattern)
        front.show(Notice(f"Commands like `{pattern}` run without a question in this project.", "good"))
    elif verb in ("rm", "remove") and pattern:
        removed = _numbered(front, pattern)
        if not forget(root, removed):
            raise BadInput(f"There is no rule {pattern!r}.", hint="/permissions lists them with their numbers.")
        front.show(Notice(f"`{removed}` is asked about again.", "good"))
    elif argument == "clear":
        front.show(Notice(f"{forget_all(root)} rules were removed.", "good"))
    elif argument:
        raise BadInput(f"/permissions takes no {argument!r}.", hint="/permissions, add PATTERN, rm NUMBER, clear")
    else:
        _list_rules(front)


def complete_permissions(front: Front, argument: str) -> list[Suggestion]:
    """``add``, ``rm`` with the rules, ``clear``."""
    from smallcode.chat.permissions import project_rules

    rules = [f"rm {rule.pattern}" for rule in project_rules(front.conversation.session.workspace)]
    return [Suggestion(text, text) for text in ranked(argument, ["add ", *rules, "clear"], str)]


def complete_cost(front: Front, argument: str) -> list[Suggestion]:
    """By what."""
    return [Suggestion(word, word) for word in ranked(argument, ("session", "day", "model"), str)]


def _list_rules(front: Front) -> None:
    from smallcode.chat.permissions import project_rules

    conversation = front.conversation
    rules = project_rules(conversation.session.workspace)
    rows = [[str(n), rule.pattern, rule.kind, rule.given_for] for n, rule in enumerate(rules, 1)]
    written = conversation.settings.commands
    for action in ("allow", "ask", "deny"):
        rows += [["", pattern, f"{action} (settings)", ""] for pattern in getattr(written, action)]
    trust = "is trusted: its tests and code are run" if conversation.trusted else "is not trusted: nothing of it is run"
    front.show(Notice(f"This folder {trust} (`smallcode trust`)."))
    if rows:
        front.show(Table("Allowed for good in this project, and by settings", ["", "pattern", "", "given for"], rows))
    else:
        front.show(Notice("Nothing is allowed for good yet: say so when you are asked, or /permissions add PATTERN."))


def _numbered(front: Front, text: str) -> str:
    """The pattern of a rule that is named by its number."""
    from smallcode.chat.permissions import project_rules

    rules = project_rules(front.conversation.session.workspace)
    return rules[int(text) - 1].pattern if text.isdigit() and 1 <= int(text) <= len(rules) else text


def _cost_row(name: str, usage: Usage) -> list[str]:
    return [
        name, str(usage.requests), f"{usage.prompt:,}", f"{usage.cached:,}", f"{usage.completion:,}",
        f"{usage.seconds:.1f}", f"{usage.tokens_per_second:.1f}", f"${usage.cost:.4f}",
    ]  # fmt: skip


def _part_row(name: str, tokens: int, limit: int) -> list[str]:
    share = tokens / limit if limit else 0.0
    return [name, f"{tokens:,}", f"{share:.0%}", "#" * round(share * BAR)]


COMMANDS = [
    Command(
        "cost",
        "tokens, seconds, money: of the session, today, this month",
        "[session | day | model]",
        cost,
        complete_cost,
        while_busy=True,
    ),
    Command("context", "show what fills the model's window, part by part", "", context),
    Command("compact", "shorten the history to a line for each earlier turn", "", compact),
    Command(
        "permissions",
        "what runs without a question here; add and remove rules",
        "[add PATTERN | rm NUMBER | clear]",
        permissions,
        complete_permissions,
        details="Rules are kept outside of the project. The policy's deny list holds against all of them.",
    ),
]
