"""Every view at both sizes in every theme, held against golden screens: the text, and the colours of its cells.

The scenes are in scenes.yaml. ``GOLDEN=write pytest tests/ui/tui/test_scenes.py`` renews the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import write_files
from smallcode.testing.pseudo import Terminal
from tests.ui.tui.conftest import Chat
from tests.ui.tui.golden import check_cells

DATA = yaml.safe_load((Path(__file__).parent / "scenes.yaml").read_text(encoding="utf-8"))
SIZES = {"140x40": (40, 140), "80x24": (24, 80)}
"""The last one is that in which the scenes are played."""
BACKGROUNDS = {"dark": "1e1e/1e1e/1e1e", "light": "ffff/ffff/ffff"}
"""What the terminal tells of its background, for each theme that follows from it."""


def model_says() -> list[Say]:
    return [Say(one.get("say", ""), calls=one.get("calls", ())) for one in DATA["model"]]


def act(terminal: Terminal, steps: list[Mapping[str, Any]]) -> None:
    """Do what a scene says."""
    for step in steps:
        ((verb, what),) = step.items()
        match verb:
            case "say":
                terminal.say(what)
            case "type":
                terminal.type(what)
            case "press":
                terminal.press(*what)
            case "wait":
                terminal.wait(what)
            case "gone":
                terminal.wait_gone(what)
            case "idle":
                terminal.idle()
            case _:
                raise AssertionError(f"scenes.yaml: no verb {verb!r}")


def show(terminal: Terminal, theme: str) -> None:
    """Have the colours follow the background, as when a terminal changes it."""
    if theme in BACKGROUNDS:
        terminal.type(f"\x1b]11;rgb:{BACKGROUNDS[theme]}\x1b\\")


@pytest.mark.parametrize("themes", [["dark", "light"], ["minimal"]], ids=["by_background", "minimal"])
def test_every_view_at_every_size_in_every_theme(chat: Chat, project: Path, themes: list[str]) -> None:
    (project / "calc.py").unlink()
    write_files(project, DATA["files"])
    chosen = [] if "dark" in themes else ["--theme", themes[0]]
    with ScriptedServer(model_says()) as server, chat(server, *chosen, model="scripted-30b") as terminal:
        terminal.wait("/8.2k")
        for scene in DATA["scenes"]:
            act(terminal, scene["do"])
            for size, (rows, columns) in SIZES.items():
                terminal.resize(rows, columns)
                for theme in themes:
                    show(terminal, theme)
                    name = f"{scene['name']}_{size}"
                    check_cells(name, f"{name}_{theme}", terminal)
            act(terminal, scene.get("leave", []))
