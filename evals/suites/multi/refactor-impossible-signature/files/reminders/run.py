"""The nightly run."""

from reminders.mail import send_reminder


def remind_all(customers, outbox, minimum=5):
    """Remind everybody who owes enough; returns how many."""
    count = 0
    for customer in customers:
        if customer.owes >= minimum:
            send_reminder(customer, customer.language, outbox)
            count += 1
    return count
