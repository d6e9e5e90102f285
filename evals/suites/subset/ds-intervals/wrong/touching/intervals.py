"""Sets of whole numbers as intervals."""


class IntervalSet:
    def __init__(self):
        self._pairs = []

    def add(self, start, end):
        self._check(start, end)
        kept = []
        for a, b in self._pairs:
            if b <= start or a >= end:
                kept.append((a, b))
            else:
                start, end = min(start, a), max(end, b)
        self._pairs = sorted([*kept, (start, end)])

    def remove(self, start, end):
        self._check(start, end)
        kept = []
        for a, b in self._pairs:
            if a < min(b, start):
                kept.append((a, min(b, start)))
            if max(a, end) < b:
                kept.append((max(a, end), b))
        self._pairs = kept

    def __contains__(self, number):
        return any(a <= number < b for a, b in self._pairs)

    def __len__(self):
        return sum(b - a for a, b in self._pairs)

    def __iter__(self):
        return iter(self._pairs)

    @staticmethod
    def _check(start, end):
        if start >= end:
            raise ValueError("start must be smaller than end")
