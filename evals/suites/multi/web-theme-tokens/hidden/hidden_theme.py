import os
import re
import unittest
from pathlib import Path

from page import parse, play, rules

START = Path(os.environ["EVAL_START"])
NAMES = {"#222831": "--text", "#fdfaf3": "--page", "#2d4059": "--primary", "#ffd460": "--accent", "#d9d2c0": "--line", "#ea5455": "--alert"}
DARK = {"--text": "#e8e4da", "--page": "#1b1f27", "--primary": "#8fb3e0", "--accent": "#7a5c00", "--line": "#3a404c", "--alert": "#ff8a8a"}
STATE = [["attribute", "html", "data-theme"], ["text", "#theme"], ["stored", "theme"]]


def css(name, root=Path()):
    return (root / name).read_text(encoding="utf-8")


def replaced(value):
    for colour, name in NAMES.items():
        value = value.replace(colour, f"var({name})")
    return value


class Theme(unittest.TestCase):
    def test_tokens(self):
        merged = {}
        for selector, declared in rules(css("tokens.css")):
            values = {n: v for n, v in declared.items() if n.startswith("--")}
            if values:
                merged.setdefault(selector.replace("'", '"').removeprefix(":root[").removeprefix("html[").removeprefix("["), {}).update(values)
        merged.pop('data-theme="light"]', None)
        self.assertEqual(merged, {":root": {n: c for c, n in NAMES.items()}, 'data-theme="dark"]': DARK})

    def test_style(self):
        wanted = [(s, {n: replaced(v) for n, v in d.items()}) for s, d in rules(css("style.css", START))]
        now = [(s, {n: re.sub(r"var\(\s*(--\w+)\s*\)", r"var(\1)", v) for n, v in d.items()}) for s, d in rules(css("style.css"))]
        for rule in wanted:
            self.assertIn(rule, now)
        self.assertEqual(re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"/\*.*?\*/", "", css("style.css"), flags=re.S)), [])

    def test_pages(self):
        for name in ("index.html", "article.html"):
            page = parse(css(name))
            self.assertEqual(page.problems, [], name)
            self.assertEqual([l.get("href") for l in page.all("link", rel="stylesheet")], ["tokens.css", "style.css"])
            script = page.one("script", src="theme.js")
            self.assertTrue(script.has("defer") or script.get("type") == "module")
            button = page.one("header").one("button", id="theme")
            self.assertIn(button.get("type"), ("", "button"))
            self.assertEqual(page.one("main").text, parse(css(name, START)).one("main").text)

    def test_switch(self):
        for name in ("index.html", "article.html"):
            done = play(name, [*STATE, ["click", "#theme"], *STATE, ["click", "#theme"], *STATE])
            self.assertIn(done[0], (None, "", "light"))
            self.assertEqual(done[1], "Dark")
            self.assertEqual(done[4:7], ["dark", "Light", "dark"])
            self.assertIn(done[8], (None, "", "light"))
            self.assertEqual(done[9], "Dark")
            self.assertIn(done[10], (None, "", "light"))

    def test_remembered(self):
        done = play("article.html", [*STATE, ["click", "#theme"], *STATE], {"theme": "dark"})
        self.assertEqual(done[:3], ["dark", "Light", "dark"])
        self.assertIn(done[4], (None, "", "light"))
        self.assertEqual(done[5], "Dark")
        done = play("index.html", STATE, {"theme": "light"})
        self.assertIn(done[0], (None, "", "light"))
        self.assertEqual(done[1], "Dark")
