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
        self.page.one("link", rel="stylesheet", href="style.css")
        headings = [h.text for level in ("h1", "h2") for h in self.page.all(level)]
        self.assertIn("Our plans", headings)

    def test_table(self):
        table = self.page.one("table")
        self.assertEqual(table.one("caption").text, "Prices without VAT")
        rows = [[c.text for c in row.walk() if c.tag in ("th", "td")] for row in table.all("tr")]
        self.assertEqual(rows[0], ["Plan", "Price per month", "Projects"])
        self.assertEqual([r[0] for r in rows[1:]], ["Free", "Team", "Company"])
        for row, price, projects in zip(rows[1:], ("0", "12", "40"), ("1", "10", "unlimited")):
            self.assertEqual(row[1].replace("EUR", "").replace("€", "").strip(), price)
            self.assertEqual(row[2].lower().split()[0], projects)
        heads = table.all("tr")[0].all("th")
        self.assertEqual([h.get("scope") for h in heads], ["col"] * 3)

    def test_link_below(self):
        link = self.page.one("a", href="contact.html")
        self.assertEqual(link.text, "Contact us")
        order = [n.tag for n in self.page.walk() if n.tag == "table" or n is link]
        self.assertEqual(order, ["table", "a"])
