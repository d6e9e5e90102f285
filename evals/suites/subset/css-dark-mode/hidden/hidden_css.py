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
        self.assertTrue(dark)
        merged = {}
        for selector, declared in dark:
            self.assertRegex(selector.replace(" ", ""), r"^@media\(prefers-color-scheme:dark\)(:root|html)$")
            merged |= declared
        merged.pop("color-scheme", None)
        self.assertEqual(merged.pop("--accent", "#0a7d4b"), "#0a7d4b")
        long = {"#eee": "#eeeeee", "#333": "#333333"}
        values = {name: long.get(value, value) for name, value in merged.items()}
        self.assertEqual(values, {"--text": "#eeeeee", "--back": "#16181c", "--line": "#333333"})
        self.assertGreater(TEXT.index("prefers-color-scheme"), TEXT.index("--text: #222222"))

    def test_focus(self):
        found = {}
        for selector, declared in rules(TEXT):
            self.assertNotIn(selector, (".button:focus",))
            if selector == ".button:focus-visible":
                found |= declared
        parts = sorted(found.get("outline", "").split())
        self.assertEqual(parts, sorted(["3px", "solid", "var(--accent)"]))
        self.assertEqual(found.get("outline-offset"), "2px")
