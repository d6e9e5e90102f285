"""Show settings, where each value comes from, and the schemas for editors.

smallcode config show [KEY]       the settings that hold here, as YAML (KEY: a section or one value)
smallcode config show --origin    each value with the file, line and column it comes from
smallcode config check FILE       check a task file (or a settings file, by its name settings.yaml)
smallcode config path             where settings, sessions and caches are kept
smallcode config schema [--task]  JSON schema of settings.yaml, or of task files
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput, ExitCode
from smallcode.paths import cache_dir, config_dir, state_dir
from smallcode.resources import load_config
from smallcode.settings import PROJECT_FILE, Resolved, check_settings_file, load_settings, settings_schema
from smallcode.validated import unknown
from smallcode.workspace.clean import clean_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = ("show", "check", "path", "schema")
    parser.add_argument(
        "action", nargs="?", choices=actions, default="show", metavar="ACTION", help="as above; default: show"
    )
    parser.add_argument("what", nargs="?", default="", metavar="KEY or FILE", help="what to show or check")
    parser.add_argument("--origin", action="store_true", help="show where each value comes from")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--task", action="store_true", help="schema: of task files")
    parser.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: .")
    parser.add_argument("--var", action="append", default=[], metavar="NAME=VALUE", help="check: a variable")


def run(args: argparse.Namespace) -> int:
    """Show, check, or print paths or a schema."""
    if args.action == "show":
        _show(args)
    elif args.action == "check":
        _check(args)
    elif args.action == "path":
        for name, place in _places(args.workspace).items():
            print(f"{name:<18}{clean_text(str(place), colors=False)}")
    else:
        from smallcode.tasks.schema import task_schema

        print(json.dumps(task_schema() if args.task else settings_schema(), indent=2, ensure_ascii=False))
    return ExitCode.OK


def _show(args: argparse.Namespace) -> None:
    resolved = load_settings(args.workspace)
    for path in resolved.ignored:
        print(f"note: {path} is not used, because its folder is not trusted.", file=sys.stderr)
    if args.origin:
        _print_origins(resolved, args.what, as_json=args.json)
        return
    data = _pick(resolved.settings.dump(), args.what)
    if args.json or not isinstance(data, dict | list):
        print(json.dumps(data, indent=2) if args.json else clean_text(str(data), colors=False))
        return
    import yaml

    print(clean_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), colors=False), end="")


def _print_origins(resolved: Resolved, key: str, *, as_json: bool) -> None:
    data = resolved.settings.dump()
    _pick(data, key)
    rows = {
        name: (_pick(data, name), str(at))
        for name, at in resolved.origins.items()
        if not key or name == key or name.startswith(f"{key}.") or key.startswith(f"{name}.")
    }
    if as_json:
        out = {name: {"value": value, "origin": at} for name, (value, at) in rows.items()}
        print(json.dumps(out, indent=2))
        return
    for name, (value, at) in rows.items():
        print(clean_text(f"{name} = {json.dumps(value, ensure_ascii=False)}  ({at})", colors=False))


def _pick(data: Any, key: str) -> Any:
    """The value at a dotted key."""
    place = data
    for step in key.split(".") if key else []:
        if not isinstance(place, dict) or step not in place:
            legal = list(place) if isinstance(place, dict) else []
            raise BadInput(
                f"{key}: {unknown('setting', step, legal)}", hint="`smallcode config show` prints all of them."
            )
        place = place[step]
    return place


def _check(args: argparse.Namespace) -> None:
    if not args.what:
        raise BadInput("Which file is to be checked?", hint="smallcode config check TASK.yaml")
    if Path(args.what).name == PROJECT_FILE.name:
        check_settings_file(Path(args.what))
        print(f"{args.what}: fine.")
        return
    from smallcode.tasks import load_tasks, parse_variables
    from smallcode.toolset import tool_names

    tasks = load_tasks(args.what, parse_variables(args.var))
    validators = [entry["name"] for entry in load_config("validators.yaml")["validators"]]
    for task in tasks:
        resolved = load_settings(task.root, task=task.settings_layer())
        resolved.check_names("validators", validators)
        resolved.check_names("tools", tool_names())
    print(f"{args.what}: fine, {len(tasks)} task{'s' if len(tasks) != 1 else ''}.")


def _places(workspace: Path) -> dict[str, Path]:
    return {
        "settings": config_dir() / "settings.yaml",
        "project settings": workspace.resolve() / PROJECT_FILE,
        "sessions": state_dir() / "sessions",
        "caches": cache_dir(),
    }
