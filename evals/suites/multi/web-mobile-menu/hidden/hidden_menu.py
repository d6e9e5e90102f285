import os
import re
import unittest
from pathlib import Path

from page import parse, play, rules

START = Path(os.environ["EVAL_START"])
PAGES = ("index.html", "visit.html", "history.html")
STATE = [["attribute", "#menu", "aria-expanded"], ["eval", "document.getElementById('nav').classList.contains('open')"]]
TEXT = Path("site.css").read_text(encoding="utf-8")


def squeezed(selector):
    return re.sub(r"\s*([():])\s*", r"\1", selector)


class Pages(unittest.TestCase):
    def test_markup(self):
        for name in PAGES:
            page, before = (parse((root / name).read_text(encoding="utf-8")) for root in (Path(), START))
            self.assertEqual(page.problems, [], name)
            header = page.one("header", class_="site-header")
            button, nav = header.one("button", id="menu"), header.one("nav", id="nav")
            self.assertEqual((button.text, button.get("aria-expanded"), button.get("aria-controls")), ("Menu", "false", "nav"))
            self.assertIn("button", button.get("class").split())
            self.assertIn("site-nav", nav.get("class").split())
            self.assertNotIn("open", nav.get("class").split())
            order = [n.get("id") for n in header.walk() if n.get("id")]
            self.assertEqual(order, ["menu", "nav"])
            script = page.one("script", src="menu.js")
            self.assertTrue(script.has("defer") or script.get("type") == "module", name)
            links = lambda root: [(a.get("href"), a.text, a.get("aria-current")) for a in root.one("nav").all("a")]
            self.assertEqual(links(page), links(before))
            self.assertEqual((page.one("main").text, page.one("title").text), (before.one("main").text, before.one("title").text))

    def test_menu(self):
        for name in PAGES:
            done = play(name, [*STATE, ["click", "#menu"], *STATE, ["click", "#menu"], *STATE, ["click", "#menu"], ["key", "body", "Escape"], *STATE, ["key", "body", "Escape"], *STATE, ["click", "#menu"], ["key", "body", "a"], *STATE])
            states = [pair for pair in zip(done, done[1:]) if pair[0] in ("true", "false") and pair[1] in (True, False)]
            self.assertEqual(states, [("false", False), ("true", True), ("false", False), ("false", False), ("false", False), ("true", True)], name)


class Style(unittest.TestCase):
    def setUp(self):
        self.now = [(squeezed(s), d) for s, d in rules(TEXT)]
        self.before = [(squeezed(s), d) for s, d in rules((START / "site.css").read_text(encoding="utf-8"))]

    def test_the_rest_is_as_before(self):
        self.assertEqual(TEXT.count("{"), TEXT.count("}"))
        for rule in self.before:
            self.assertIn(rule, self.now)
        for comment in ("base", "layout", "hero", "buttons", "cards", "forms", "tables", "helpers"):
            self.assertIn(f"/* ---- {comment} ---- */", TEXT)
        sizes = re.findall(r"@media\s*\(\s*max-width\s*:\s*(\w+)\s*\)", TEXT)
        self.assertEqual(sizes, ["60rem", "36rem"])

    def displays(self, prefix):
        """Selector to display below a prefix (empty: outside of blocks), of what is about the button and the navigation."""
        found = {}
        for selector, declared in self.now:
            if "display" in declared and (selector.startswith(prefix) if prefix else not selector.startswith("@")):
                found[selector.removeprefix(prefix).strip()] = declared["display"].replace("!important", "").strip()
        return found

    def menu_button(self, displays, wanted):
        button = parse(Path("index.html").read_text(encoding="utf-8")).one("button", id="menu")
        own = [re.escape(f".{name}") for name in button.get("class").split() if name != "button"]  # a class of its own will do
        ending = "|".join(["#menu", r"\[id=.?menu.?\]", *own])
        names = [s for s in displays if re.search(f"({ending})$", s)]
        self.assertTrue(names and all(displays[s] == wanted for s in names), displays)
        return names

    def test_small_screens(self):
        wide, small = self.displays(""), self.displays("@media(max-width:36rem)")
        outside = self.menu_button(wide, "none")
        inside = self.menu_button(small, "inline-block")
        self.assertGreaterEqual(max(map(len, inside)), max(map(len, outside)))  # not less specific
        navs = {s: d for s, d in small.items() if "nav" in s}
        closed = [d for s, d in navs.items() if not s.endswith(".open")]
        opened = [d for s, d in navs.items() if s.endswith(".open")]
        self.assertEqual((closed, opened), (["none"], ["block"]))
        self.assertEqual(wide[".site-nav"], "flex")
        order = [s for s, d in self.now if "display" in d]
        self.assertGreater(max(i for i, s in enumerate(order) if "36rem" in s), max(i for i, s in enumerate(order) if s in outside))

    def test_print(self):
        printed = [(s.removeprefix("@media print").strip(), d) for s, d in self.now if s.startswith("@media print")]
        hidden = {s for s, d in printed if d.get("display", "").startswith("none")}
        self.assertEqual({s for s in hidden if s in (".site-header", ".site-footer", ".button")}, {".site-header", ".site-footer", ".button"})
        body = {}
        for selector, declared in printed:
            if selector == "body":
                body |= declared
        long = {"#000": "#000000", "#fff": "#ffffff", "black": "#000000", "white": "#ffffff"}
        background = body.get("background-color") or body.get("background", "")
        self.assertEqual([long.get(v, v) for v in (body.get("color", ""), background)], ["#000000", "#ffffff"])
        self.assertEqual(len(re.findall(r"@media\s+print", TEXT)), 1)
        self.assertGreater(TEXT.index("@media print"), TEXT.index("prefers-reduced-motion"))
