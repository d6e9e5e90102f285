import unittest

from reminders.customer import Customer
from reminders.run import remind_all


class TestRun(unittest.TestCase):
    def test_all(self):
        outbox = []
        customers = [Customer("Ann", "ann@example.com", owes=9), Customer("Bo", "bo@example.com", "de", 50), Customer("Cy", "cy@example.com")]
        self.assertEqual(remind_all(customers, outbox), 2)
        self.assertEqual(outbox[1][1], "Guten Tag Bo, bitte zahlen Sie 50.00 EUR.")


if __name__ == "__main__":
    unittest.main()
