"""Orders."""

from store.tax import Tax


class Order:
    def __init__(self, customer, country="DE"):
        self.customer = customer
        self.tax = Tax(country)
        self.lines = []

    def add(self, name, count, price):
        self.lines.append((name, count, price))
        return self

    def net(self):
        return round(sum(count * price for _, count, price in self.lines), 2)

    def gross_total(self):
        """What the customer pays."""
        net = self.net()
        return round(net + self.tax.calc(net), 2)


class GiftOrder(Order):
    """An order with wrapping."""

    WRAPPING = 3.5

    def gross_total(self):
        return round(super().gross_total() + self.WRAPPING, 2)
