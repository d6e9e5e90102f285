import json
import unittest
from pathlib import Path

from page import parse
from servers import node, serving


def numbers(page, pages):
    shown = [n for n in range(1, pages + 1) if n in (1, pages) or abs(n - page) <= 1]
    out = []
    for n in shown:
        if out and n - out[-1] == 2:
            out.append(n - 1)
        elif out and n - out[-1] > 2:
            out.append(None)
        out.append(n)
    return out


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(serving(["server.py", "{port}", "events.log"]))
        lines = Path("events.log").read_text().splitlines()
        cls.events = [{"id": n, "level": l.split()[0].lower(), "time": l.split()[1], "text": l.split(" ", 2)[2]} for n, l in enumerate(lines, 1)][::-1]

    def ask(self, query=""):
        answer = self.server.ask("GET", f"/api/events{query}")
        self.assertEqual(answer.status, 200, query)
        return answer.json

    def test_pages(self):
        for query, page, size in (("", 1, 20), ("?page=2", 2, 20), ("?page=3&size=20", 3, 20), ("?size=47", 1, 47), ("?size=100", 1, 100), ("?size=1&page=47", 47, 1), ("?page=9", 9, 20)):
            wanted = {"events": self.events[(page - 1) * size : page * size], "page": page, "pages": -(-47 // size), "total": 47, "size": size}
            self.assertEqual(self.ask(query), wanted)

    def test_levels(self):
        for level in ("debug", "info", "warning", "error"):
            fit = [e for e in self.events if e["level"] == level]
            self.assertEqual(self.ask(f"?level={level}&size=4&page=2"), {"events": fit[4:8], "page": 2, "pages": -(-len(fit) // 4), "total": len(fit), "size": 4})

    def test_wrong(self):
        for query in ("?page=0", "?page=-1", "?page=x", "?size=0", "?size=101", "?size=2.5", "?level=loud", "?page=1&size=many"):
            answer = self.server.ask("GET", f"/api/events{query}")
            self.assertEqual(answer.status, 400, query)
            self.assertIsInstance(answer.json["error"], str)

    def test_files(self):
        self.assertEqual(self.server.ask("GET", "/").status, 200)
        self.assertIn("javascript", self.server.ask("GET", "/pager.js").header("Content-Type"))
        self.assertEqual(self.server.ask("GET", "/server.py").status, 404)

    def test_no_events(self):
        Path("hidden_empty.log").write_text("INFO 2025-02-01T08:00 only one\n")
        with serving(["server.py", "{port}", "hidden_empty.log"]) as server:
            none = server.ask("GET", "/api/events?level=error").json
            self.assertEqual(none, {"events": [], "page": 1, "pages": 0, "total": 0, "size": 20})


class Pager(unittest.TestCase):
    def test_numbers(self):
        cases = [(page, pages) for pages in range(1, 13) for page in range(1, pages + 1)]
        got = node("import { pageNumbers } from './web/pager.js'; say(JSON.parse(process.argv[2]).map((c) => pageNumbers(...c)));", json.dumps(cases))
        self.assertEqual(dict(zip(cases, got)), {case: numbers(*case) for case in cases})

    def test_html(self):
        got = node("import { renderPager } from './web/pager.js'; say([[5, 10], [1, 2], [1, 1], [1, 0], [3, 3]].map((c) => renderPager(...c)));")
        self.assertEqual(got[2:4], ["", ""])
        for html, page, pages in ((got[0], 5, 10), (got[1], 1, 2), (got[4], 3, 3)):
            root = parse(html)
            self.assertEqual(root.problems, [], html)
            nav = root.one("nav", aria_label="Pages")
            wanted = [n for n in numbers(page, pages) if n and n != page]
            self.assertEqual([(a.get("href"), a.text) for a in nav.all("a")], [(f"?page={n}", str(n)) for n in wanted])
            self.assertEqual(nav.one("span", aria_current="page").text, str(page))
            order = [n.text for n in nav.walk() if n.tag in ("a", "span")]
            self.assertEqual(order, ["…" if n is None else str(n) for n in numbers(page, pages)])

    def test_page(self):
        page = parse(Path("web/index.html").read_text(encoding="utf-8"))
        order = [n.get("id") for n in page.walk() if n.get("id")]
        self.assertEqual(order, ["events", "pager"])
        self.assertFalse(any(n.tag == "table" for n in page.one("div", id="pager").ancestors()))
        self.assertIn('"pages"', Path("README.md").read_text())

    def test_main(self):
        with serving(["server.py", "{port}"]) as server:
            shown = node("""
                const base = process.argv[2];
                const elements = {};
                const element = (key) => (elements[key] ??= { innerHTML: "", textContent: "" });
                globalThis.document = { querySelector: element, getElementById: (id) => element(`#${id}`), addEventListener(kind, listener) { setTimeout(listener); } };
                globalThis.addEventListener = document.addEventListener;
                globalThis.location = new URL("http://localhost/?page=2");
                document.location = location;
                globalThis.window = globalThis;
                const real = fetch;
                globalThis.fetch = (url, ...rest) => real(base + url, ...rest);
                await import("./web/main.js");
                for (let n = 0; n < 100 && !elements["#pager"]?.innerHTML; n += 1) await new Promise((go) => setTimeout(go, 20));
                say([elements["#events"].innerHTML, elements["#pager"].innerHTML]);
            """, server.base)
            self.assertEqual(shown[0].count("<tr"), 20)
            self.assertIn("#26", shown[0])
            self.assertNotIn("#46", shown[0])
            self.assertEqual(parse(shown[1]).one("span", aria_current="page").text, "2")
