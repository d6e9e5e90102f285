"""@ references of a message: what they mean, what they cost, and how they are completed.

::

    @src/a.py          a file                     @src/           a folder
    @src/a.py:10-40    lines of it                @"my file.py"   a name with spaces
    @parse_args        a symbol, anywhere         @src/a.py:parse_args  a symbol of that file
    @diff @staged      the working tree's changes @HEAD~1 @main..HEAD @HEAD:src/a.py  git revisions
    @turn:2 @output    earlier turns and outputs of this session

In code (`...`) and in words such as an e-mail address an @ means nothing. What can't be found is sent as it is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smallcode.chat.attaching import Loaded, load, no_such
from smallcode.chat.front import Notice, Option
from smallcode.chat.project import ProjectView, SymbolAt, view_of
from smallcode.chat.revisions import WORDS, recent_commits
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.chat.types import Attachment
from smallcode.errors import SmallCodeError
from smallcode.models.tokens import estimate_tokens

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.front import Front

REFERENCE = re.compile(
    r'(?<![\w@`/.+-])@(?:"(?P<quoted>[^"\n]{1,400})"|(?P<plain>[^\s@"\'`,;()<>\[\]][^\s"\'`,;()<>\[\]]{0,400}))'
)
CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
COUNT_SECONDS = 2.0
FALLBACK_TOKENS = 2000
SUGGESTED = 40
SYMBOL_SECONDS = 0.3


def references_in(text: str) -> list[str]:
    """The references of a message, without the @, each once, in their order."""
    plain = CODE.sub(lambda code: " " * len(code[0]), text)
    found = [m["quoted"] or m["plain"].rstrip(".:!?*") for m in REFERENCE.finditer(plain)]
    return list(dict.fromkeys(name for name in found if name))


async def resolve(front: Front, text: str) -> tuple[str, list[Attachment], list[Notice]]:
    """What the references of ``text`` stand for; the text itself stays as it is.

    Large things are offered to the person as an outline, and come as one where nobody answers. Each attachment has
    its cost in tokens; the notices tell what was attached, shortened, or left out and why.
    """
    conversation = front.conversation
    view = view_of(conversation.session)
    attachments: list[Attachment] = []
    notices: list[Notice] = []
    for name in references_in(text):
        loaded = await asyncio.to_thread(load, view, conversation.session, name, conversation.model_name)
        if isinstance(loaded, list):
            loaded = await _one_of(front, view, name, loaded)
        if isinstance(loaded, Notice):
            notices.append(loaded)
            continue
        attachment = await _fitted(front, loaded)
        if attachment is None:
            notices.append(Notice(f"@{name} was left out."))
            continue
        attachments.append(attachment)
    if attachments:
        notices.insert(0, Notice("attached: " + ", ".join(map(_cost, attachments))))
    return text, attachments, notices


def suggest(view: ProjectView, prefix: str) -> list[Suggestion]:
    """Ways to go on behind an @; each ``text`` takes the place of the prefix and its @. Slow: use a thread."""
    path, colon, inner = prefix.strip('"').partition(":")
    if colon and view.is_file(path):
        return list(_in_file(view, path, inner))
    wanted = prefix.strip('"')
    candidates = [*_words(), *_revisions(view, wanted), *_paths(view)]
    if len(wanted) > 1:
        candidates += map(_symbol, view.symbols(seconds=SYMBOL_SECONDS))
    return ranked(wanted, candidates, lambda suggestion: suggestion.text.strip('@"'), limit=SUGGESTED)


def _words() -> Iterator[Suggestion]:
    for word, meaning in WORDS.items():
        yield Suggestion(f"@{word}", f"@{word}", meaning)
    yield Suggestion("@turn", "@turn", "the last turn: what was asked, answered and changed; @turn:N")
    yield Suggestion("@output", "@output", "the last output of a command or tool; @output:N")


def _revisions(view: ProjectView, wanted: str) -> list[Suggestion]:
    if not wanted or not "head".startswith(wanted[:4].lower()):
        return []
    return [Suggestion(f"@{c.name}", f"@{c.name}", c.subject) for c in recent_commits(view)]


def _paths(view: ProjectView) -> Iterator[Suggestion]:
    for name in [*view.folders(), *view.files()]:
        text = f'@"{name}"' if re.search(r"[\s'`,;()<>\[\]]", name) else f"@{name}"
        yield Suggestion(text, name, "folder" if name.endswith("/") else "")


def _symbol(symbol: SymbolAt) -> Suggestion:
    return Suggestion(f"@{symbol.qualified}", symbol.qualified, f"{symbol.kind}, {symbol.path}:{symbol.first_line}")


def _in_file(view: ProjectView, path: str, inner: str) -> Iterator[Suggestion]:
    """Symbols of a file, as names or, where a number was begun, as ranges of lines."""
    symbols = view.symbols_of(path)
    if inner[:1].isdigit():
        near = [symbol for symbol in symbols if f"{symbol.first_line}-{symbol.last_line}".startswith(inner)]
        for symbol in near[:SUGGESTED]:
            text = f"{path}:{symbol.first_line}-{symbol.last_line}"
            yield Suggestion(f"@{text}", text, symbol.qualified)
        return
    for symbol in ranked(inner, symbols, lambda symbol: symbol.qualified, limit=SUGGESTED):
        lines = f"lines {symbol.first_line}-{symbol.last_line}"
        yield Suggestion(f"@{path}:{symbol.qualified}", f"{path}:{symbol.qualified}", f"{symbol.kind}, {lines}")


async def _one_of(front: Front, view: ProjectView, name: str, symbols: list[SymbolAt]) -> Loaded | Notice:
    """Let the person choose among symbols of the same name."""
    options = [
        Option(str(number), f"{s.path}:{s.first_line}", s.signature or s.qualified)
        for number, s in enumerate(symbols[:SUGGESTED])
    ]
    chosen = await front.choose(f"{len(symbols)} things are called {name}", options)
    if chosen is None:
        places = ", ".join(f"@{s.path}:{s.qualified}" for s in symbols[:3])
        return Notice(f"@{name} has {len(symbols)} meanings and was left out. Name one, such as {places}.", "warning")
    found = symbols[int(chosen)]
    conversation = front.conversation
    again = f"{found.path}:{found.first_line}-{found.last_line}"
    loaded = await asyncio.to_thread(load, view, conversation.session, again, conversation.model_name)
    return loaded if not isinstance(loaded, list) else no_such(view, name)


async def _fitted(front: Front, loaded: Loaded) -> Attachment | None:
    """The attachment with its cost: whole, or as an outline where it is large; None: the person left it out."""
    conversation = front.conversation
    limit = await _room(conversation)
    whole = loaded.attachment
    if estimate_tokens(whole.text) <= limit:
        return await _counted(conversation, whole)
    outline = await asyncio.to_thread(loaded.outline, limit)
    small, large = estimate_tokens(outline.text), estimate_tokens(whole.text)
    options = [
        Option("outline", f"its outline, about {small} tokens"),
        Option("whole", f"all of it, about {large} tokens", f"{limit} are set aside for what is shown"),
        Option("none", "leave it out"),
    ]
    chosen = await front.choose(f"{whole.label} is large: about {large} tokens", options)
    if chosen == "none":
        return None
    return await _counted(conversation, whole if chosen == "whole" else outline)


async def _room(conversation: Conversation) -> int:
    """Tokens that one attachment may take without a question: the share of the window that is set aside for code."""
    try:
        async with asyncio.timeout(COUNT_SECONDS):
            window = await conversation.window()
    except (SmallCodeError, TimeoutError):  # no model yet, or none that answers: the message itself will tell
        return FALLBACK_TOKENS
    return max(int(window.limit * conversation.settings.context.shares.code), 200)


async def _counted(conversation: Conversation, attachment: Attachment) -> Attachment:
    import dataclasses

    try:
        async with asyncio.timeout(COUNT_SECONDS):
            tokens = await conversation.count_tokens(attachment.text)
    except (SmallCodeError, TimeoutError):  # as above
        tokens = estimate_tokens(attachment.text)
    return dataclasses.replace(attachment, tokens=tokens)


def _cost(attachment: Attachment) -> str:
    what = "" if attachment.whole else "outline, "
    return f"{attachment.label} ({what}{attachment.tokens} tokens)"
