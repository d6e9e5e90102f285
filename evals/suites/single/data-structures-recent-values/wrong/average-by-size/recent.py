"""The last values of a sensor."""

from collections import deque


class Recent:
    """Remembers the last `size` values."""

    def __init__(self, size):
        if size < 1:
            raise ValueError("size must be at least 1")
        self.size = size
        self._values = deque(maxlen=size)

    def __len__(self):
        return len(self._values)

    @property
    def full(self):
        return len(self._values) == self.size

    def add(self, value):
        self._values.append(value)

    def values(self):
        return list(self._values)

    def average(self):
        if not self._values:
            return None
        return sum(self._values) / self.size

    def clear(self):
        self._values.clear()
