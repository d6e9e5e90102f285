import unittest

from desk import Desk, DeskError, LimitReached
from members import Member
from rules import late_fee, loan_days, max_loans

TITLES = [f"book {n}" for n in range(30)]


class Limits(unittest.TestCase):
    def test_numbers(self):
        kinds = ("adult", "student", "child", "guest", "", None)
        self.assertEqual([max_loans(kind) for kind in kinds], [5, 10, 3, 2, 2, 2])

    def test_limit_for_each_kind(self):
        for kind, most in (("adult", 5), ("student", 10), ("child", 3), ("visitor", 2)):
            desk, member = Desk(TITLES), Member("x", kind)
            for title in TITLES[:most]:
                desk.lend(member, title, 0)
            before = dict(member.loans)
            with self.assertRaises(LimitReached):
                desk.lend(member, TITLES[most], 0)
            self.assertEqual(member.loans, before)
            self.assertIn(TITLES[most], desk.shelf)
            desk.lend(Member("y", kind), TITLES[most], 0)  # somebody else may have it

    def test_room_again(self):
        desk, kid = Desk(TITLES), Member("kid", "child")
        for title in TITLES[:3]:
            desk.lend(kid, title, 0)
        desk.take_back(kid, TITLES[1], 3)
        self.assertEqual(desk.lend(kid, TITLES[5], 3), 17)

    def test_missing_book_comes_first(self):
        self.assertTrue(issubclass(LimitReached, DeskError))
        desk, kid = Desk(TITLES), Member("kid", "child")
        for title in TITLES[:3]:
            desk.lend(kid, title, 0)
        for title in ("no such book", TITLES[0]):
            with self.assertRaises(DeskError) as caught:
                desk.lend(kid, title, 1)
            self.assertNotIsInstance(caught.exception, LimitReached)

    def test_rest(self):
        self.assertEqual((loan_days("child"), loan_days("x"), late_fee(3), late_fee(-1)), (14, 14, 0.6, 0))
        desk, ann = Desk(["Dune"]), Member("Ann")
        desk.lend(ann, "Dune", 10)
        self.assertEqual(desk.take_back(ann, "Dune", 40), 0.4)
        with self.assertRaises(DeskError):
            desk.take_back(ann, "Dune", 40)
