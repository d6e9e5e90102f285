"""The yearly report."""

from gym import REMINDER_FEE, Gym


def yearly(gym: Gym, year):
    """Lines of text about a year."""
    lines = [f"Year {year}: {sum(gym.revenue(year)) / 100:.2f} EUR"]
    for number, cents in sorted(gym.open_sums().items()):
        lines.append(f"{gym.member(number).name} owes {cents / 100:.2f} EUR")
    late = [invoice for invoice in gym.invoices.values() if invoice.reminders > 1]
    if late:
        lines.append(f"Fees: {len(late) * REMINDER_FEE / 100:.2f} EUR")
    return lines
