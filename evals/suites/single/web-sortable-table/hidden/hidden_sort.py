import unittest

from page import play

LOOK = [["texts", "tbody td:first-child"], ["attributes", "th", "aria-sort"]]
ROWS = ["lamp", "Chair", "Ähre", "desk", "Bench 10", "Bench 9"]


def button(column):
    return f"#stock th:nth-child({column}) button"


class Sort(unittest.TestCase):
    def after(self, *columns):
        *_, rows, marks = play("stock.html", [*[["click", button(c)] for c in columns], *LOOK])
        return rows, marks

    def test_start(self):
        done = play("stock.html", [*LOOK, ["texts", "th button"], ["attributes", "th button", "type"], ["texts", "th"]])
        self.assertEqual(done, [ROWS, [None] * 4, ["Article", "Pieces", "Arrived"], ["button"] * 3, ["Article", "Pieces", "Arrived", "Note"]])

    def test_text(self):
        order = ["Ähre", "Bench 9", "Bench 10", "Chair", "desk", "lamp"]
        self.assertEqual(self.after(1), (order, ["ascending", None, None, None]))
        self.assertEqual(self.after(1, 1), (order[::-1], ["descending", None, None, None]))
        self.assertEqual(self.after(1, 1, 1)[0], order)

    def test_number(self):
        self.assertEqual(self.after(2), (["Ähre", "Bench 9", "Chair", "Bench 10", "lamp", "desk"], [None, "ascending", None, None]))
        self.assertEqual(self.after(2, 2), (["lamp", "Chair", "Bench 10", "Bench 9", "Ähre", "desk"], [None, "descending", None, None]))

    def test_date(self):
        order = ["Ähre", "Bench 10", "Bench 9", "lamp", "Chair", "desk"]
        self.assertEqual(self.after(3), (order, [None, None, "ascending", None]))
        self.assertEqual(self.after(3, 3)[0], [*order[-2::-1], "desk"])

    def test_another_column(self):
        self.assertEqual(self.after(2, 2, 3)[1], [None, None, "ascending", None])
        self.assertEqual(self.after(2, 3, 2)[1], [None, "ascending", None, None])
        self.assertEqual(self.after(1, 2)[0], ["Ähre", "Bench 9", "Chair", "Bench 10", "lamp", "desk"])

    def test_rows_stay_whole(self):
        done = play("stock.html", [["click", button(2)], ["texts", "tbody tr:nth-child(2) td"], ["count", "tbody tr"], ["count", "th button"]])
        self.assertEqual(done[1:], [["Bench 9", "7.5", "30.11.2023", "e"], 6, 3])

    def test_several_tables(self):
        done = play("two.html", [["click", "#one button"], ["click", "#one button"], ["click", "#other button"], ["texts", "#one td"], ["texts", "#other td"],
                                 ["texts", "#plain td"], ["attributes", "th", "aria-sort"], ["count", "button"]])
        self.assertEqual(done[3:], [["100", "20", "3"], ["1", "2", "3"], ["2", "1"], ["descending", "ascending", None], 2])
