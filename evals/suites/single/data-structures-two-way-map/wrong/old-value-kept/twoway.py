"""A dict that can be asked both ways."""


class TwoWay:
    """Keys and values, each of them once."""

    def __init__(self):
        self._values = {}
        self._keys = {}

    def __setitem__(self, key, value):
        if self._keys.get(value, key) != key:
            raise ValueError(f"{value!r} belongs to {self._keys[value]!r}")
        self._values[key] = value
        self._keys[value] = key

    def __getitem__(self, key):
        return self._values[key]

    def __contains__(self, key):
        return key in self._values

    def __len__(self):
        return len(self._values)

    def key_of(self, value):
        return self._keys[value]
