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
        self.assertEqual(len(self.parts), 3)
        questions = []
        for part in self.parts:
            summary = part.one("summary")
            self.assertIs([c for c in part.children if not isinstance(c, str)][0], summary)
            heading = summary.one("h2")
            self.assertEqual(summary.text, heading.text)
            questions.append(heading.text)
        self.assertEqual(questions, [h.text for h in BEFORE.all("h2")])
        self.assertEqual([p.has("open") for p in self.parts], [True, False, False])
        self.assertEqual([p.get("name") for p in self.parts], ["faq"] * 3)

    def test_answers(self):
        texts = [p.text.removeprefix(p.one("summary").text).strip() for p in self.parts]
        self.assertEqual(texts, ["Two to four days.", "Yes, for 30 days. Please keep the receipt .", "To these countries: Norway Iceland"])
        self.assertEqual([i.text for i in self.parts[2].one("ul").all("li")], ["Norway", "Iceland"])
        self.assertEqual(self.parts[1].one("a").get("href"), "receipt.html")
        self.assertEqual([len(p.all("p")) for p in self.parts], [1, 2, 1])
        self.assertEqual(self.page.one("section").text, BEFORE.one("section").text)

    def test_the_rest(self):
        for tag in ("title", "header", "h1", "link", "a", "html", "meta"):
            self.assertEqual([(n.text, n.attributes) for n in self.page.all(tag) if tag != "html"],
                             [(n.text, n.attributes) for n in BEFORE.all(tag) if tag != "html"], tag)
        note = self.page.one("p", class_="note")
        self.assertEqual(note.parent.tag, "main")
