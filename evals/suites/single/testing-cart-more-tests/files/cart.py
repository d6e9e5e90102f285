"""A shopping cart. Amounts are cents."""


class Cart:
    """Articles with their prices and how many of each."""

    def __init__(self):
        self._lines = {}

    def __len__(self):
        """How many pieces there are."""
        return sum(count for _, count in self._lines.values())

    def add(self, article, cents, count=1):
        """Add pieces of an article."""
        if count < 1:
            raise ValueError("count must be at least 1")
        _, have = self._lines.get(article, (cents, 0))
        self._lines[article] = (cents, have + count)

    def remove(self, article):
        """Take all pieces of an article out; a KeyError if it isn't there."""
        del self._lines[article]

    def total(self):
        """What is to pay."""
        return sum(cents * count for cents, count in self._lines.values())
