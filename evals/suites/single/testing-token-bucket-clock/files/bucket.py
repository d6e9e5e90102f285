"""A bucket of tokens: limits how often something may happen."""

import time


class Bucket:
    """Holds up to `capacity` tokens and gets `rate` new ones a second; it is full at the start.

    Tokens come evenly, fractions of a token too. `clock` is a function that gives seconds, for tests. A rate or a
    capacity that is not above 0 is a ValueError.
    """

    def __init__(self, rate, capacity, clock=time.monotonic):
        if rate <= 0 or capacity <= 0:
            raise ValueError("rate and capacity must be above 0")
        self.rate = rate
        self.capacity = capacity
        self._clock = clock
        self._tokens = capacity
        self._seen = clock()

    def _fill(self):
        now = self._clock()
        self._tokens = min(self.capacity, self._tokens + max(0, now - self._seen) * self.rate)
        self._seen = now

    def available(self):
        """How many tokens there are now, as a float; never more than the capacity."""
        self._fill()
        return float(self._tokens)

    def take(self, count=1):
        """Take tokens and return True; if there are too few, take none and return False.

        More than the capacity can never be taken: that is a ValueError, and so is a count that is not above 0.
        """
        self._check(count)
        self._fill()
        if self._tokens < count:
            return False
        self._tokens -= count
        return True

    def wait_time(self, count=1):
        """Seconds until so many tokens can be taken, 0 if they can be now; the same errors as in `take`."""
        self._check(count)
        self._fill()
        return max(0.0, (count - self._tokens) / self.rate)

    def _check(self, count):
        if not 0 < count <= self.capacity:
            raise ValueError(f"{count} tokens can't be taken")
