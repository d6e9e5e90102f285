"""Themes: contrast, files of one's own, the terminal's background."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.errors import BadInput
from smallcode.ui.colours import Look, contrast, read_look
from smallcode.ui.themes import BUILT_IN, ROLES, contrast_problems, find_theme, load_themes, theme_for


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", BUILT_IN)
def test_our_own_themes_can_be_read_and_name_every_role(name: str) -> None:
    theme = load_themes()[0][name]
    assert set(theme.looks) == set(ROLES)
    assert contrast_problems(theme) == []


@pytest.mark.parametrize("name", ["dark", "light"])
def test_themes_use_their_colours(name: str) -> None:
    theme = load_themes()[0][name]
    assert all(look.fore or role == "text" for role, look in theme.looks.items())


@pytest.mark.parametrize("name", ["dark", "light"])
def test_highlighted_code_can_be_read(name: str) -> None:
    from pygments.styles import get_style_by_name

    theme = load_themes()[0][name]
    for token, style in get_style_by_name(theme.code):
        if style["color"] and "Error" not in str(token) and "Generic" not in str(token):
            assert contrast(f"#{style['color']}", theme.background) >= 4.5, token


def test_a_theme_of_ones_own_stands_on_another_and_is_checked(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text('base: light\nstyles:\n  bad: "bold #ffaaaa"\n')
    themes, problems = load_themes(tmp_path)
    assert themes["mine"].look("bad") == Look("#ffaaaa", "", frozenset({"bold"}))
    assert themes["mine"].look("good") == themes["light"].look("good")
    assert problems == [
        "Theme mine: bad (errors and failed checks) is hard to read: #ffaaaa on #ffffff has a contrast of 1.8:1,"
        " at least 4.5:1 is needed."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("styles: [", "not valid YAML"),
        ("- a\n", "a theme is a mapping"),
        ("styles:\n  bda: red\n", "2:3: there is no role 'bda' in a theme."),
        ("styles:\n  bad: crimson\n", "2:8: the style of 'bad': 'crimson' is neither"),
        ("styles:\n  bad: red green\n", "a colour too many"),
        ("styles:\n  bad: bold on\n", "no colour after 'on'"),
        ("background: black\n", "'black' is no colour"),
        ("styles:\n  bad: bold #ff0000\n", "2:8: without quotes, # begins a comment."),
        ("code: nothing\n", "no code style 'nothing'"),
        ("base: mine\n", "no base theme 'mine'"),
        ("colours: {}\n", "there is no key 'colours'"),
        ("\x00", "not allowed in YAML"),
    ],
)
def test_a_broken_theme_is_reported_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    (tmp_path / "fine.yaml").write_text("code: bw\n")
    themes, problems = load_themes(tmp_path)
    assert set(themes) == {*BUILT_IN, "fine"}
    (problem,) = problems
    assert said in problem
    assert "left out" in problem


def test_an_unknown_theme_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="no theme 'drak'") as raised:
        find_theme("drak", load_themes()[0])
    assert "Did you mean dark?" in raised.value.hint


@pytest.mark.parametrize(
    ("background", "environ", "name"),
    [
        ("#ffffff", {}, "light"), ("#fdf6e3", {}, "light"), ("#002b36", {}, "dark"), ("", {}, "dark"),
        ("", {"COLORFGBG": "0;15"}, "light"), ("", {"COLORFGBG": "15;default;0"}, "dark"),
        ("#000000", {"COLORFGBG": "0;15"}, "dark"),
    ],
)  # fmt: skip
def test_the_theme_is_chosen_by_the_background(background: str, environ: dict[str, str], name: str) -> None:
    assert theme_for(background, load_themes()[0], environ).name == name


def test_styles_are_written_for_both_libraries() -> None:
    look = read_look("bold bright_red on #102030")
    assert look.rich == "bold bright_red on #102030"
    assert look.prompt_toolkit == "bold fg:ansibrightred bg:#102030"
