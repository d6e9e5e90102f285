import subprocess
import sys
import unittest
from datetime import date, timedelta

import billing
import cli
import gym as gym_module
import report
from billing import Billing, Invoice, Line
from gym import DISCOUNTS, PLANS, Gym, GymError, Member

DAY = date(2025, 1, 31)
MOVED = ("monthly_lines", "create_invoice", "invoice_all", "invoice", "pay", "remind", "has_debts", "open_sums", "revenue", "create", "create_all", "get", "invoices")


class Places(unittest.TestCase):
    def test_gym_has_nothing_left(self):
        gym = Gym()
        self.assertIsInstance(gym.billing, Billing)
        for name in MOVED:
            self.assertFalse(hasattr(gym, name), name)
        for name in ("Line", "Invoice", "REMINDER_DAYS", "REMINDER_FEE", "COURSE_PRICE"):
            self.assertFalse(hasattr(gym_module, name), name)
            self.assertTrue(hasattr(billing, name), name)
        self.assertEqual((billing.REMINDER_DAYS, billing.REMINDER_FEE, billing.COURSE_PRICE), ((14, 28), 300, 800))
        self.assertEqual((PLANS["plus"], DISCOUNTS["staff"]), (3900, 50))
        self.assertEqual((Line.__module__, Invoice.__module__, Billing.__module__, Gym.__module__), ("billing", "billing", "billing", "gym"))

    def test_imports_alone(self):
        for code in ("import billing, gym", "import gym, billing", "import billing", "from billing import Billing; from gym import Gym; Gym()"):
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, code + done.stderr)


class Behaviour(unittest.TestCase):
    def setUp(self):
        self.gym = Gym()
        self.billing = self.gym.billing
        self.ann = self.gym.join("Ann", "plus", DAY, "student")
        self.bo = self.gym.join("Bo", "basic", DAY)
        self.gym.add_course("Yoga", 1, 2)
        self.gym.enrol(1, "Yoga")

    def test_invoices(self):
        invoice = self.billing.create(1, DAY)
        self.assertEqual([(line.text, line.cents) for line in invoice.lines], [("Plan plus", 3900), ("Discount student 20%", -780), ("Course Yoga", 800)])
        self.assertEqual(self.billing.monthly_lines(self.bo), [Line("Plan basic", 2500)])
        self.assertIs(self.billing.get(1), invoice)
        self.assertEqual(list(self.billing.invoices), [1])
        for wrong in (lambda: self.billing.get(9), lambda: self.billing.create(9, DAY), lambda: self.billing.create(1, DAY - timedelta(days=1)),
                      lambda: self.billing.pay(1, 0), lambda: self.billing.pay(1, 3921), lambda: self.billing.pay(7, 5)):
            self.assertRaises(GymError, wrong)
        self.assertEqual((self.billing.pay(1, 3900), self.billing.pay(1, 20)), (20, 0))
        self.assertEqual([i.member for i in self.billing.create_all(DAY)], [2])
        self.assertEqual(self.billing.create_all(DAY), [])
        self.assertEqual([i.number for i in self.billing.create_all(date(2025, 2, 1))], [3, 4])

    def test_reminders_and_debts(self):
        self.billing.create_all(DAY)
        self.billing.pay(2, 2500)
        for days, count, total in ((14, 0, 3920), (15, 1, 3920), (20, 0, 3920), (28, 0, 3920), (29, 1, 4220), (60, 0, 4220)):
            self.assertEqual(len(self.billing.remind(DAY + timedelta(days=days))), count, days)
            self.assertEqual(self.billing.get(1).total(), total)
        self.assertEqual((self.billing.has_debts(1, DAY + timedelta(days=28)), self.billing.has_debts(1, DAY + timedelta(days=29))), (False, True))
        self.gym.visit(2, DAY + timedelta(days=40))
        with self.assertRaisesRegex(GymError, "unpaid"):
            self.gym.visit(1, DAY + timedelta(days=40))
        self.assertEqual(self.billing.open_sums(), {1: 4220})
        self.assertEqual(self.billing.revenue(2025), [2500] + [0] * 11)
        self.assertEqual(report.yearly(self.gym, 2025), ["Year 2025: 25.00 EUR", "Ann owes 42.20 EUR", "Fees: 3.00 EUR"])

    def test_desk(self):
        for words, text in (
            (["join", "Cy", "family"], "member 3"), (["month"], "3 invoices"), (["invoice", "2"], "invoice 4: 25.00 EUR"), (["pay", "4", "20"], "5.00 EUR open"),
            (["pay", "9", "1"], "not possible: there is no invoice 9"), (["remind"], "0 reminders"), (["visit", "3"], "welcome"), (["dance"], "unknown command"),
        ):
            self.assertEqual(cli.run(self.gym, words, DAY), text)

    def test_rest_of_the_gym(self):
        self.assertEqual(self.gym.quit(2, DAY), date(2025, 3, 31))
        self.assertEqual((self.gym.enrol(2, "Yoga"), self.gym.leave(1, "Yoga"), self.gym.courses_of(2)), (False, 2, ["Yoga"]))
        self.assertEqual([m.name for m in self.gym.active(date(2025, 4, 1))], ["Ann"])
        self.assertEqual([m.name for m in self.gym.sleepers(date(2025, 4, 30))], ["Ann"])
        self.assertIsInstance(self.gym.find("an")[0], Member)
        self.gym.visit(1, date(2025, 2, 3))
        self.assertEqual(self.gym.visits_per_weekday(), [1, 0, 0, 0, 0, 0, 0])
        two = Gym()
        self.assertIsNot(two.billing, self.billing)
        self.assertEqual(two.billing.invoices, {})

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_gym"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Ran 4 tests", done.stderr)
