"""A bucket of tokens: limits how often something may happen."""

import time


class Bucket:
    """Holds up to `capacity` tokens and gets `rate` new ones a second; it is full at the start.

    `clock` is a function that gives seconds, for tests.
    """

    def __init__(self, rate, capacity, clock=time.monotonic):
        self.rate = rate
        self.capacity = capacity
        self._clock = clock
        self._tokens = capacity
        self._seen = clock()

    def available(self):
        """How many tokens there are now; never more than the capacity."""
        now = self._clock()
        self._tokens = min(self.capacity, self._tokens + (now - self._seen) * self.rate)
        self._seen = now
        return self._tokens

    def take(self, count=1):
        """Take tokens and return True; if there are too few, take none and return False."""
        if self.available() < count:
            return False
        self._tokens -= count
        return True
