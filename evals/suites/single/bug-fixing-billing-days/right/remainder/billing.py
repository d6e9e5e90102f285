"""When subscriptions are billed."""

import calendar
from datetime import date


def add_month(day):
    """The same day a month later; where that month is too short it is the month's last day."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def schedule(start, count):
    """The first `count` billing days of a subscription: `start` and then every month."""
    days = [start]
    while len(days) < count:
        days.append(add_month(days[-1]))
    return days


def days_in_month(year, month):
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


def share_of_month(day):
    """The part of the month that is left on `day`, that day included: what a customer pays who starts on it."""
    total = days_in_month(day.year, day.month)
    return (total - day.day + 1) / total
