"""Pages under docs/ that are written from the code, so that they can't say something else than it does.

``make docs`` renews them; a test holds that they are up to date. A new page is one more entry in ``PAGES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smallcode.docs_terminal import chat_page, keys_page, themes_page

if TYPE_CHECKING:
    from smallcode.tooling import Tool
    from smallcode.toolset import ToolSpec

_TOOLS_HEAD = """# Tools

<!-- Written by `make docs` from tools/ and config/tools.yaml: change these, not this page. -->

What a model may call. Models of the *workflow* level (below 4B) are shown none of them: there the graph decides what
happens next. *Guided* models (4B to 14B) are shown at most five, *agent* models (larger) all that are on.

Switch tools in `settings.yaml` or in a task file:

```yaml
tools:
  without: [run]          # off in any case
  only: [read, search]    # nothing but these, at every level
  limits:                 # in settings.yaml only
    read: {lines: 200}
```

A tool changes files only through the workspace: no path leads out of the project, files with secrets are neither read
nor written, tests that judge the task stay as they are, and every change can be undone. A change happens once, and a
command runs at most once, also when SmallCode is killed in the middle and resumed (`run_tests` alone starts the tests
again). Commands pass the command policy and run in the sandbox. Results are cut to the limits below, and say so.
"""
_COMMANDS_HEAD = """# Commands in a conversation

<!-- Written by `make docs` from smallcode/chat/commands/: change these, not this page. -->

In `smallcode chat`, a line that begins with `/` is a command, in both the fullscreen and the classic mode. Names and
arguments are completed by any of their letters in order (`/cmt` finds `/commit`); a command that there is not names the
nearest. A line that begins with `!` runs a shell command of yours. A message that has to begin with `/` or `!` gets a
space before it.
"""
_COMMANDS_TAIL = """## References

An `@` in a message attaches something, and its cost in tokens is shown:

| Written | Attached |
| --- | --- |
| `@src/a.py`, `@"my file.py"` | a file |
| `@src/a.py:10-40`, `@src/a.py:10`, `@src/a.py:10-` | lines of it |
| `@src/` | a folder: its files, and what they define |
| `@parse_args`, `@Cart.total`, `@src/a.py:parse_args` | a function, class or method |
| `@diff`, `@staged` | what differs from the last commit; what is staged |
| `@HEAD~1`, `@main..HEAD`, `@HEAD:src/a.py` | a commit, a range, a file as it was |
| `@turn`, `@turn:2` | the last turn, or that one: question, answer, diff |
| `@output`, `@output:3` | the last output of a command or tool, or that one |

What would fill more than the share of the window that is set aside for code (`context.shares.code`) is offered as an
outline; where nobody can be asked, the outline is taken. Files that git ignores can be named, but are not completed.
Secrets, binary files, images, and what lies outside of the project are left out, and the message says so. In code
(between backticks) and in e-mail addresses an `@` means nothing, and what can't be found is sent as it was written.
"""
_EFFECTS = {"reads": "only reads", "writes": "changes files", "runs": "runs commands"}


def tools_page() -> str:
    """docs/tools.md: every tool with its description, arguments, limits, and who is offered it."""
    from smallcode.settings import load_settings
    from smallcode.toolset import tool_specs
    from smallcode.wiring import INTERNAL_TOOLS, load_tools

    specs = tool_specs()
    settings = load_settings().settings
    everything = settings.tools.model_copy(update={"only": list(specs), "without": []})
    tools = load_tools(settings.model_copy(update={"tools": everything})).tools
    rows = ["| Tool | What it does | Effect | Default | Offered to |", "| --- | --- | --- | --- | --- |"]
    for name, spec in specs.items():
        default, levels = "on" if spec.enabled else "off", ", ".join(spec.levels) or "nobody"
        effect = _EFFECTS[tools[name].effect]
        rows.append(f"| [{name}](#{name}) | {tools[name].description} | {effect} | {default} | {levels} |")
    details = [_tool_section(tools[name], specs[name]) for name in specs]
    internal = ", ".join(f"`{name}`" for name in INTERNAL_TOOLS)
    tail = (
        f"\nThe harness itself uses {internal}, for edits that models write as fenced code; it is offered to nobody.\n"
    )
    return "\n".join([_TOOLS_HEAD, *rows, "", *details]) + tail


def _tool_section(tool: Tool, spec: ToolSpec) -> str:
    schema = tool.schema()["parameters"]
    rows = [f"## {tool.name}", "", tool.description, ""]
    for name, value in schema["properties"].items():
        kind = "list of text" if value["type"] == "array" else {"string": "text"}.get(value["type"], value["type"])
        needed = "" if name in schema["required"] else ", optional"
        words = f": {value['description']}" if "description" in value else ""
        rows.append(f"- `{name}` ({kind}{needed}){words}")
    if not schema["properties"]:
        rows.append("No arguments.")
    if spec.limits:
        limits = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in spec.limits.items())
        rows += ["", f"Limits: {limits}."]
    return "\n".join([*rows, ""])


def task_schema_page() -> str:
    """docs/task.schema.json, as `smallcode config schema --task` prints it."""
    import json

    from smallcode.tasks import task_schema

    return json.dumps(task_schema(), indent=2, ensure_ascii=False) + "\n"


def commands_page() -> str:
    """docs/commands.md: every command of a conversation, family by family."""
    from smallcode.chat.commands.registry import all_commands

    commands = list(all_commands().values())
    typed = {c.name: c.name if c.name.startswith("!") else f"/{c.name}" for c in commands}
    shown = {c.name: f"{typed[c.name]} {c.usage}".rstrip() for c in commands}
    cells = {name: text.replace("|", "\\|") for name, text in shown.items()}
    rows = ["| Command | What it does |", "| --- | --- |", *(f"| `{cells[c.name]}` | {c.summary} |" for c in commands)]
    details = [
        line
        for command in commands
        if command.details
        for line in (f"## /{command.name}", "", f"`{shown[command.name]}`", "", command.details, "")
    ]
    return "\n".join([_COMMANDS_HEAD, *rows, "", *details, _COMMANDS_TAIL])


PAGES: dict[str, Callable[[], str]] = {
    "tools.md": tools_page,
    "task.schema.json": task_schema_page,
    "commands.md": commands_page,
    "chat.md": chat_page,
    "keys.md": keys_page,
    "themes.md": themes_page,
}
"""File names under docs/, and what writes their text."""
