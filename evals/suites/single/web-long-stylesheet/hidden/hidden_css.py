import os
import re
import unittest
from pathlib import Path

from page import rules

TEXT = Path("library.css").read_text(encoding="utf-8")
BEFORE = rules(Path(os.environ["EVAL_START"], "library.css").read_text(encoding="utf-8"))
RULES = rules(TEXT)
PHONE = r"^@media(onlyscreenand|screenand)?\((max-width:640px|width<=640px)\)$"
PRINT = r"^@media(only)?print$"


def split(selector):
    """(media query without blanks, selector)"""
    match = re.match(r"(@media .*?(?:\)|print)) (?=[^()]*$|[.\w*:])(.*)", selector)
    return (match[1].replace(" ", ""), match[2]) if match else ("", selector)


def declared(selectors, media=None):
    found = {}
    for selector, pairs in RULES:
        query, plain = split(selector)
        if plain in selectors and (re.match(media, query) if media else not query):
            found |= pairs
    return found


class Css(unittest.TestCase):
    def test_the_rest_stays(self):
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))
        at = 0
        for rule in BEFORE:
            if any(selector == rule[0] and rule[1].items() <= pairs.items() for selector, pairs in RULES):
                at += 1
        self.assertEqual(at, len(BEFORE), "an existing rule was changed or lost")
        after = {selector for selector, _ in RULES}
        for selector, _ in BEFORE:
            self.assertIn(selector, after)

    def test_phone(self):
        page = declared({".page"}, PHONE)
        self.assertTrue(page.get("grid-template-columns") in ("1fr", "100%", "auto", "minmax(0, 1fr)", "none") or page.get("display") == "block", page)
        sidebar = declared({".sidebar"}, PHONE)
        border = sidebar.get("border-right", sidebar.get("border-right-width", sidebar.get("border", "")))
        self.assertIn(border, ("none", "0", "0px"))
        self.assertEqual(sorted(sidebar["border-bottom"].split()), sorted(["1px", "solid", "var(--line)"]))
        right = sidebar.get("padding-right", "")
        self.assertTrue(right in ("0", "0px") or sidebar.get("padding") in ("0", "0px"), sidebar)
        nav = declared({".nav"}, PHONE)
        flow = f"{nav.get('flex-wrap', '')} {nav.get('flex-flow', '')}".split()
        self.assertEqual((nav.get("display"), "wrap" in flow, nav.get("gap")), ("flex", True, "var(--space)"))
        self.assertNotIn("column", f"{nav.get('flex-direction', '')} {nav.get('flex-flow', '')}")
        self.assertLess(TEXT.index("grid-template-columns: 240px 1fr"), re.search(r"640px", TEXT).start())

    def test_danger(self):
        danger = declared({".button-danger", ".button.button-danger"})
        self.assertIn("var(--warn)", (danger.get("background"), danger.get("background-color")))
        self.assertTrue("var(--warn)" in (danger.get("border-color"),) or "var(--warn)" in danger.get("border", "").split())
        hover = declared({".button-danger:hover", ".button.button-danger:hover"})
        self.assertIn("#8f1c13", (hover.get("background"), hover.get("background-color")))
        self.assertGreater(TEXT.index(".button-danger"), TEXT.index(".button:hover"))

    def test_sticky(self):
        head = declared({s for s, _ in RULES if re.match(r"\.table\b.*\b(th|thead)(\[scope[^]]*\])?$", s)})
        self.assertIn(head.get("position"), ("sticky", "-webkit-sticky"))
        self.assertIn(head.get("top", head.get("inset-block-start")), ("0", "0px"))

    def test_print(self):
        for name in (".header", ".sidebar", ".button"):
            self.assertEqual(declared({name}, PRINT).get("display", "").replace("!important", "").strip(), "none", name)
        self.assertEqual(declared({".page"}, PRINT).get("display", "").replace("!important", "").strip(), "block")
