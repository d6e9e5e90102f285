import os
import unittest
from pathlib import Path

from page import parse

TEXT = Path("faq.html").read_text(encoding="utf-8")
BEFORE = parse(Path(os.environ["EVAL_START"], "faq.html").read_text(encoding="utf-8"))


class Faq(unittest.TestCase):
    def setUp(self):
        self.page = parse(TEXT)
        self.parts = self.page.one("section", id="faq").all("details")

    def test_valid(self):
        self.assertEqual(self.page.problems, [])
        self.assertEqual(self.page.all("script"), [])

    def test_questions(self):
        self.assertEqual([part.one("summary").text for part in self.parts], [h.text for h in BEFORE.all("h2")])

    def test_answers(self):
        texts = [p.text.removeprefix(p.one("summary").text).strip() for p in self.parts]
        self.assertEqual(texts, ["Two to four days.", "Yes, for 30 days. Please keep the receipt .", "To these countries: Norway Iceland"])
        self.assertEqual([i.text for i in self.parts[2].one("ul").all("li")], ["Norway", "Iceland"])
        self.assertEqual(self.parts[1].one("a").get("href"), "receipt.html")
        self.assertEqual(self.page.one("section").text, BEFORE.one("section").text)

    def test_the_rest(self):
        for tag in ("title", "h1", "link", "a"):
            self.assertEqual([(n.text, n.attributes) for n in self.page.all(tag)], [(n.text, n.attributes) for n in BEFORE.all(tag)], tag)
        self.assertEqual(self.page.one("p", class_="note").parent.tag, "main")
