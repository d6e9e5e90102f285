"""The last values of a sensor."""

class Recent:
    """Remembers the last `size` values."""

    def __init__(self, size):
        if size < 1:
            raise ValueError("size must be at least 1")
        self.size = size
        self._values = []

    def __len__(self):
        return len(self._values)

    @property
    def full(self):
        return len(self._values) == self.size

    def add(self, value):
        self._values.append(value)
        if len(self._values) > self.size:
            self._values.pop(0)

    def values(self):
        return self._values

    def average(self):
        if not self._values:
            return None
        return sum(self._values) / len(self._values)

    def clear(self):
        self._values.clear()
