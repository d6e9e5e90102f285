"""The last values of a sensor."""

from collections import deque


class Recent:
    """Remembers the last `size` values."""

    def __init__(self, size):
        self._values = deque(maxlen=size)

    def add(self, value):
        self._values.append(value)

    def values(self):
        return list(self._values)
