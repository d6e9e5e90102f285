import unittest
from datetime import date

from cli import run
from gym import Gym, GymError
from report import yearly

DAY = date(2025, 1, 31)


class TestGym(unittest.TestCase):
    def setUp(self):
        self.gym = Gym()
        self.ann = self.gym.join("Ann", "plus", DAY, "student")
        self.bo = self.gym.join("Bo", "basic", DAY)
        self.gym.add_course("Yoga", 1, 2)

    def test_invoice(self):
        self.gym.enrol(self.ann.number, "Yoga")
        invoice = self.gym.billing.create(self.ann.number, DAY)
        self.assertEqual([line.cents for line in invoice.lines], [3900, -780, 800])
        self.assertEqual(self.gym.billing.pay(invoice.number, 3000), 920)
        with self.assertRaises(GymError):
            self.gym.billing.pay(invoice.number, 921)

    def test_debts(self):
        self.gym.billing.create_all(DAY)
        self.assertEqual(len(self.gym.billing.remind(date(2025, 2, 20))), 2)
        with self.assertRaises(GymError):
            self.gym.visit(1, date(2025, 3, 10))

    def test_report(self):
        self.gym.billing.create_all(DAY)
        self.gym.billing.pay(2, 2500)
        self.assertEqual(yearly(self.gym, 2025), ["Year 2025: 25.00 EUR", "Ann owes 31.20 EUR"])

    def test_cli(self):
        self.assertEqual(run(self.gym, ["invoice", "2"], DAY), "invoice 1: 25.00 EUR")
        self.assertEqual(run(self.gym, ["pay", "1", "20"], DAY), "5.00 EUR open")
        self.assertEqual(run(self.gym, ["pay", "9", "20"], DAY), "not possible: there is no invoice 9")


if __name__ == "__main__":
    unittest.main()
