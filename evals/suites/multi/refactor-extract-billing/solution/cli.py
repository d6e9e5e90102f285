"""What the front desk types: commands on a gym."""

from datetime import date

from gym import Gym, GymError


def run(gym: Gym, words, today: date):
    """Do one command and return its text."""
    try:
        match words:
            case ["join", name, plan]:
                return f"member {gym.join(name, plan, today).number}"
            case ["visit", number]:
                gym.visit(int(number), today)
                return "welcome"
            case ["invoice", number]:
                invoice = gym.billing.create(int(number), today)
                return f"invoice {invoice.number}: {invoice.total() / 100:.2f} EUR"
            case ["month"]:
                return f"{len(gym.billing.create_all(today))} invoices"
            case ["pay", number, euros]:
                return f"{gym.billing.pay(int(number), round(float(euros) * 100)) / 100:.2f} EUR open"
            case ["remind"]:
                return f"{len(gym.billing.remind(today))} reminders"
            case _:
                return "unknown command"
    except GymError as error:
        return f"not possible: {error}"
