"""The yearly report."""

from billing import REMINDER_FEE
from gym import Gym


def yearly(gym: Gym, year):
    """Lines of text about a year."""
    lines = [f"Year {year}: {sum(gym.billing.revenue(year)) / 100:.2f} EUR"]
    for number, cents in sorted(gym.billing.open_sums().items()):
        lines.append(f"{gym.member(number).name} owes {cents / 100:.2f} EUR")
    late = [invoice for invoice in gym.billing.invoices.values() if invoice.reminders > 1]
    if late:
        lines.append(f"Fees: {len(late) * REMINDER_FEE / 100:.2f} EUR")
    return lines
