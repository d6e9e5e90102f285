import re
import sqlite3
import tempfile
import unittest
from pathlib import Path

from guestbook.app import make_app
from guestbook.store import Store
from page import label_of, parse
from servers import call, node, serving


class Mood(unittest.TestCase):
    def post(self, app, body):
        return call(app, "POST", "/api/entries", body)

    def test_api(self):
        app = make_app(Store())
        for body in ({"name": "a", "message": "x", "mood": "happy"}, {"name": "b", "message": "y"}, {"name": "c", "message": "z", "mood": "sad"}):
            self.assertEqual(self.post(app, body).status, 201)
        entries = call(app, "GET", "/api/entries").json
        self.assertEqual([(e["id"], e["name"], e["message"], e["mood"]) for e in entries], [(3, "c", "z", "sad"), (2, "b", "y", "neutral"), (1, "a", "x", "happy")])
        for mood in ("angry", "", "Happy", 5, ["sad"]):
            self.assertEqual(self.post(app, {"name": "a", "message": "x", "mood": mood}).status, 400, mood)
        for body in ({"name": "a"}, {"name": " ", "message": "x"}, "rubbish"):
            self.assertEqual(self.post(app, body).status, 400)
        self.assertEqual(len(call(app, "GET", "/api/entries").json), 3)

    def test_store(self):
        store = Store()
        store.add("a", "b")
        store.add("a", "b", "sad")
        store.add("a", "b", mood="happy")
        self.assertEqual([e["mood"] for e in store.all()], ["happy", "sad", "neutral"])

    def test_old_database(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder, "old.db"))
            old = sqlite3.connect(path)
            old.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, name TEXT NOT NULL, message TEXT NOT NULL)")
            old.execute("INSERT INTO entries (name, message) VALUES ('Old', 'entry')")
            old.commit()
            old.close()
            store = Store(path)
            store.add("New", "entry", "sad")
            for again in (store, Store(path), Store(path)):
                self.assertEqual([(e["name"], e["mood"]) for e in again.all()], [("New", "sad"), ("Old", "neutral")])
                again.db.close()

    def test_page(self):
        page = parse(Path("static/index.html").read_text(encoding="utf-8"))
        self.assertEqual(page.problems, [])
        form = page.one("form", id="entry")
        select = form.one("select", name="mood")
        self.assertTrue(select.get("id") and label_of(page, select))
        options = {o.get("value") or o.text: o for o in select.all("option")}
        self.assertEqual(sorted(options), ["happy", "neutral", "sad"])
        self.assertTrue(options["neutral"].has("selected") or next(iter(options)) == "neutral")
        order = [n.get("name") for n in form.walk() if n.tag in ("input", "select", "textarea")]
        self.assertLess(order.index("mood"), order.index("message"))
        self.assertEqual(sorted(order), ["message", "mood", "name"])

    def test_module(self):
        done = node("""
            import { renderEntry, toEntry } from "./static/entries.js";
            const fields = new Map([["name", " Ann "], ["mood", "sad"], ["message", "hi "]]);
            const moods = ["happy", "neutral", "sad", "<b>", undefined];
            say({ entry: toEntry(fields), shown: moods.map((mood) => renderEntry({ id: 1, name: "A<b>", message: "x & y", mood })) });
        """)
        self.assertEqual(done["entry"], {"name": "Ann", "message": "hi", "mood": "sad"})
        for html, face in zip(done["shown"], ("🙂", "😐", "🙁", "", "")):
            item = parse(html)
            self.assertEqual(item.problems, [], html)
            self.assertEqual([s.text for s in item.all("span", class_="mood") if s.text], [face] if face else [])
            self.assertEqual((item.one("b").text, item.text.split(face or "A<b>")[-1].strip()), ("A<b>", "A<b> x & y" if face else "x & y"), html)
            if face:
                self.assertLess(html.index(face), html.index("<b>"))
            self.assertNotIn("undefined", html)

    def test_end_to_end(self):
        with serving(["run.py", "{port}"]) as server:
            answer = node("""
                import { renderEntry, toEntry } from "./static/entries.js";
                const base = process.argv[2];
                const body = JSON.stringify(toEntry(new Map([["name", "Zoë"], ["mood", "happy"], ["message", "hello"]])));
                const posted = await fetch(base + "/api/entries", { method: "POST", body });
                const entries = await (await fetch(base + "/api/entries")).json();
                say({ status: posted.status, html: entries.map(renderEntry).join("") });
            """, server.base)
            self.assertEqual(answer["status"], 201)
            self.assertTrue(re.search("🙂.*Zoë.*hello", answer["html"]), answer)
            self.assertEqual(server.ask("GET", "/").header("Content-Type"), "text/html; charset=utf-8")
