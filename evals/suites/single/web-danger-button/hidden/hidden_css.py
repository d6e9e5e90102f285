import os
import unittest
from pathlib import Path

from page import rules

TEXT = Path("library.css").read_text(encoding="utf-8")
BEFORE = rules(Path(os.environ["EVAL_START"], "library.css").read_text(encoding="utf-8"))
RULES = rules(TEXT)
DANGER = (".button-danger", ".button.button-danger")


class Css(unittest.TestCase):
    def test_the_rest_stays(self):
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))
        self.assertEqual([rule for rule in RULES if not rule[0].startswith(DANGER)], BEFORE)

    def test_danger(self):
        danger = {}
        for selector, pairs in RULES:
            if selector in DANGER:
                danger |= pairs
        self.assertIn("var(--warn)", (danger.get("background"), danger.get("background-color")))
        self.assertTrue("var(--warn)" in (danger.get("border-color"),) or "var(--warn)" in danger.get("border", "").split())
        self.assertGreater(TEXT.index(".button-danger"), TEXT.index(".button {"))
