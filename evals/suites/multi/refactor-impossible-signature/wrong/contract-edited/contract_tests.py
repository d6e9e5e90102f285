"""What other teams rely on. Shared between repositories: don't edit."""

import inspect
import unittest

from reminders.customer import Customer
from reminders.mail import send_reminder


class Contract(unittest.TestCase):
    def test_parameters(self):
        self.assertEqual(list(inspect.signature(send_reminder).parameters), ["customer", "outbox"])

    def test_language_of_the_caller_wins(self):
        outbox = []
        send_reminder(Customer("Ann", "ann@example.com", "de", 9), outbox)
        self.assertEqual(outbox, [("ann@example.com", "Guten Tag Ann, bitte zahlen Sie 9.00 EUR.")])


if __name__ == "__main__":
    unittest.main()
