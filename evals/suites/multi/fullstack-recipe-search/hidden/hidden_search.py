import unittest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from page import label_of, parse
from recipes.catalog import Catalog
from recipes.web import make_app
from servers import call, node, serving


class Search(unittest.TestCase):
    def ids(self, query):
        answer = call(make_app(), "GET", f"/api/recipes{query}")
        self.assertEqual(answer.status, 200, query)
        return [recipe["id"] for recipe in answer.json]

    def test_queries(self):
        for query, wanted in {
            "": [1, 2, 3, 4, 5, 6], "?q=": [1, 2, 3, 4, 5, 6], "?q=tomato": [2, 6], "?q=EGG": [5, 1], "?q=flour": [1, 3, 4],
            "?q=flour+bake": [1, 4], "?q=tomato%20salad": [6], "?q=salad+tomato": [6], "?q=%20%20": [1, 2, 3, 4, 5, 6], "?q=xyz": [],
            "?q=cr%C3%A8me": [3], "?q=CR%C3%88ME": [3], "?q=%26": [3], "?tag=vegan": [2, 4, 6], "?tag=vegan&tag=quick": [6], "?tag=Vegan2": [],
            "?max_minutes=20": [1, 5, 6], "?max_minutes=0": [], "?q=tomato&tag=vegan&max_minutes=30": [6], "?max_minutes=35&tag=vegan": [2, 6],
            "?q=soup+first": [2], "?other=1": [1, 2, 3, 4, 5, 6],
        }.items():
            self.assertEqual(self.ids(query), wanted, query)

    def test_wrong_minutes(self):
        for value in ("abc", "-1", "1.5", "5x"):
            answer = call(make_app(), "GET", f"/api/recipes?max_minutes={value}")
            self.assertEqual(answer.status, 400, value)
            self.assertTrue(answer.json["error"])

    def test_catalog(self):
        recipes = [{"id": n, "title": t, "text": x, "tags": g, "minutes": m} for n, t, x, g, m in (
            (1, "a", "b c", ["x"], 5), (2, "b C", "", [], 6), (3, "B", "c", ["x", "y"], 7), (4, "c b a", "", ["y"], 8))]
        catalog = Catalog(recipes)
        found = lambda **given: [r["id"] for r in catalog.search(**given)]
        self.assertEqual(found(q="B c"), [2, 4, 1, 3])
        self.assertEqual(found(), [1, 2, 3, 4])
        self.assertEqual(found(tags=["x", "y"]), [3])
        self.assertEqual(found(max_minutes=6), [1, 2])
        self.assertEqual(found(max_minutes=0), [])
        self.assertEqual([r["id"] for r in catalog.recipes], [1, 2, 3, 4])

    def test_rest(self):
        self.assertEqual(call(make_app(), "GET", "/api/recipes/3").json["title"], "Apple pie")
        self.assertEqual(call(make_app(), "GET", "/api/recipes/99").status, 404)
        self.assertEqual(call(make_app(), "GET", "/api/recipes/x").status, 404)

    def test_urls(self):
        urls = node("""
            import { fetchRecipes } from "./static/api.js";
            const urls = [];
            globalThis.fetch = async (url) => { urls.push(String(url)); return { ok: true, json: async () => [] }; };
            await fetchRecipes();
            await fetchRecipes({ q: "", tags: [], maxMinutes: undefined }, "http://localhost:1");
            await fetchRecipes({ q: "a&b c", tags: ["x", "y z"], maxMinutes: 0 }, "http://localhost:1");
            await fetchRecipes({ tags: ["x"], maxMinutes: null });
            say(urls);
        """)
        parts = [urlsplit(url) for url in urls]
        self.assertEqual([p.netloc + p.path for p in parts], ["/api/recipes", "localhost:1/api/recipes", "localhost:1/api/recipes", "/api/recipes"])
        self.assertEqual([parse_qs(p.query, keep_blank_values=True) for p in parts], [{}, {}, {"q": ["a&b c"], "tag": ["x", "y z"], "max_minutes": ["0"]}, {"tag": ["x"]}])

    def rendered(self, title, text, q):
        html = node("""
            import { renderRecipe } from "./static/view.js";
            const [title, text, q] = JSON.parse(process.argv[2]);
            say(renderRecipe({ id: 7, title, text }, ...(q === null ? [] : [q])));
        """, __import__("json").dumps([title, text, q]))
        item = parse(html)
        self.assertEqual(item.problems, [], html)
        self.assertEqual(item.one("li").get("data-id"), "7")
        return item, html

    def test_marks(self):
        for title, text, q, marks in (
            ("Egg salad", "Boil eggs, EGGS!", "egg", ["Egg", "egg", "EGG"]), ("Tomato soup", "x", "soup tom", ["Tom", "soup"]), ("A", "b", "", []),
            ("A", "b", None, []), ("1+1 (one)", "a.b axb", "a.b", ["a.b"]), ("1+1 (one)", "c", "(one", ["(one"]), ("x", "salt", "  ", []),
        ):
            item, html = self.rendered(title, text, q)
            self.assertEqual([m.text for m in item.all("mark")], marks, html)
            flat = lambda node: "".join(c if isinstance(c, str) else flat(c) for c in node.children)
            self.assertEqual((flat(item.one("h2")), flat(item.one("p"))), (title, text))

    def test_marks_and_escapes(self):
        flat = lambda node: "".join(c if isinstance(c, str) else flat(c) for c in node.children)
        for text, q, marks in (("pepper & <b>oil</b>", "amp lt", []), ("salt & pepper", "&", ["&"]), ("<b>bold</b>", "<b>", ["<b>"]), ("mark my words", "mark", ["mark"]), ("a mark", "a mark", None)):
            item, html = self.rendered("t", text, q)
            if marks is not None:
                self.assertEqual([m.text for m in item.all("mark")], marks, html)
            self.assertEqual(flat(item.one("p")), text, html)

    def test_page(self):
        page = parse(Path("static/index.html").read_text(encoding="utf-8"))
        self.assertEqual(page.problems, [])
        form = page.one("form", id="search")
        self.assertEqual(form.get("role"), "search")
        field = form.one("input", name="q")
        self.assertIn(field.get("type"), ("search", "text", ""))
        self.assertTrue(label_of(page, field) or field.get("aria-label"))
        order = [n.get("id") for n in page.walk()]
        self.assertLess(order.index("search"), order.index("recipes"))
        self.assertRegex(Path("static/main.js").read_text(encoding="utf-8"), r"submit")

    def test_end_to_end(self):
        with serving(["run.py", "{port}"]) as server:
            html = node("""
                import { fetchRecipes } from "./static/api.js";
                import { renderRecipe } from "./static/view.js";
                const found = await fetchRecipes({ q: "flour", tags: ["vegan"], maxMinutes: 200 }, process.argv[2]);
                const failed = await fetchRecipes({ maxMinutes: -1 }, process.argv[2]).then(() => "no error", (e) => e.message);
                say([found.map((r) => renderRecipe(r, "flour")).join(""), failed]);
            """, server.base)
            self.assertIn("<mark>Flour</mark>", html[0])
            self.assertIn("400", html[1])
