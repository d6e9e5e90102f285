import json
import unittest
from pathlib import Path

from page import label_of, parse, play
from servers import node

THINGS = [{"name": "Socks", "packed": True}, {"name": "Tent", "packed": False}, {"name": "Map", "packed": True}, {"name": "Rope", "packed": False}]
STORED = {"things": json.dumps(THINGS)}
STATE = [["texts", "#list li"], ["text", "#left"], ["disabled", "#clear"]]


def add(name):
    return [["type", "#thing", name], ["click", "#new button"]]


class App(unittest.TestCase):
    def test_page(self):
        page = parse(Path("index.html").read_text(encoding="utf-8"))
        self.assertEqual(page.problems, [])
        select = page.one("select", id="filter")
        self.assertTrue(label_of(page, select))
        self.assertEqual([o.get("value") or o.text for o in select.all("option")], ["all", "open", "packed"])
        self.assertEqual(page.one("button", id="clear").text, "Remove packed")
        order = [n.get("id") for n in page.walk() if n.get("id") in ("list", "left")]
        self.assertEqual(order, ["list", "left"])

    def test_counter(self):
        done = play("index.html", [*STATE, *add("Tent"), *STATE, *add("Map"), *STATE, ["check", "#list li:first-child input"], *STATE, ["check", "#list li:last-child input"], *STATE])
        self.assertEqual(done[:3], [[], "", True])
        self.assertEqual(done[5:8], [["Tent"], "1 thing left", True])
        self.assertEqual(done[10:13], [["Tent", "Map"], "2 things left", True])
        self.assertEqual(done[14:17], [["Tent", "Map"], "1 thing left", False])
        self.assertEqual(done[18:21], [["Tent", "Map"], "All packed!", False])

    def test_filter(self):
        for choice, names in (("all", ["Socks", "Tent", "Map", "Rope"]), ("open", ["Tent", "Rope"]), ("packed", ["Socks", "Map"])):
            done = play("index.html", [["choose", "#filter", choice], *STATE, ["stored", "filter"]], STORED)
            self.assertEqual(done[1:], [names, "2 things left", False, choice])
            self.assertEqual(play("index.html", [*STATE, ["value", "#filter"]], {**STORED, "filter": choice}), [names, "2 things left", False, choice])
        self.assertEqual(play("index.html", [["value", "#filter"]]), ["all"])

    def test_right_thing(self):
        done = play("index.html", [["choose", "#filter", "open"], ["check", "#list li:last-child input"], *STATE, ["choose", "#filter", "packed"], ["texts", "#list li"], ["check", "#list li:nth-child(2) input", False], ["stored", "things"], ["texts", "#list li"]], STORED)
        self.assertEqual(done[2:5], [["Tent"], "1 thing left", False])
        self.assertEqual(done[6], ["Socks", "Map", "Rope"])
        self.assertEqual([(t["name"], t["packed"]) for t in json.loads(done[8])], [("Socks", True), ("Tent", False), ("Map", False), ("Rope", True)])
        self.assertEqual(done[9], ["Socks", "Rope"])

    def test_clear(self):
        done = play("index.html", [["click", "#clear"], *STATE, ["stored", "things"], ["check", "#list li:first-child input"], ["click", "#clear"], ["check", "#list li input"], ["click", "#clear"], *STATE], STORED)
        self.assertEqual(done[1:4], [["Tent", "Rope"], "2 things left", True])
        self.assertEqual([t["name"] for t in json.loads(done[4])], ["Tent", "Rope"])
        self.assertEqual(done[9:], [[], "", True])

    def test_again(self):
        done = play("index.html", [*add(" tent "), ["texts", "#list li"], *add("SOCKS"), *STATE, ["stored", "things"], *add("  "), ["count", "#list li"]], STORED)
        self.assertEqual(done[2], ["Socks", "Tent", "Map", "Rope"])
        self.assertEqual(done[5:8], [["Socks", "Tent", "Map", "Rope"], "3 things left", False])
        self.assertEqual([(t["name"], t["packed"]) for t in json.loads(done[8])][0], ("Socks", False))
        self.assertEqual(done[11], 4)

    def test_model(self):
        done = node("""
            import { PackingList } from "./model.js";
            const kept = {};
            const storage = { getItem: (k) => kept[k] ?? null, setItem: (k, v) => { kept[k] = String(v); } };
            const list = new PackingList(storage);
            const out = [list.left(), list.visible("open").length];
            for (const name of ["a", "b", "c"]) list.add(name);
            list.toggle(1);
            out.push(list.left(), ["all", "open", "packed"].map((f) => list.visible(f).map((t) => t.name)));
            list.clearPacked();
            out.push(list.things.map((t) => t.name), new PackingList(storage).left());
            say(out);
        """)
        self.assertEqual(done, [0, 0, 2, [["a", "b", "c"], ["a", "c"], ["b"]], ["a", "c"], 2])
