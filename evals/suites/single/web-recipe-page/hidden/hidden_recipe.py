import unittest
from pathlib import Path

from page import parse

TEXT = Path("recipe.html").read_text(encoding="utf-8")


def own_text(item):
    """Without the items behind it, as an item need not be closed."""
    parts = [c if isinstance(c, str) else c.text for c in item.children if isinstance(c, str) or c.tag != "li"]
    return " ".join(" ".join(parts).split())


class Recipe(unittest.TestCase):
    def setUp(self):
        self.page = parse(TEXT)
        self.headings = [node for node in self.page.walk() if node.tag in ("h1", "h2", "h3")]

    def test_document(self):
        self.assertEqual(self.page.problems, [])
        self.assertEqual(self.page.one("title").text, "Pancakes")
        self.assertEqual(self.headings[0].text, "Pancakes")

    def test_ingredients(self):
        bullets = self.page.one("ul")
        self.assertEqual([own_text(item) for item in bullets.all("li")], ["250 g flour", "2 eggs", "400 ml milk"])
        order = list(self.page.walk())
        self.assertLess(order.index(self.headings[0]), order.index(bullets))
