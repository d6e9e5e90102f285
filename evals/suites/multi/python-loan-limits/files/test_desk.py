import unittest

from desk import Desk, DeskError
from members import Member


class TestDesk(unittest.TestCase):
    def setUp(self):
        self.desk = Desk(["Dune", "Emma", "Ulysses"])
        self.ann = Member("Ann")

    def test_lend_and_take_back(self):
        self.assertEqual(self.desk.lend(self.ann, "Dune", 10), 38)
        self.assertEqual(self.desk.take_back(self.ann, "Dune", 40), 0.4)

    def test_book_that_is_out(self):
        self.desk.lend(self.ann, "Dune", 10)
        with self.assertRaises(DeskError):
            self.desk.lend(Member("Bo"), "Dune", 11)


if __name__ == "__main__":
    unittest.main()
