import unittest

from page import play

ALL = ["Ana Kovač, Sales", "Ben Ito, Support", "Cleo Marsh, Sales", "Dirk Anders, IT", "Eva Solano, IT"]


class Filter(unittest.TestCase):
    def look(self, *steps):
        *_, shown, status = play("staff.html", [*steps, ["shown", "#people li"], ["text", "#status"]])
        return shown, status

    def test_start(self):
        self.assertEqual(self.look(), (ALL, "5 of 5 people"))

    def test_typing(self):
        for query, wanted in {
            "sales": [ALL[0], ALL[2]], "DIRK": [ALL[3]], "kovač": [ALL[0]], "an": [ALL[0], ALL[3], ALL[4]], "xyz": [], "marsh, s": [ALL[2]],
        }.items():
            self.assertEqual(self.look(["type", "#query", query]), (wanted, f"{len(wanted)} of 5 people"), query)

    def test_back(self):
        steps = [["type", "#query", "dirk"], ["type", "#query", ""]]
        self.assertEqual(self.look(*steps), (ALL, "5 of 5 people"))

    def test_attribute(self):
        done = play("staff.html", [["type", "#query", "dirk"], ["attributes", "li", "hidden"]])
        self.assertEqual([a is None for a in done[1]], [False, False, False, True, False])
