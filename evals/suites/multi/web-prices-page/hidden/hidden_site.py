import os
import unittest
from pathlib import Path

from page import parse

START = Path(os.environ["EVAL_START"])
NAV = [("index.html", "Home"), ("courses.html", "Courses"), ("prices.html", "Prices"), ("contact.html", "Contact")]


def read(name, root=Path()):
    return parse((root / name).read_text(encoding="utf-8"))


class Site(unittest.TestCase):
    def test_navigation(self):
        for name, _ in NAV:
            page = read(name)
            self.assertEqual(page.problems, [], name)
            links = page.one("nav").all("a")
            self.assertEqual([(a.get("href").removeprefix("./"), a.text) for a in links], NAV, name)
            self.assertEqual([a.get("href") for a in links if a.get("aria-current") == "page"], [name])
            self.assertTrue(all(any(n.tag == "li" for n in a.ancestors()) for a in links))

    def test_new_page(self):
        page, home = read("prices.html"), read("index.html")
        self.assertEqual(page.one("html").get("lang"), "en")
        self.assertEqual(page.one("title").text, "Prices - Pottery on Mill Lane")
        self.assertEqual(page.one("h1").text, "Prices")
        page.one("link", rel="stylesheet", href="style.css")
        self.assertEqual({m.get("charset") or m.get("name") for m in page.all("meta")}, {m.get("charset") or m.get("name") for m in home.all("meta")})
        for part in ("footer",):
            self.assertEqual(page.one(part).text, home.one(part).text)
        self.assertEqual(page.one("header").one("p", class_="brand").text, "Pottery on Mill Lane")

    def test_table(self):
        table = read("prices.html").one("main").one("table")
        self.assertEqual(table.one("caption").text, "Prices per person")
        self.assertEqual(next(c for c in table.children if not isinstance(c, str)).tag, "caption")
        rows = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in table.all("tr")]
        self.assertEqual([[text.replace(" hours", "").replace(" EUR", "") for text in row] for row in rows], [
            ["Course", "Hours", "Price"], ["First steps at the wheel", "6", "90"], ["Glazing", "3", "40"], ["Open studio", "2", "15"],
        ])
        self.assertTrue(all(row[2].endswith("EUR") for row in rows[1:]) or "EUR" in rows[0][2])
        heads = [cell for cell in table.all("tr")[0].children if not isinstance(cell, str)]
        self.assertEqual([(cell.tag, cell.get("scope")) for cell in heads], [("th", "col")] * 3)
        for head in table.all("th"):
            self.assertIn(head.get("scope"), ("col", "row"))

    def test_sitemap(self):
        found = Path("sitemap.txt").read_text(encoding="utf-8").split()
        self.assertEqual(sorted(found), sorted(f"https://example.com/{name}" for name, _ in NAV))
        self.assertEqual(len(found), 4)

    def test_the_rest_is_as_before(self):
        for name, _ in NAV:
            if name != "prices.html":
                self.assertEqual(read(name).one("main").text, read(name, START).one("main").text)
                self.assertEqual(read(name).one("title").text, read(name, START).one("title").text)
