import unittest
from datetime import date

from club.app import Club, Problem


class TestClub(unittest.TestCase):
    def setUp(self):
        self.club = Club(today=lambda: date(2025, 3, 1))
        self.ann = self.club.add_member("Ann")["id"]
        self.bo = self.club.add_member("Bo")["id"]

    def test_book_and_cancel(self):
        booking = self.club.book(self.ann, "A", "2025-03-02", 9)
        with self.assertRaises(Problem):
            self.club.book(self.bo, "A", "2025-03-02", 9)
        self.club.cancel(booking["id"])
        self.club.book(self.bo, "A", "2025-03-02", 9)

    def test_two_hours_a_day(self):
        for hour in (9, 10):
            self.club.book(self.ann, "A", "2025-03-02", hour)
        with self.assertRaises(Problem):
            self.club.book(self.ann, "A", "2025-03-02", 11)


if __name__ == "__main__":
    unittest.main()
