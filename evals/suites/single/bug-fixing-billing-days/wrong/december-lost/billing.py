"""When subscriptions are billed."""

import calendar
from datetime import date


def add_months(day, months):
    """The same day so many months later (or earlier, if `months` is negative).

    Where that month is too short it is the month's last day.
    """
    month = (day.month + months) % 12 or 12
    first = date(day.year + (day.month + months) // 12, month, 1)
    return first.replace(day=min(day.day, days_in_month(first)))


def schedule(start, count, every=1):
    """The first `count` billing days of a subscription: `start` and then every `every` months."""
    return [add_months(start, every * number) for number in range(count)]


def next_billing(start, today, every=1):
    """The first billing day that is not before `today`."""
    day, months = start, 0
    while day < today:
        months += every
        day = add_months(start, months)
    return day


def days_in_month(day):
    """How many days the month of `day` has."""
    return calendar.monthrange(day.year, day.month)[1]


def share_of_month(day):
    """The part of the month that is left on `day`, that day included: what a customer pays who starts on it."""
    total = days_in_month(day)
    return (total - day.day + 1) / total
