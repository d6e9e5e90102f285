"""Work in conversation: on the whole screen, or line by line with --classic.

  smallcode chat [FOLDER]             in this folder, or that one
  smallcode chat -p 'What is X for?'  one message: prints the answer and ends with its exit code
  smallcode chat --continue           go on with the last conversation here
  smallcode chat --resume [ID]        go on with that one; without ID, choose
  smallcode chat --watch ID           follow a conversation of another terminal, read only

Commands in it: /help. Without a terminal (pipes, TERM=dumb) it is always the classic mode.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import BadInput, NoModel

if TYPE_CHECKING:
    from smallcode.chat.start import Start
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("workspace", nargs="?", type=Path, help="folder to work in (default: here)")
    parser.add_argument("-p", "--prompt", help="send this, print the answer, and end; - reads standard input")
    parser.add_argument("--classic", action="store_true", help="line by line, without taking over the screen")
    parser.add_argument(
        "--resume", nargs="?", const="", metavar="ID", help="go on with a conversation; without ID, choose one"
    )
    parser.add_argument(
        "--continue", dest="go_on", action="store_true", help="go on with the last conversation of this folder"
    )
    parser.add_argument("--watch", metavar="ID", help="follow a conversation of another terminal, read only")
    parser.add_argument("-m", "--model", help="provider:name, for instance ollama:qwen3:8b")
    parser.add_argument("--base-url", help="address of an OpenAI-compatible server")
    parser.add_argument("--theme", default="", help="colours: dark, light, minimal, or one of your own")
    parser.add_argument("--plan", action="store_true", help="begin in plan mode: nothing is changed before you approve")
    parser.add_argument(
        "--worktree", action="store_true", help="work in a copy of the repository, on a branch of its own"
    )
    parser.add_argument("--trust", action="store_true", help="run this folder's own tests and code, this time")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="one setting, e.g. limits.steps=40"
    )


def run(args: argparse.Namespace) -> int:
    """Talk, send one message, or watch."""
    import asyncio

    if args.watch:
        from smallcode.ui.watching import watch

        return asyncio.run(watch(args.watch))
    start, opener = _prepare(args)
    try:
        return asyncio.run(_front_end(start, classic=args.classic))
    finally:
        start.session.lock().release()
        opener.tidy()


def capable() -> bool:
    """Whether this is a terminal that can do more than plain lines."""
    streams = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return streams and os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")


async def _front_end(start: Start, *, classic: bool) -> int:
    if not classic and not start.once and capable():
        from smallcode.ui.tui.app import run_fullscreen

        return int(await run_fullscreen(start))
    from smallcode.ui.classic import run_classic

    return await run_classic(start, capable=capable() and not start.once)


def _prepare(args: argparse.Namespace) -> tuple[Start, Any]:
    """Trust, settings, a model, the session."""
    from smallcode.chat.opened import Opener, chats_of
    from smallcode.chat.start import Start
    from smallcode.cli.first_start import ask_trust
    from smallcode.workspace.roots import check_root
    from smallcode.workspace.trust import is_trusted

    prompt = sys.stdin.read() if args.prompt == "-" else args.prompt
    if prompt is not None and not prompt.strip():
        raise BadInput("-p: the message is empty.", hint="smallcode chat -p 'What does main() do?'")
    _check_choice(args)
    root = check_root(args.workspace or Path.cwd())
    there = args.resume is not None or args.go_on
    interactive = prompt is None and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    trusted = bool(args.trust) or is_trusted(root)
    if not trusted and interactive and not there and not chats_of(root):
        trusted = ask_trust(root, input, print)
    session = _earlier(args, root, interactive) if there else _new(args, root, trusted, interactive)
    opener = Opener(trusted=[session.workspace] if trusted else [])
    start = Start(
        session=session, open_conversation=opener, trusted=trusted, prompt=prompt or "", theme=args.theme,
        plan=args.plan, once=prompt is not None,
    )  # fmt: skip
    return start, opener


def _check_choice(args: argparse.Namespace) -> None:
    """Wishes that exclude each other, and a theme that is none, end it before anything begins."""
    there = args.resume is not None or args.go_on
    if there and (args.worktree or args.set or args.base_url):
        raise BadInput(
            "--worktree, --set and --base-url are for a new conversation.",
            hint="An earlier one keeps its folder and settings; /model changes its model.",
        )
    if args.theme:
        from smallcode.ui.themes import find_theme, load_themes

        find_theme(args.theme, load_themes()[0])


def _earlier(args: argparse.Namespace, root: Path, interactive: bool) -> Session:
    """The conversation to go on with; ``--model`` changes its model."""
    from smallcode.chat.opened import chats_of, find_chat

    name = args.resume or ""
    if args.resume == "" and interactive and len(chats_of(root)) > 1:
        name = _choose_session(root)
    session = find_chat(name, root)
    if args.model:
        with session.lock():
            session.update(model=args.model)
    return session


def _choose_session(root: Path) -> str:
    import time

    from smallcode.chat.opened import chats_of
    from smallcode.sessions.ages import age_text
    from smallcode.workspace.clean import clean_text

    found = [info for info in chats_of(root) if info.record][:20]
    for number, info in enumerate(found, 1):
        assert info.record is not None
        age = age_text(time.time() - info.record.updated)
        print(clean_text(f"  {number:>2}. {age:>4}  {info.record.title or '(nothing said yet)'}", colors=False))
    try:
        said = input(f"1-{len(found)} [1]: ").strip() or "1"
    except (EOFError, KeyboardInterrupt):
        said = ""
    if not said.isdigit() or not 1 <= int(said) <= len(found):
        raise BadInput("No conversation was chosen.", hint="`smallcode chat` begins a new one.")
    return found[int(said) - 1].id


def _new(args: argparse.Namespace, root: Path, trusted: bool, interactive: bool) -> Session:
    """A new conversation, in a worktree if wished, with a model that is there."""
    from smallcode.chat.opened import new_chat

    if args.worktree:
        from smallcode.delivery import make_worktree

        root, branch = make_worktree(root, "chat")
        print(f"Working in {root}, branch {branch}; merge it with `git merge {branch}`.", file=sys.stderr)
    settings = _settings(args, root, trusted, {})
    chosen = _first_model(settings, interactive)
    if chosen:
        settings = _settings(args, root, trusted, chosen)
    return new_chat(root, settings, trusted=trusted)


def _settings(args: argparse.Namespace, root: Path, trusted: bool, chosen: dict[str, Any]) -> Settings:
    from smallcode.settings import load_settings, parse_overrides

    overrides: dict[str, Any] = dict(parse_overrides(args.set)) | chosen
    if args.model:
        overrides["model.name"] = args.model
    if args.base_url:
        overrides["model.base_url"] = args.base_url
    return load_settings(root, overrides=overrides, trusted=trusted).settings


def _first_model(settings: Settings, interactive: bool) -> dict[str, Any]:
    """Settings of the model that the person chose, where the configured one is not there.

    Raises:
        NoModel: it is not there, and nobody is there to choose another.
    """
    from smallcode.cli.first_start import choose_model, missing_weights, remember

    missing = missing_weights(settings.model.name)
    if missing is None:
        return {}
    if not interactive:
        hint = f"{missing.hint}\nOr name another: --model ollama:NAME, or --model openai:NAME --base-url URL"
        raise NoModel(missing.message, hint=hint)
    choice = choose_model(input, print)
    if choice.pull:
        from smallcode.cli.models import pull_model

        pull_model(choice.pull, as_json=False, quiet=False)
    remember(choice, print)
    return {"model.name": choice.name, "model.base_url": choice.base_url}
