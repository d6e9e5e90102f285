class IntervalSet:
    def __init__(self):
        self.numbers = set()

    def add(self, start, end):
        self.numbers.update(range(start, end))

    def __contains__(self, n):
        return n in self.numbers

    def __iter__(self):
        start = last = None
        for n in sorted(self.numbers):
            if start is None:
                start = n
            elif n != last + 1:
                yield (start, last + 1)
                start = n
            last = n
        if start is not None:
            yield (start, last + 1)
