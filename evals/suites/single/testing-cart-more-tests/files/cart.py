"""A shopping cart. Amounts are cents."""


class CartError(Exception):
    """Something that a cart does not allow."""


COUPONS = {"WELCOME": 10, "FRIENDS": 25}
"""Percent off, by code."""


class Cart:
    """Articles and how many of each."""

    def __init__(self):
        self._lines = {}
        self._coupon = None

    def __len__(self):
        """How many pieces there are."""
        return sum(count for _, count in self._lines.values())

    def add(self, article, cents, count=1):
        """Add pieces of an article. Its price is that of the first time; another price is a CartError."""
        if count < 1:
            raise CartError("count must be at least 1")
        price, have = self._lines.get(article, (cents, 0))
        if price != cents:
            raise CartError(f"{article} costs {price}")
        self._lines[article] = (price, have + count)

    def remove(self, article, count=None):
        """Take out pieces of an article, all of them without `count`.

        More than there are takes out all. An article that isn't there is a CartError, a count below 1 too. Returns how
        many were taken out.
        """
        if article not in self._lines:
            raise CartError(f"there is no {article}")
        if count is not None and count < 1:
            raise CartError("count must be at least 1")
        price, have = self._lines[article]
        taken = have if count is None else min(count, have)
        if taken == have:
            del self._lines[article]
        else:
            self._lines[article] = (price, have - taken)
        return taken

    def use_coupon(self, code):
        """Use a coupon, in upper or lower case; only one at a time, the next one takes its place.

        An unknown code is a CartError, and the coupon before stays.
        """
        code = code.upper()
        if code not in COUPONS:
            raise CartError(f"there is no coupon {code}")
        self._coupon = code

    def total(self):
        """What is to pay. A coupon takes off its percentage, rounded down to whole cents in favour of the shop."""
        full = sum(price * count for price, count in self._lines.values())
        return full - full * COUPONS.get(self._coupon, 0) // 100
