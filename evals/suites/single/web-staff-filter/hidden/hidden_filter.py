import unittest

from page import play

ALL = ["Ana Kovač, Sales", "Ben Ito, Support", "Cleo Marsh, Sales", "Dirk Anders, IT", "Eva Solano, IT"]


class Filter(unittest.TestCase):
    def look(self, *steps):
        *_, shown, status = play("staff.html", [*steps, ["shown", "#people li"], ["text", "#status"]])
        return shown, status

    def test_start(self):
        self.assertEqual(self.look(), (ALL, "5 of 5 people"))

    def test_words(self):
        for query, wanted in {
            "sales": [ALL[0], ALL[2]], "IT DIRK": [ALL[3]], "dirk   it ": [ALL[3]], "kovač": [ALL[0]], "an": [ALL[0], ALL[3], ALL[4]],
            "a.*": [], "sales it": [], "  ": ALL, "o,": [ALL[1], ALL[4]],
        }.items():
            status = f"{len(wanted)} of 5 people" if wanted else "nobody found"
            self.assertEqual(self.look(["type", "#query", query]), (wanted, status), query)

    def test_active(self):
        self.assertEqual(self.look(["check", "#active"]), ([ALL[0], ALL[2], ALL[3]], "3 of 5 people"))
        steps = [["check", "#active"], ["type", "#query", "it"]]
        self.assertEqual(self.look(*steps), ([ALL[3]], "1 of 5 people"))
        self.assertEqual(self.look(*steps, ["check", "#active", False]), ([ALL[1], ALL[3], ALL[4]], "3 of 5 people"))

    def test_back(self):
        steps = [["type", "#query", "dirk"], ["type", "#query", ""]]
        self.assertEqual(self.look(*steps), (ALL, "5 of 5 people"))
        done = play("staff.html", [["type", "#query", "dirk"], ["key", "#query", "Escape"], ["value", "#query"], ["shown", "li"]])
        self.assertEqual(done[2:], ["", ALL])
        done = play("staff.html", [["type", "#query", "dirk"], ["key", "#query", "Enter"], ["value", "#query"]])
        self.assertEqual(done[2], "dirk")

    def test_attribute(self):
        done = play("staff.html", [["type", "#query", "dirk"], ["attributes", "li", "hidden"]])
        self.assertEqual([a is None for a in done[1]], [False, False, False, True, False])
