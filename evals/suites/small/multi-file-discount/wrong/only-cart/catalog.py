"""Prices and codes of the shop."""

PRICES = {"apple": 0.5, "bread": 2.2, "cheese": 6.4, "wine": 12.9}
DISCOUNTS = {"SPRING": 10, "STAFF": 25}


def price_of(item):
    """Price of one item; KeyError if the shop does not sell it."""
    return PRICES[item]


def discount_for(code):
    """Percentage of a code; 0 if there is no such code."""
    return DISCOUNTS.get((code or "").upper(), 0)
