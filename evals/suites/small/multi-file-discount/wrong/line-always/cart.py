"""What a customer wants to buy."""

from catalog import discount_for, price_of


class Cart:
    """Items with their numbers."""

    def __init__(self):
        self.items = {}
        self.discount = 0

    def add(self, item, count=1):
        """Put `count` pieces of an item into the cart."""
        price_of(item)
        self.items[item] = self.items.get(item, 0) + count

    def subtotal(self):
        """Sum of all prices, rounded to cents."""
        return round(sum(price_of(item) * count for item, count in self.items.items()), 2)

    def total(self):
        """What the customer pays."""
        return round(self.subtotal() * (100 - self.discount) / 100, 2)

    def apply_code(self, code):
        """Use a discount code."""
        self.discount = discount_for(code)
