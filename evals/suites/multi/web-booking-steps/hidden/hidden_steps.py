import unittest
from pathlib import Path

from page import parse, play
from servers import node

DAYS = [["type", "#from", "2025-03-01"], ["type", "#to", "2025-03-04"], ["click", "#next"]]
VISIBLE = [["hidden", f"[data-step='{n}']"] for n in (1, 2, 3)] + [["hidden", s] for s in ("#back", "#next", "#send")]
STEP = {1: [False, True, True, True, False, True], 2: [True, False, True, False, False, True], 3: [True, True, False, False, True, False]}
ERRORS = [["shown", ".error"]]


def errors(texts):
    return [text for text in texts if text]


class Rules(unittest.TestCase):
    def test_check(self):
        cases = [
            [1, {"from": "2025-03-01", "to": "2025-03-02"}, {}], [1, {"from": "2025-03-01", "to": "2025-03-15"}, {}],
            [1, {"from": "2025-03-20", "to": "2025-04-03"}, {}], [1, {"from": "2025-10-20", "to": "2025-11-03"}, {}],
            [1, {"from": "2025-03-01", "to": "2025-03-16"}, {"to": "At most 14 nights"}], [1, {"from": "", "to": ""}, {"from": "Please choose a day", "to": "Please choose a day"}],
            [1, {"from": "", "to": "2025-03-02"}, {"from": "Please choose a day"}], [1, {"from": "2025-03-02", "to": ""}, {"to": "Please choose a day"}],
            [1, {"from": "2025-03-02", "to": "2025-03-02"}, {"to": "Must be after the arrival"}], [1, {"from": "2025-03-02", "to": "2024-03-05"}, {"to": "Must be after the arrival"}],
            [3, {"name": "Ann", "email": "ann@example.com"}, {}], [3, {"name": "  ", "email": "a@b.c"}, {"name": "Please enter your name"}],
        ]
        for guests, pets, bad in (("1", False, ""), ("6", False, ""), ("4", True, ""), ("0", False, "1 to 6 guests"), ("7", False, "1 to 6 guests"), ("", False, "1 to 6 guests"), ("2.5", False, "1 to 6 guests"),
                                  ("-1", True, "1 to 6 guests"), ("7", True, "1 to 6 guests"), ("5", True, "At most 4 guests with pets"), ("6", True, "At most 4 guests with pets"), ("x", False, "1 to 6 guests")):
            cases.append([2, {"guests": guests, "pets": pets}, {"guests": bad} if bad else {}])
        for email in ("", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", "a@b@c.d"):
            cases.append([3, {"name": "x", "email": email}, {"email": "Not an e-mail address"}])
        got = node("import { check } from './rules.js'; say(JSON.parse(process.argv[2]).map(([step, values]) => check(step, values)));", __import__("json").dumps(cases))
        for (step, values, wanted), result in zip(cases, got):
            self.assertEqual(result, wanted, (step, values))


class Wizard(unittest.TestCase):
    def test_start(self):
        page = parse(Path("booking.html").read_text(encoding="utf-8"))
        self.assertEqual(page.problems, [])
        self.assertEqual([f.get("name") for f in page.all("input")], ["from", "to", "guests", "pets", "name", "email"])
        done = play("booking.html", [*VISIBLE, *ERRORS, ["text", "#summary"]])
        self.assertEqual(done[:6], STEP[1])
        self.assertEqual((errors(done[6]), done[7]), ([], ""))

    def test_way_through(self):
        done = play("booking.html", [*DAYS, *VISIBLE, ["text", "#summary"], ["click", "#next"], *VISIBLE, ["text", "#summary"], ["click", "#back"], *VISIBLE, ["text", "#summary"], ["click", "#back"], *VISIBLE, ["text", "#summary"]])
        self.assertEqual(done[3:9] + [done[9]], [*STEP[2], "3 nights"])
        self.assertEqual(done[11:17] + [done[17]], [*STEP[3], "3 nights, 2 guests"])
        self.assertEqual(done[19:25] + [done[25]], [*STEP[2], "3 nights"])
        self.assertEqual(done[27:33] + [done[33]], [*STEP[1], ""])

    def test_words(self):
        done = play("booking.html", [["type", "#from", "2025-03-01"], ["type", "#to", "2025-03-02"], ["click", "#next"], ["text", "#summary"], ["type", "#guests", "1"], ["check", "#pets"], ["click", "#next"], ["text", "#summary"]])
        self.assertEqual((done[3], done[7]), ("1 night", "1 night, 1 guest, with pets"))

    def test_errors(self):
        look = [["attribute", "#from", "aria-invalid"], ["attribute", "#to", "aria-invalid"], ["attribute", "#to", "aria-describedby"]]
        done = play("booking.html", [["click", "#next"], *VISIBLE, *ERRORS, *look, ["focused", "#from"], ["text", "#from-error"], ["type", "#from", "2025-03-05"], ["type", "#to", "2025-03-01"], ["click", "#next"], *ERRORS, *look, ["focused", "#to"],
            ["type", "#to", "2025-03-06"], ["click", "#next"], *VISIBLE, ["click", "#back"], *ERRORS, *look])
        self.assertEqual(done[1:7], STEP[1])
        self.assertEqual(errors(done[7]), ["Please choose a day"] * 2)
        self.assertEqual(done[8:13], ["true", "true", "to-error", True, "Please choose a day"])
        self.assertEqual(errors(done[16]), ["Must be after the arrival"])
        self.assertNotEqual(done[17], "true")
        self.assertEqual(done[18:21], ["true", "to-error", True])
        self.assertEqual(done[23:29], STEP[2])
        self.assertEqual(errors(done[30]), [])
        self.assertNotIn("true", done[31:33])
        self.assertFalse(done[33])

    def test_places(self):
        done = play("booking.html", [["click", "#next"], ["count", "[data-step='1'] p.error#to-error"], ["click", "#next"], ["click", "#next"], ["count", "#to-error"], ["texts", ".error"]])
        self.assertEqual((done[1], done[4], len(errors(done[5]))), (1, 1, 2))

    def test_guests_and_back_without_check(self):
        done = play("booking.html", [*DAYS, ["type", "#guests", "9"], ["click", "#next"], *ERRORS, *VISIBLE, ["click", "#back"], *VISIBLE, ["click", "#next"], ["type", "#guests", "5"], ["check", "#pets"], ["click", "#next"], *ERRORS, ["check", "#pets", False], ["click", "#next"], *VISIBLE, ["text", "#summary"]])
        self.assertEqual(errors(done[5]), ["1 to 6 guests"])
        self.assertEqual(done[6:12], STEP[2])
        self.assertEqual(done[13:19], STEP[1])
        self.assertEqual(errors(done[23]), ["At most 4 guests with pets"])
        self.assertEqual(done[26:32] + [done[32]], [*STEP[3], "3 nights, 5 guests"])

    def test_submit(self):
        watch = [["eval", "globalThis.sent = []; document.addEventListener('submit', (e) => { globalThis.sent.push(e.defaultPrevented); }); 0"]]
        sent = [["eval", "String(globalThis.sent)"]]
        done = play("booking.html", [*DAYS, ["click", "#next"], *watch, ["submit", "#booking"], *sent, *ERRORS, ["type", "#name", "Ann"], ["type", "#email", "ann@example.com"], ["submit", "#booking"], *sent, *ERRORS])
        self.assertEqual(done[6], "true")
        self.assertEqual(errors(done[7]), ["Please enter your name", "Not an e-mail address"])
        self.assertEqual((done[11], errors(done[12])), ("true,false", []))
