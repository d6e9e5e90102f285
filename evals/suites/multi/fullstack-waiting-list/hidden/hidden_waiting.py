import subprocess
import sys
import unittest
from datetime import date

from club.app import Club, Problem, make_app
from page import parse
from servers import call, node, serving

DAY = "2025-03-02"


class Waiting(unittest.TestCase):
    def setUp(self):
        self.club = Club(today=lambda: date(2025, 3, 1))
        self.ids = [self.club.add_member(name)["id"] for name in ("Ann", "Bo", "Cy", "Di")]
        self.app = make_app(self.club)

    def status(self, function, *arguments):
        with self.assertRaises(Problem) as caught:
            function(*arguments)
        return caught.exception.status

    def holder(self, court, hour, day=DAY):
        booking = self.club.at(court, day, hour)
        return booking and booking["member"]

    def waiting(self, hour=9, court="A", day=DAY):
        rows = call(self.app, "GET", f"/api/bookings?day={day}").json
        return next(r["waiting"] for r in rows if (r["court"], r["hour"]) == (court, hour))

    def test_entries(self):
        ann, bo, cy, di = self.ids
        self.club.book(ann, "A", DAY, 9)
        self.assertEqual(self.waiting(), [])
        entry = self.club.wait(bo, "A", DAY, 9)
        self.assertEqual(entry, {"id": 1, "member": bo, "court": "A", "day": DAY, "hour": 9, "position": 1})
        second = self.club.wait(cy, "A", DAY, 9)
        self.assertEqual((second["id"], second["position"]), (2, 2))
        self.club.book(ann, "B", DAY, 9)
        self.assertEqual(self.club.wait(cy, "B", DAY, 9)["position"], 1)
        self.assertEqual((self.waiting(), self.waiting(court="B")), ([bo, cy], [cy]))

    def test_refused(self):
        ann, bo, cy, di = self.ids
        self.club.book(ann, "A", DAY, 9)
        self.club.wait(bo, "A", DAY, 9)
        for arguments, status in (
            ((99, "A", DAY, 9), 404), ((cy, "X", DAY, 9), 404), ((cy, "A", DAY, 7), 400), ((cy, "A", DAY, 22), 400),
            ((cy, "A", "2025-03-30", 9), 400), ((cy, "A", "2025-02-28", 9), 400), ((cy, "A", DAY, 10), 409), ((ann, "A", DAY, 9), 409), ((bo, "A", DAY, 9), 409),
        ):
            self.assertEqual(self.status(self.club.wait, *arguments), status, arguments)
        self.club.close_court("C", DAY, "rain")
        self.assertEqual(self.status(self.club.wait, cy, "C", DAY, 9), 409)
        self.assertEqual(self.waiting(), [bo])

    def test_moves_up(self):
        ann, bo, cy, di = self.ids
        first = self.club.book(ann, "A", DAY, 9)
        for member in (bo, cy, di):
            self.club.wait(member, "A", DAY, 9)
        for hour in (12, 13):
            self.club.book(bo, "B", DAY, hour)  # no room for a third hour
        self.club.cancel(first["id"])
        self.assertEqual((self.holder("A", 9), self.waiting()), (cy, [bo, di]))
        self.assertGreater(self.club.at("A", DAY, 9)["id"], first["id"])
        self.assertIn(self.club.at("A", DAY, 9)["id"], self.club.bookings)
        self.club.cancel(self.club.at("B", DAY, 12)["id"])
        self.club.cancel(self.club.at("A", DAY, 9)["id"])
        self.assertEqual((self.holder("A", 9), self.waiting()), (bo, [di]))
        self.club.cancel(self.club.at("A", DAY, 9)["id"])
        self.club.cancel(self.club.at("A", DAY, 9)["id"])
        self.assertIsNone(self.holder("A", 9))
        self.assertEqual(self.club.wait(di, "B", DAY, 13)["position"], 1)

    def test_all_without_room(self):
        ann, bo, *_ = self.ids
        first = self.club.book(ann, "A", DAY, 9)
        self.club.wait(bo, "A", DAY, 9)
        for hour in (12, 13):
            self.club.book(bo, "B", DAY, hour)
        self.club.cancel(first["id"])
        self.assertIsNone(self.holder("A", 9))
        again = self.club.book(ann, "A", DAY, 9)
        self.assertEqual(self.waiting(), [bo])
        self.club.cancel(self.club.at("B", DAY, 13)["id"])
        self.club.cancel(again["id"])
        self.assertEqual(self.holder("A", 9), bo)

    def test_member_removed(self):
        ann, bo, cy, di = self.ids
        for hour in (9, 10):
            self.club.book(ann, "A", DAY, hour)
        self.club.book(bo, "B", DAY, 9)
        self.club.wait(bo, "A", DAY, 9)
        self.club.wait(cy, "A", DAY, 10)
        for member in (ann, cy):
            self.club.wait(member, "B", DAY, 9)
        self.club.remove_member(ann)
        self.assertEqual((self.holder("A", 9), self.holder("A", 10), self.waiting(court="B")), (bo, cy, [cy]))
        self.assertEqual(self.club.wait(di, "B", DAY, 9)["position"], 2)
        self.assertNotIn(ann, [b["member"] for b in self.club.bookings.values()])

    def test_removed_member_waits_for_own_hours_neighbour(self):
        ann, bo, cy, _ = self.ids
        self.club.book(ann, "A", DAY, 9)
        self.club.book(ann, "A", DAY, 10)
        self.club.book(bo, "B", DAY, 9)
        self.club.wait(ann, "B", DAY, 9)
        self.club.wait(cy, "B", DAY, 9)
        self.club.remove_member(bo)  # ann has two hours: cy is next
        self.assertEqual(self.holder("B", 9), cy)
        self.club.remove_member(ann)
        self.assertEqual(self.waiting(court="B"), [])

    def test_court_closed(self):
        ann, bo, *_ = self.ids
        self.club.book(ann, "A", DAY, 9)
        self.club.book(ann, "A", "2025-03-03", 9)
        self.club.wait(bo, "A", DAY, 9)
        other = self.club.wait(bo, "A", "2025-03-03", 9)
        self.assertEqual([b["hour"] for b in self.club.close_court("A", DAY, "rain")], [9])
        self.assertIsNone(self.holder("A", 9))
        self.assertEqual(call(self.app, "DELETE", "/api/waiting/1").status, 404)
        self.assertEqual(self.waiting(day="2025-03-03"), [bo])
        self.assertEqual(call(self.app, "DELETE", f"/api/waiting/{other['id']}").status, 204)

    def test_api(self):
        ann, bo, cy, _ = self.ids
        self.club.book(ann, "A", DAY, 9)
        body = {"member": bo, "court": "A", "day": DAY, "hour": 9}
        answer = call(self.app, "POST", "/api/waiting", body)
        self.assertEqual((answer.status, answer.json["position"], answer.json["id"]), (201, 1, 1))
        self.assertEqual(call(self.app, "POST", "/api/waiting", body).status, 409)
        for wrong in ({"hour": "9"}, {"day": "soon"}, {"member": None}):
            self.assertEqual(call(self.app, "POST", "/api/waiting", body | wrong).status, 400)
        call(self.app, "POST", "/api/waiting", body | {"member": cy})
        self.assertEqual(call(self.app, "DELETE", "/api/waiting/1").status, 204)
        self.assertEqual(call(self.app, "DELETE", "/api/waiting/1").status, 404)
        self.assertEqual(self.waiting(), [cy])
        rows = call(self.app, "GET", f"/api/bookings?day={DAY}").json
        self.assertEqual(rows, [{"id": 1, "member": ann, "court": "A", "day": DAY, "hour": 9, "name": "Ann", "waiting": [cy]}])
        self.assertEqual(call(self.app, "GET", "/api/stats?from=2025-03-01").json["courts"], {"A": 1, "B": 0, "C": 0})

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_club"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


class Frontend(unittest.TestCase):
    def test_view(self):
        shown = node("""
            import { renderBooking } from "./static/view.js";
            const booking = { id: 7, member: 1, court: "A", day: "2025-03-02", hour: 9, name: "Ann <3" };
            say([[[], 1], [[], 2], [[2, 3], 1], [[2, 3], 2], [[3], 2]].map(([waiting, me]) => renderBooking({ ...booking, waiting }, me)));
        """)
        for html, text, buttons in zip(shown, ("09:00 A Ann <3", "09:00 A Ann <3", "09:00 A Ann <3, 2 waiting", "09:00 A Ann <3, 2 waiting", "09:00 A Ann <3, 1 waiting"), ([("Cancel", "7", "")], [("Wait", "", "7")], [("Cancel", "7", "")], [], [("Wait", "", "7")])):
            item = parse(html).one("li", class_="booking")
            found = [(b.text, b.get("data-cancel"), b.get("data-wait")) for b in item.all("button")]
            self.assertEqual(found, buttons, html)
            words = " ".join(c if isinstance(c, str) else "" for c in item.children) if all(isinstance(c, str) or c.tag == "button" for c in item.children) else item.text
            for button in item.all("button"):
                words = words.removesuffix(button.text)
            self.assertEqual(" ".join(words.replace(" ,", ",").split()), text, html)

    def test_end_to_end(self):
        with serving(["run.py", "{port}"]) as server:
            done = node("""
                import { connect } from "./static/api.js";
                const api = connect(process.argv[2]);
                const day = "2025-03-02";
                const booking = await api.book(1, "A", day, 9);
                await api.wait(2, "A", day, 9);
                const entry = await api.wait(3, "A", day, 9);
                const error = await api.wait(3, "A", day, 9).then(() => "", (e) => e.message);
                await api.leave(entry.id);
                const before = (await api.bookings(day))[0].waiting;
                await api.cancel(booking.id);
                say([entry.position, Boolean(error), before, (await api.bookings(day)).map((b) => [b.name, b.waiting])]);
            """, server.base)
            self.assertEqual(done, [2, True, [2], [["Bo", []]]])

    def test_main(self):
        with serving(["run.py", "{port}"]) as server:
            status = node("""
                const base = process.argv[2];
                const day = "2025-03-02";
                const real = fetch;
                globalThis.fetch = (url, ...rest) => real(String(url).startsWith("http") ? url : base + url, ...rest);
                const post = (path, value) => fetch(`/api/${path}`, { method: "POST", body: JSON.stringify(value) });
                await post("bookings", { member: 1, court: "A", day, hour: 9 });
                await post("waiting", { member: 2, court: "A", day, hour: 9 });
                const elements = {};
                const get = (id) => (elements[id] ??= { value: { me: "3", day }[id], innerHTML: "", textContent: "", innerText: "", listeners: {},
                  addEventListener(kind, listener) { (this.listeners[kind] ??= []).push(listener); } });
                globalThis.document = { getElementById: get, querySelector: (s) => get(s.slice(1)), addEventListener(kind, f) { setTimeout(f); } };
                await import("./static/main.js");
                for (const listener of get("day").listeners.change ?? []) await listener({ target: get("day") });
                const button = /<button[^>]*data-wait="(\\d+)"/.exec(get("bookings").innerHTML);
                if (!button) throw new Error(`no button in ${get("bookings").innerHTML}`);
                const target = { dataset: { wait: button[1] }, tagName: "BUTTON", getAttribute: (n) => (n === "data-wait" ? button[1] : null), hasAttribute: (n) => n === "data-wait" };
                target.closest = (s) => (s.includes("wait") || s === "button" ? target : null);
                target.matches = (s) => s.includes("wait") || s === "button";
                for (const listener of get("bookings").listeners.click) listener({ target, preventDefault() {} });
                const said = () => get("status").textContent || get("status").innerText || get("status").innerHTML;
                for (let n = 0; n < 100 && !said(); n += 1) await new Promise((go) => setTimeout(go, 20));
                say([said(), (await (await fetch(`/api/bookings?day=${day}`)).json())[0].waiting]);
            """, server.base)
            self.assertEqual(status, ["You are number 2", [2, 3]])
