import os
import unittest
from pathlib import Path

from page import rules

TEXT = Path("style.css").read_text(encoding="utf-8")
BEFORE = Path(os.environ["EVAL_START"], "style.css").read_text(encoding="utf-8")


class Css(unittest.TestCase):
    def test_braces(self):
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))

    def test_the_rest_is_as_before(self):
        now = rules(TEXT)
        for rule in rules(BEFORE):
            self.assertIn(rule, now)

    def test_dark(self):
        dark = [(s, d) for s, d in rules(TEXT) if "prefers-color-scheme" in s]
        merged = {}
        for selector, declared in dark:
            self.assertRegex(selector.replace(" ", ""), r"^@media(screenand)?\(prefers-color-scheme:dark\)(:root|html)$")
            merged |= declared
        merged.pop("color-scheme", None)
        for name, value in (("--accent", "#0a7d4b"), ("--line", "#dddddd")):
            self.assertEqual(merged.pop(name, value), value)
        values = {name: "#eeeeee" if value == "#eee" else value for name, value in merged.items()}
        self.assertEqual(values, {"--text": "#eeeeee", "--back": "#16181c"})
        self.assertGreater(TEXT.index("prefers-color-scheme"), TEXT.index("--text: #222222"))
