import os
import re
import unittest
from pathlib import Path

from page import rules

TEXT = Path("cards.css").read_text(encoding="utf-8")
RULES = rules(TEXT)


def declared(*selectors, media=False):
    found = {}
    for selector, pairs in RULES:
        plain = re.sub(r"^(?:@media [^@]*?\) )+", "", selector) if media else selector
        if plain in selectors and ("@media" in selector) == media:
            found |= pairs
    return found


class Css(unittest.TestCase):
    def test_html_is_untouched(self):
        self.assertEqual(Path("cards.html").read_bytes(), Path(os.environ["EVAL_START"], "cards.html").read_bytes())
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))

    def test_grid(self):
        cards = declared(".cards", "ul.cards")
        self.assertEqual(cards["display"], "grid")
        columns = cards.get("grid-template-columns", "").replace(" ", "")
        self.assertRegex(columns, r"^repeat\(auto-fi(ll|t),minmax\((220px|min\((220px,100%|100%,220px)\)),1fr\)\)$")
        gaps = " ".join(cards.get(name, "") for name in ("gap", "grid-gap", "row-gap", "column-gap"))
        self.assertEqual(set(gaps.split()), {"1rem"})
        self.assertIn("none", (cards.get("list-style", "") + " " + cards.get("list-style-type", "")).split())
        self.assertIn(cards.get("padding", cards.get("padding-left", "")), ("0", "0px"))

    def test_card(self):
        card = declared(".card", "li.card", ".cards .card", ".cards > .card")
        background = card.get("background-color", card.get("background", ""))
        self.assertIn(background, ("white", "#fff", "#ffffff"))
        self.assertEqual(sorted(card["border"].split()), sorted(["1px", "solid", "#d0d7de"]))
        self.assertEqual([card["border-radius"], card["padding"]], ["8px", "16px"])
        title = declared(".card h2", ".card > h2", "li.card h2")
        self.assertEqual(title["font-size"], "1.1rem")
        self.assertIn(title.get("margin-top", title.get("margin", "?").split()[0]), ("0", "0px"))

    def test_hover(self):
        hover = declared(".card:hover", "li.card:hover", ".cards .card:hover")
        self.assertNotIn(hover.get("box-shadow", "none"), ("none", ""))

    def test_motion(self):
        own = declared(".card", "li.card", ".cards .card")
        moving = {}
        for selector, pairs in RULES:
            if "prefers-reduced-motion" in selector and "no-preference" in selector and ".card" in selector:
                moving |= pairs
        timed = own.get("transition", own.get("transition-duration", ""))
        if timed:
            still = {}
            for selector, pairs in RULES:
                if re.search(r"prefers-reduced-motion\s*(:\s*reduce)?\s*\)", selector) and "no-preference" not in selector:
                    still |= pairs
            end = still.get("transition", still.get("transition-duration", "")).replace("!important", "").strip()
            self.assertTrue(end == "none" or re.search(r"(^|\s)0m?s", end), end)
            self.assertLess(TEXT.index("transition"), TEXT.index("prefers-reduced-motion"))
        else:
            timed = moving.get("transition", moving.get("transition-duration", ""))
        self.assertRegex(timed, r"(^|\s)(150ms|0?\.15s)")
        self.assertTrue("box-shadow" in timed or "all" in timed or "transition-property" not in own)
