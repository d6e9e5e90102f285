"""Prices of parcels, in cents."""


def price(grams):
    """What a parcel costs: 390 up to 500 g, 590 up to 2000 g and 990 above."""
    if grams <= 500:
        return 390
    if grams <= 2000:
        return 590
    return 990
