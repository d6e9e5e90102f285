"""Pages about the conversation's terminal: how to use it, its keys, its themes."""

from __future__ import annotations

from pathlib import Path

_CHAT = """# A conversation

<!-- Written by `make docs` from smallcode/docs_terminal.py and the command line's options: change these. -->

    smallcode chat                # in a project's folder; `smallcode` alone does the same

Say what is to be done, or ask. A wish goes through the same graph as `smallcode run`: it is planned, carried out,
checked, and taken back where the checks fail. A question is answered. What was said before is known in the next turn.

## The screen

- **Transcript.** What you said, the replies as they come, tool calls, checks, diffs, and how each turn ended. Scroll
  with the page keys or the wheel; while you read above, nothing moves. {fold} opens or closes the newest tool call,
  diff or reply, {choose_earlier} and {choose_later} choose another, a click on its first line does the same. Diffs
  stand side by side from {side} columns on, where their lines fit.
- **Side panel** (from {panel_from} columns on, {panel} hides it): the TODO list, the changed files, the way through
  the graph.
- **Input.** {send} sends, {newline} begins a new line. Pasted text stays as it is; more than {paste} lines stand as
  a placeholder until they are sent. What was sent before in the project comes back with the arrow keys, {search}
  searches it. `/` opens the menu of [commands](commands.md), `@` that of files, lines, symbols and revisions; `!` runs
  a command of yours.
- **Status line.** What the graph does now, the model, tokens of its window in use, tokens a second, money, git branch.

## While it works

{stop} stops the turn at once; what it did stays, and `/retry` or `/undo` are there. A message that is sent meanwhile is
queued, and goes to the model with its next request; where the turn asks nothing more, it is the next turn. {interrupt}
stops too; where nothing runs it empties the input, and pressed twice it ends. {suspend} goes back to the shell. However
it ends (a crash, a closed window, `kill -9`), the session is kept: `smallcode chat --continue` shows it again, and
offers to finish a turn that was cut off.

Calls that the command policy asks about wait for your answer, with the command or the diff: once, always for this
pattern in this project (`/permissions` lists these), or no with a reason that goes to the model.

## Plan mode

{plan_mode} turns it on and off. What you send is planned, and nothing is changed. The plan is a list: change its steps,
move them, add or take some out, and approve it with {approve_plan}; then its steps are carried out one by one.

## Options

{options}

Without a terminal (pipes, `TERM=dumb`), or with `--classic`, the same commands work line by line. There, too, a line
that is typed while a turn runs is queued for it; a command waits for the turn's end. Lines of a pipe wait for each
other.

## Terminals

Colours are those that the terminal has (24 bits, 256, 16), none with `NO_COLOR`. Signs outside ASCII are left out where
the locale is not UTF-8. The screen fits any width from 20 columns on. Escape sequences in what a model or a file says
are made visible or removed; links are shown with their address. The mouse is on; {mouse} turns it off, so that the
terminal selects text (most terminals also do with Shift).

Pages: [commands](commands.md), [keys](keys.md), [themes](themes.md), [sessions of conversations](chat-sessions.md).
"""
_KEYS = """# Keys

<!-- Written by `make docs` from smallcode/ui/keys.py and config/keys.yaml: change these, not this page. -->

`keys.yaml` in the settings folder (`smallcode config path` names it) changes keys. It needs to name only what it
changes; an empty list takes the keys of an action away. A file that can't be used is reported at the start, and left
out.

```yaml
mode: vi                      # or emacs
keys:
  plan_mode: f2
  newline: [ctrl-j, alt-enter]
  mouse: []
```

A key is a letter or one of {named}, with `ctrl-`, `alt-` or `shift-` before it where terminals can tell
that; two after each other (`ctrl-x ctrl-e`) are typed one after the other. All other keys are those of the mode.
"""
_PLACES = {
    "input": "Input and transcript", "list": "Lists and questions", "approval": "Approvals", "plan": "The plan",
}  # fmt: skip
_THEMES = """# Themes

<!-- Written by `make docs` from smallcode/ui/themes.py and config/themes/: change these, not this page. -->

There are {names}. Which one is used: `--theme NAME`, else the setting `ui.theme`, else the terminal's
background (it is asked by OSC 11, then `COLORFGBG` is read) decides between dark and light. `/theme NAME`
changes it while it runs.

## A theme of your own

A file `NAME.yaml` in the folder `themes` of the settings folder. It stands on another theme (`base`, dark if not said)
and names only what it changes:

```yaml
base: dark
background: "#002b36"     # what it is made for; contrast is measured against it
code: solarized-dark      # a style of pygments, for highlighted code
styles:
  user: "bold #ffffff on #073642"
  good: "#9ab800"
```

A style is made of {attributes}, a colour, and `on` a colour. A colour is `#rrggbb`, `default`, or one of
{colours} (these are the terminal's own, as are those that begin with `bright_`).

Quotes are needed where a `#` follows a space, as it would begin a comment.

A theme that can't be read is left out, and the start says why, with line and column. Colours are held against WCAG 2.2:
text needs a contrast of {text:g}:1, frames {frame:g}:1; a theme that has less is reported, role by role, and can be
used.

## Roles

| Role | What it colours | {heads} |
| --- | --- | {lines} |
"""


def chat_page() -> str:
    """docs/chat.md."""
    from smallcode.ui.keys import ACTIONS, load_keys
    from smallcode.ui.render.diffs import SIDE_BY_SIDE
    from smallcode.ui.tui.panel import FROM_COLUMNS
    from smallcode.ui.tui.pasting import FOLD_LINES

    keys, _ = load_keys(_no_file())
    names = {action: f"`{keys.shown(action)}`" for action in ACTIONS}
    names["search"] = names["search_history"]
    return _CHAT.format(
        **names, side=SIDE_BY_SIDE, panel_from=FROM_COLUMNS, paste=FOLD_LINES, options="\n".join(_options())
    )


def _options() -> list[str]:
    import argparse

    from smallcode.cli import chat

    parser = argparse.ArgumentParser(add_help=False)
    chat.add_arguments(parser)
    rows = ["| Option | What it does |", "| --- | --- |"]
    for action in parser._actions:
        value = f" {action.metavar or action.dest.upper()}" if action.nargs != 0 else ""
        name = ", ".join(action.option_strings) + value if action.option_strings else f"[{action.dest.upper()}]"
        rows.append(f"| `{name}` | {action.help} |")
    return rows


def keys_page() -> str:
    """docs/keys.md."""
    from smallcode.ui.keys import _NAMED, ACTIONS, load_keys

    keys, _ = load_keys(_no_file())
    named = ", ".join(f"`{name}`" for name in _NAMED if not (name[0] == "f" and name[1:].isdigit()))
    parts = [_KEYS.format(named=f"{named}, `f1` to `f24`")]
    for place, title in _PLACES.items():
        rows = [f"## {title}", "", "| Action | Keys | What it does |", "| --- | --- | --- |"]
        for name, action in ACTIONS.items():
            if action.where == place:
                rows.append(f"| {name} | {', '.join(f'`{key}`' for key in keys.keys[name])} | {action.text} |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def themes_page() -> str:
    """docs/themes.md."""
    from smallcode.ui.colours import ATTRIBUTES, NAMES
    from smallcode.ui.themes import BUILT_IN, FRAME_CONTRAST, ROLES, TEXT_CONTRAST, load_themes

    themes, _ = load_themes(_no_file())
    head = _THEMES.format(
        names=", ".join(BUILT_IN), heads=" | ".join(BUILT_IN), lines=" | ".join("---" for _ in BUILT_IN),
        attributes=", ".join(f"`{a}`" for a in ATTRIBUTES), colours=", ".join(f"`{c}`" for c in NAMES),
        text=TEXT_CONTRAST, frame=FRAME_CONTRAST,
    )  # fmt: skip
    rows = [
        f"| {role} | {text} | {' | '.join(f'`{themes[name].look(role).rich}`' for name in BUILT_IN)} |"
        for role, text in ROLES.items()
    ]
    return head + "\n".join(rows) + "\n"


def _no_file() -> Path:
    """A place where the user has nothing of their own, so that the pages are the same everywhere."""
    return Path("no", "such", "place")
