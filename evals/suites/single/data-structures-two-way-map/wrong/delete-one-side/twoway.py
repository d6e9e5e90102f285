"""A dict that can be asked both ways."""


class TwoWay:
    """Keys and values, each of them once."""

    def __init__(self, mapping=None):
        self._values = {}
        self._keys = {}
        for key, value in (mapping or {}).items():
            self[key] = value

    def __setitem__(self, key, value):
        if value in self._keys and not (key in self._values and self._values[key] == value):
            raise ValueError(f"{value!r} belongs to {self._keys[value]!r}")
        if key in self._values:
            del self._keys[self._values[key]]
        self._values[key] = value
        self._keys[value] = key

    def __getitem__(self, key):
        return self._values[key]

    def __delitem__(self, key):
        del self._values[key]

    def __contains__(self, key):
        return key in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def get(self, key, default=None):
        return self._values.get(key, default)

    def items(self):
        return self._values.items()

    def key_of(self, value):
        return self._keys[value]

    def has_value(self, value):
        return value in self._keys
