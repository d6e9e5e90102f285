"""Keys and what they do: config/keys.yaml, with the user's keys.yaml over it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from smallcode.errors import BadInput
from smallcode.located import Located
from smallcode.paths import config_dir
from smallcode.resources import read_config_text
from smallcode.yamlfile import parse_yaml, read_text

Mode = Literal["emacs", "vi"]
Where = Literal["input", "list", "approval", "plan"]


class Action(NamedTuple):
    """Something that a key does, and where it does it."""

    where: Where
    text: str


ACTIONS: dict[str, Action] = {
    "send": Action("input", "send what is written; while a turn runs, queue it for the next step"),
    "newline": Action("input", "begin a new line"),
    "stop": Action("input", "stop the turn that runs; what is done stays"),
    "interrupt": Action("input", "stop the turn, or empty the input, or (twice) end the program"),
    "end": Action("input", "end the program, where nothing is written; the session stays"),
    "suspend": Action("input", "back to the shell; `fg` goes on"),
    "plan_mode": Action("input", "plan mode on or off; in a completion menu: the next entry"),
    "search_history": Action("input", "search what was sent before in this project"),
    "open_editor": Action("input", "write in your own editor"),
    "page_up": Action("input", "scroll up by a page"),
    "page_down": Action("input", "scroll down by a page"),
    "line_up": Action("input", "scroll up by a line"),
    "line_down": Action("input", "scroll down by a line"),
    "top": Action("input", "scroll to the beginning"),
    "bottom": Action("input", "scroll to the end, and follow it"),
    "choose_earlier": Action("input", "choose the tool call, diff or reply above"),
    "choose_later": Action("input", "choose the one below"),
    "fold": Action("input", "open or close the chosen one, or the newest"),
    "fold_all": Action("input", "open or close all"),
    "panel": Action("input", "side panel on or off"),
    "mouse": Action("input", "mouse on or off; off lets the terminal select text"),
    "redraw": Action("input", "draw the whole screen again"),
    "help": Action("input", "help"),
    "list_up": Action("list", "the entry above"),
    "list_down": Action("list", "the entry below"),
    "list_page_up": Action("list", "a page up"),
    "list_page_down": Action("list", "a page down"),
    "accept": Action("list", "take the chosen entry"),
    "cancel": Action("list", "turn away"),
    "yes_once": Action("approval", "yes, once"),
    "yes_always": Action("approval", "yes, and always for this pattern in this project"),
    "no_with_reason": Action("approval", "no; the reason goes back to the model"),
    "step_up": Action("plan", "move the step up"),
    "step_down": Action("plan", "move the step down"),
    "step_edit": Action("plan", "change the step's text"),
    "step_add": Action("plan", "add a step below"),
    "step_delete": Action("plan", "take the step out"),
    "approve_plan": Action("plan", "approve the plan and begin"),
}
"""Every action that has keys."""

ALONGSIDE: dict[Where, tuple[Where, ...]] = {
    "input": (), "list": (), "approval": ("list",), "plan": ("list",),
}  # fmt: skip
"""Places whose keys count at the same time, and so must differ."""

_NAMED = {
    "enter": "enter", "tab": "tab", "escape": "escape", "esc": "escape", "space": " ", "backspace": "backspace",
    "delete": "delete", "insert": "insert", "up": "up", "down": "down", "left": "left", "right": "right",
    "home": "home", "end": "end", "pageup": "pageup", "pagedown": "pagedown",
    **{f"f{n}": f"f{n}" for n in range(1, 25)},
}  # fmt: skip
_SHIFTED = ("tab", "up", "down", "left", "right", "home", "end", "delete", "pageup", "pagedown")
_CONTROLLED = ("up", "down", "left", "right", "home", "end", "delete", "insert", "pageup", "pagedown")


@dataclass(frozen=True)
class KeyMap:
    """Which keys do what. ``keys``: for each action the ways to type it, as people write them."""

    mode: Mode
    keys: Mapping[str, tuple[str, ...]]

    def sequences(self, action: str) -> list[tuple[str, ...]]:
        """The keys of an action, as prompt-toolkit names them."""
        return [read_keys(text) for text in self.keys[action]]

    def shown(self, action: str) -> str:
        """The first way to type it, for hints; empty where there is none."""
        return self.keys[action][0] if self.keys[action] else ""


def keys_path() -> Path:
    """The user's own keys."""
    return config_dir() / "keys.yaml"


def load_keys(path: Path | None = None) -> tuple[KeyMap, list[str]]:
    """The keys with the user's over ours, and what is wrong with the user's file, which is then left out."""
    own = read_keymap(read_config_text("keys.yaml"), "config/keys.yaml", None)
    path = path or keys_path()
    if not path.exists():
        return own, []
    try:
        return read_keymap(read_text(path, "file of keys"), str(path), own), []
    except BadInput as error:
        return own, [f"{error.message} Your keys are left out. {error.hint}".strip()]


def read_keymap(text: str, source: str, base: KeyMap | None) -> KeyMap:
    """Read a file of keys; what it does not name is as in ``base``.

    Raises:
        BadInput: broken YAML, an unknown action or key, or one key for two actions of the same place.
    """
    located = parse_yaml(text, source)
    if located.value is not None and not isinstance(located.value, dict):
        raise BadInput(f"{source}: this is no mapping.", hint="Write `mode:` and `keys:`, as docs/keys.md shows.")
    _known(located.mapping, ("mode", "keys"), "key")
    mode = located.mapping["mode"].value if "mode" in located.mapping else base.mode if base else "emacs"
    if mode not in ("emacs", "vi"):
        raise BadInput(f"{located.mapping['mode'].at}: there is no mode {mode!r}.", hint="Write emacs or vi.")
    chosen = located.mapping.get("keys", Located({}, located.at)).mapping
    _known(chosen, tuple(ACTIONS), "action")
    keys = dict(base.keys) if base else {}
    for action, value in chosen.items():
        given = value.items if isinstance(value.value, list) else [value] if value.value is not None else []
        for one in given:
            _check_key(str(one.value), one)
        keys[action] = tuple(str(one.value) for one in given)
    _check_clashes(keys, source)
    return KeyMap(mode, keys)


def read_keys(text: str) -> tuple[str, ...]:
    """``"ctrl-x ctrl-e"`` as prompt-toolkit's names of keys.

    Raises:
        ValueError: no such key.
    """
    found: list[str] = []
    for word in text.split():
        *modifiers, name = word.split("-") if word != "-" else [word]
        if "alt" in modifiers:
            found.append("escape")
            modifiers.remove("alt")
        found.append(_one_key(word, modifiers, name))
    if not found:
        raise ValueError("no key is named")
    return tuple(found)


def _one_key(word: str, modifiers: list[str], name: str) -> str:
    low = name.lower()
    if not modifiers:
        if low in _NAMED or len(name) == 1:
            return _NAMED.get(low, name)
    elif modifiers == ["ctrl"]:
        if len(low) == 1 and ("a" <= low <= "z" or low in "@\\]^_"):
            return f"c-{low}"
        if low in _CONTROLLED:
            return f"c-{low}"
        if low == "space":
            return "c-@"
    elif modifiers == ["shift"] and low in _SHIFTED:
        return f"s-{low}"
    raise ValueError(f"{word!r} is no key that terminals can tell apart")


def _check_key(text: str, at: Located) -> None:
    try:
        read_keys(text)
    except ValueError as error:
        raise BadInput(f"{at.at}: {error}.", hint="For instance: ctrl-x, alt-enter, shift-up, f3.") from None


def _check_clashes(keys: Mapping[str, tuple[str, ...]], source: str) -> None:
    taken: dict[tuple[str, tuple[str, ...]], str] = {}
    for action in ACTIONS:
        places = (ACTIONS[action].where, *ALONGSIDE[ACTIONS[action].where])
        for text in keys.get(action, ()):
            other = next((taken[place, read_keys(text)] for place in places if (place, read_keys(text)) in taken), "")
            if other:
                raise BadInput(f"{source}: {text} is given to {other} and to {action}.", hint="Change one of them.")
            taken[ACTIONS[action].where, read_keys(text)] = action


def _known(entries: Mapping[str, Located], known: tuple[str, ...], what: str) -> None:
    for key, value in entries.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
            raise BadInput(f"{value.key_at}: there is no {what} {key!r}.", hint=hint)
