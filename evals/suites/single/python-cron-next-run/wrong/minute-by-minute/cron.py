from datetime import timedelta

LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def next_run(spec, after):
    words = spec.split()
    if len(words) != 5:
        raise ValueError(spec)
    sets = []
    for word, (low, high) in zip(words, LIMITS):
        values = set()
        for part in word.split(","):
            span, _, step = part.partition("/")
            first, last = (low, high) if span == "*" else [int(n) for n in (span.split("-") * 2)[:2]]
            values |= set(range(first, last + 1, int(step or 1)))
        if not values or min(values) < low or max(values) > high:
            raise ValueError(word)
        sets.append(values)
    moment = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for _ in range(5 * 366 * 24 * 60):
        by_day = moment.day in sets[2]
        by_week = moment.isoweekday() % 7 in {n % 7 for n in sets[4]}
        good = (by_day or by_week) if "*" not in (words[2], words[4]) else by_day and by_week
        if moment.minute in sets[0] and moment.hour in sets[1] and moment.month in sets[3] and good:
            return moment
        moment += timedelta(minutes=1)
    return None
