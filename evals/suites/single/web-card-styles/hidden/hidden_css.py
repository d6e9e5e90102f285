import os
import unittest
from pathlib import Path

from page import rules

TEXT = Path("cards.css").read_text(encoding="utf-8")
CARD = {".card", "li.card", ".cards .card", ".cards > .card"}


class Css(unittest.TestCase):
    def test_html_is_untouched(self):
        self.assertEqual(Path("cards.html").read_bytes(), Path(os.environ["EVAL_START"], "cards.html").read_bytes())
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))

    def test_card(self):
        card = {}
        for selector, pairs in rules(TEXT):
            if selector in CARD:
                card |= pairs
        background = card.get("background-color", card.get("background", ""))
        self.assertIn(background, ("white", "#fff", "#ffffff"))
        border = " ".join(card.get(name, "") for name in ("border", "border-width", "border-style", "border-color"))
        self.assertEqual(sorted(border.split()), sorted(["1px", "solid", "#d0d7de"]))
        self.assertEqual([card.get("border-radius"), card.get("padding")], ["8px", "16px"])
