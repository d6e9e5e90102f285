import copy
import random
import subprocess
import sys
import unittest
from datetime import datetime, timedelta

from helpdesk import PRIORITIES, Desk, TicketError, UnknownTicket
from views import line, page


class Merge(unittest.TestCase):
    def setUp(self):
        self.now = datetime(2025, 3, 3, 9)
        self.desk = Desk(lambda: self.now)
        self.ann = self.desk.person("Ann", "ann@example.com")
        self.zed = self.desk.person("Zed", "zed@example.com")
        self.bo = self.desk.person("Bo", "bo@example.com", agent=True)
        self.cy = self.desk.person("Cy", "cy@example.com", agent=True)

    def tick(self, **span):
        self.now += timedelta(**(span or {"minutes": 1}))

    def two(self, first="normal", second="normal", **kinds):
        return self.desk.open("One", self.ann, first, kinds.get("a", ())), self.desk.open("Two", self.ann, second, kinds.get("b", ()))

    def texts(self, ticket):
        return [comment.text for comment in ticket.comments]

    def test_comments_by_time(self):
        one, two = self.two()
        for number, text in ((1, "a"), (2, "b"), (1, "c"), (2, "d")):
            self.desk.comment(number, self.ann, text)
            self.tick()
        for number, text in ((1, "from 1"), (2, "from 2"), (1, "from 1 too")):  # all at the same time
            self.desk.comment(number, self.ann, text)
        self.assertIs(self.desk.merge(1, into=2), two)
        self.assertEqual(self.texts(two), ["a", "b", "c", "d", "from 2", "from 1", "from 1 too"])
        self.assertEqual((one.comments, one.state, one.merged_into, two.merged_into), ([], "closed", 2, None))
        self.assertEqual(two.state, "open")

    def test_values(self):
        for first in PRIORITIES:
            for second in PRIORITIES:
                one, two = self.two(first, second, a=["net", "vpn"], b=["vpn", "office"])
                self.desk.log_time(one.number, 20)
                self.desk.log_time(two.number, 15)
                self.desk.merge(one.number, two.number)
                self.assertEqual(two.priority, max(first, second, key=PRIORITIES.index))
                self.assertEqual((two.minutes, one.minutes, two.tags), (35, 0, {"net", "vpn", "office"}))

    def test_assignee(self):
        for mine, other, wanted in ((None, self.bo, self.bo), (self.cy, self.bo, self.cy), (self.cy, None, self.cy), (None, None, None)):
            one, two = self.two()
            self.desk.assign(one.number, other)
            self.desk.assign(two.number, mine)
            self.desk.merge(one.number, two.number)
            self.assertEqual(two.assignee, wanted)

    def test_refused(self):
        one, two = self.two()
        foreign = self.desk.open("Foreign", self.zed)
        done = self.desk.open("Done", self.ann)
        self.desk.comment(1, self.ann, "x")
        self.desk.log_time(1, 5)
        self.desk.move(done.number, "closed")
        before = copy.deepcopy(self.desk.tickets)
        for number, into in ((1, 1), (1, 3), (3, 1), (4, 1), (1, 4)):
            with self.assertRaises(TicketError):
                self.desk.merge(number, into)
        for number, into in ((1, 99), (99, 1)):
            with self.assertRaises(UnknownTicket):
                self.desk.merge(number, into)
        self.assertEqual(self.desk.tickets, before)
        self.desk.merge(1, 2)
        with self.assertRaises(TicketError):
            self.desk.merge(1, 2)

    def test_solved_may_be_merged(self):
        one, two = self.two()
        self.desk.move(1, "solved")
        self.desk.merge(1, 2)
        self.assertEqual((one.state, two.state), ("closed", "open"))

    def test_comment_goes_on(self):
        tickets = [self.desk.open(f"T{n}", self.ann) for n in range(1, 5)]
        self.desk.merge(1, 2)
        self.desk.merge(2, 3)
        self.desk.move(3, "solved")
        comment = self.desk.comment(1, self.ann, "still broken")
        self.assertEqual(comment.text, "still broken")
        self.assertEqual([self.texts(t) for t in tickets], [[], [], ["still broken"], []])
        self.assertEqual([t.state for t in tickets], ["closed", "closed", "open", "open"])
        self.desk.comment(2, self.bo, "note", internal=True)
        self.assertEqual(self.texts(tickets[2]), ["still broken", "note"])
        self.desk.move(3, "closed")
        with self.assertRaises(TicketError):
            self.desk.comment(1, self.ann, "hello?")

    def test_figures(self):
        one, two = self.two(a=["net"], b=["net", "vpn"])
        self.tick(hours=2)
        self.desk.move(1, "solved")
        self.tick(hours=2)
        self.desk.merge(1, 2)
        self.assertEqual(self.desk.hours_to_solve(), {})
        self.desk.move(2, "solved")
        self.assertEqual(self.desk.hours_to_solve(), {"normal": 4.0})
        self.assertEqual(self.desk.by_tag(), {"net": 1, "vpn": 1})
        self.assertEqual(self.desk.summary(), {"open": 0, "waiting": 0, "solved": 1, "closed": 0})
        self.assertEqual([t.number for t in self.desk.search("")], [2])
        self.assertEqual(self.desk.search("one"), [])
        self.desk.open("Three", self.ann)
        self.desk.move(3, "closed")
        self.assertEqual([t.number for t in self.desk.search(state="closed")], [3])
        self.assertEqual(self.desk.summary(), {"open": 0, "waiting": 0, "solved": 1, "closed": 1})

    def test_views(self):
        one, two = self.two("urgent")
        self.desk.assign(1, self.bo)
        self.desk.merge(1, 2)
        self.assertTrue(line(one).startswith("#1 !! One [merged into #2]"), line(one))
        self.assertEqual(page(one).split("\n")[1], "State: merged into #2")
        self.assertEqual(line(two), "#2 !! Two [open] Bo")
        self.assertEqual(page(two).split("\n")[1], "State: open")

    def test_random_merges_lose_nothing(self):
        rng = random.Random(5)
        said = []
        for number in range(1, 13):
            self.desk.open(f"T{number}", self.ann)
        for step in range(300):
            live = [n for n, t in self.desk.tickets.items() if t.state != "closed"]
            if step % 30 == 29 and len(live) > 1:
                self.desk.merge(*rng.sample(live, 2))
            else:
                number = rng.choice(list(self.desk.tickets))
                self.desk.comment(number, self.ann, f"c{step}")
                said.append(f"c{step}")
                self.desk.log_time(rng.choice(live), 1)
            self.tick(seconds=rng.randint(0, 2))
        kept = [text for ticket in self.desk.tickets.values() for text in self.texts(ticket)]
        self.assertEqual(sorted(kept), sorted(said))
        for ticket in self.desk.tickets.values():
            times = [comment.at for comment in ticket.comments]
            self.assertEqual(times, sorted(times))
        self.assertEqual(sum(t.minutes for t in self.desk.tickets.values()), len(said))

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_helpdesk"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.desk.load(), self.desk.unassigned(), self.desk.late()), ({"Bo": 0, "Cy": 0}, [], []))
