import re
import unittest
from pathlib import Path

from page import parse

TEXT = Path("recipe.html").read_text(encoding="utf-8")


class Recipe(unittest.TestCase):
    def setUp(self):
        self.page = parse(TEXT)
        self.order = [n for n in self.page.walk()]

    def test_document(self):
        self.assertTrue(TEXT.lstrip().lower().startswith("<!doctype html>"))
        self.assertEqual(self.page.problems, [])
        self.assertRegex(self.page.one("html").get("lang"), "^en")
        self.assertEqual(self.page.one("title").text, "Pancakes")
        self.assertEqual(self.page.one("h1").text, "Pancakes")
        viewport = self.page.one("meta", name="viewport")
        self.assertIn("width=device-width", viewport.get("content").replace(" ", ""))

    def test_picture(self):
        picture = self.page.one("img")
        self.assertEqual([picture.get(n) for n in ("src", "alt")], ["pancakes.jpg", "A stack of pancakes"])
        style = picture.get("style").replace(" ", "")
        for name, size in (("width", "640"), ("height", "480")):
            self.assertTrue(picture.get(name).removesuffix("px") == size or f"{name}:{size}px" in style, name)

    def test_lists(self):
        self.assertEqual([h.text for h in self.page.all("h2")], ["Ingredients", "Steps"])
        first, second = self.page.all("h2")
        lists = [u for u in self.page.all("ul") if "nav" not in {a.tag for a in u.ancestors()}]
        self.assertEqual(len(lists), 1)
        bullets, numbers = lists[0], self.page.one("ol")
        self.assertEqual([i.text for i in bullets.all("li")], ["250 g flour", "2 eggs", "400 ml milk", "a pinch of salt"])
        steps = [re.sub(r"\.$", "", i.text) for i in numbers.all("li")]
        self.assertEqual(steps, ["Mix everything", "Let it rest for 20 minutes", "Fry in butter"])
        places = [self.order.index(n) for n in (first, bullets, second, numbers)]
        self.assertEqual(places, sorted(places))

    def test_link_at_the_top(self):
        nav = self.page.one("nav")
        link = nav.one("a")
        self.assertEqual((link.get("href"), link.text), ("index.html", "More recipes"))
        self.assertLess(self.order.index(nav), self.order.index(self.page.one("h1")))
