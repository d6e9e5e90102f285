"""When a cron line is due."""

from datetime import datetime, timedelta

FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
YEARS = 5


def next_run(spec, after):
    """First minute after `after` that fits the cron line `spec`; None if there is none within five years."""
    words = spec.split()
    if len(words) != len(FIELDS):
        raise ValueError(f"a cron line has five fields: {spec!r}")
    minutes, hours, days, months, weekdays = (_values(word, *field) for word, field in zip(words, FIELDS))
    weekdays = {day % 7 for day in weekdays}

    def day_fits(day):
        by_day, by_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        if words[2] != "*" and words[4] != "*":
            return by_day or by_weekday
        return by_day and by_weekday

    start = after.replace(second=0, microsecond=0)
    day = start.replace(hour=0, minute=0)
    for _ in range(YEARS * 366):
        if day.month in months and day_fits(day):
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    found = day.replace(hour=hour, minute=minute)
                    if found >= start:
                        return found
        day += timedelta(days=1)
    return None


def _values(word, name, low, high):
    values = set()
    for part in word.split(","):
        span, slash, step = part.partition("/")
        if slash and (not step.isdecimal() or int(step) == 0):
            raise ValueError(f"{name}: bad step in {part!r}")
        if span == "*":
            first, last = low, 6 if name == "weekday" else high
        else:
            begin, dash, end = span.partition("-")
            if not begin.isdecimal() or (dash and not end.isdecimal()) or (slash and not dash):
                raise ValueError(f"{name}: {part!r} is not understood")
            first, last = int(begin), int(end if dash else begin)
        if not low <= first <= last <= high:
            raise ValueError(f"{name}: {part!r} is not within {low}-{high}")
        values.update(range(first, last + 1, int(step) if slash else 1))
    return values
