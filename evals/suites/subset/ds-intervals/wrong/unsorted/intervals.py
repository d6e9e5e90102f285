"""Sets of whole numbers as intervals."""


class IntervalSet:
    def __init__(self):
        self._pairs = []

    def add(self, start, end):
        kept = []
        for a, b in self._pairs:
            if b < start or a > end:
                kept.append((a, b))
            else:
                start, end = min(start, a), max(end, b)
        self._pairs = [*kept, (start, end)]

    def __contains__(self, number):
        return any(a <= number < b for a, b in self._pairs)

    def __iter__(self):
        return iter(self._pairs)
