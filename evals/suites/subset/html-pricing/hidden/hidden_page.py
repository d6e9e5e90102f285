import unittest
from pathlib import Path

from page import parse

TEXT = Path("pricing.html").read_text(encoding="utf-8")


class Page(unittest.TestCase):
    def setUp(self):
        self.page = parse(TEXT)

    def test_document(self):
        self.assertTrue(TEXT.lstrip().lower().startswith("<!doctype html>"))
        self.assertEqual(self.page.problems, [])
        self.assertTrue(self.page.one("html").get("lang").startswith("en"))
        self.assertEqual(self.page.one("title").text, "Prices")
        hrefs = [link.get("href").removeprefix("./") for link in self.page.all("link", rel="stylesheet")]
        self.assertIn("style.css", hrefs)
        headings = [h.text for level in ("h1", "h2") for h in self.page.all(level)]
        self.assertIn("Our plans", headings)

    def test_table(self):
        rows = [[c.text for c in row.walk() if c.tag in ("th", "td")] for row in self.page.one("table").all("tr")]
        self.assertEqual(rows[0], ["Plan", "Price per month", "Projects"])
        self.assertEqual([r[0] for r in rows[1:]], ["Free", "Team", "Company"])
        for row, price, projects in zip(rows[1:], ("0", "12", "40"), ("1", "10", "unlimited")):
            self.assertEqual(row[1].replace("EUR", "").replace("€", "").strip(), price)
            self.assertEqual(row[2].lower().split()[0], projects)
