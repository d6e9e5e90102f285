"""Taxes by country."""


class Tax:
    RATES = {"DE": 0.19, "AT": 0.2, "CH": 0.081}

    def __init__(self, country):
        self.rate = self.RATES.get(country, 0)

    def calc(self, net):
        """The tax on a net amount."""
        return round(net * self.rate, 2)
