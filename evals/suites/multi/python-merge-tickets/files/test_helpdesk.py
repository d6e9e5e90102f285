import unittest
from datetime import datetime, timedelta

from helpdesk import Desk, TicketError
from views import line, page


class Clock:
    def __init__(self):
        self.now = datetime(2025, 3, 3, 9)

    def __call__(self):
        return self.now

    def later(self, **span):
        self.now += timedelta(**span)


class TestDesk(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        self.desk = Desk(self.clock)
        self.ann = self.desk.person("Ann", "ann@example.com")
        self.bo = self.desk.person("Bo", "bo@example.com", agent=True)

    def test_life(self):
        ticket = self.desk.open("Printer is on fire", self.ann, "urgent", ["hardware"])
        self.desk.assign(ticket.number, self.bo)
        self.desk.comment(ticket.number, self.bo, "Use water")
        self.desk.move(ticket.number, "solved")
        self.desk.comment(ticket.number, self.ann, "Now it is wet")
        self.assertEqual(ticket.state, "open")
        self.assertEqual(line(ticket), "#1 !! Printer is on fire [open] Bo")

    def test_late(self):
        self.desk.open("Slow", self.ann, "high")
        self.clock.later(hours=9)
        self.assertEqual([t.number for t in self.desk.late()], [1])

    def test_closed(self):
        ticket = self.desk.open("Old", self.ann)
        self.desk.move(1, "closed")
        with self.assertRaises(TicketError):
            self.desk.comment(1, self.ann, "Hello?")
        self.assertIn("State: closed", page(ticket))


if __name__ == "__main__":
    unittest.main()
