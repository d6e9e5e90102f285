import calendar
from datetime import date
from itertools import count as counting


def add_months(day, months):
    m = day.year * 12 + (day.month - 1) + months
    y, m0 = m // 12, m % 12
    for d in range(day.day, 27, -1):
        try:
            return date(y, m0 + 1, d)
        except ValueError:
            pass
    return date(y, m0 + 1, day.day)


def schedule(start, count, every=1):
    return [add_months(start, every * i) for i in range(max(count, 1))]


def next_billing(start, today, every=1):
    return next(d for i in counting() if (d := add_months(start, i * every)) >= today)


def days_in_month(day):
    return calendar.monthrange(day.year, day.month)[1]


def share_of_month(day):
    total = days_in_month(day)
    return (total - day.day + 1) / total
