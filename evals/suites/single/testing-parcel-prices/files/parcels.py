"""Prices of parcels, in cents."""

HOME = "DE"
NEIGHBOURS = ("AT", "BE", "FR", "NL", "PL")
STEPS = ((500, 390), (2000, 590), (10000, 990))
FAR_FEE = 250


def zone(country):
    """1 for home, 2 for the neighbours, 3 for all other countries.

    `country` is a code of two letters, upper or lower case. Anything else is a ValueError.
    """
    if len(country) != 2 or not country.isalpha():
        raise ValueError(f"not a country: {country!r}")
    code = country.upper()
    if code == HOME:
        return 1
    return 2 if code in NEIGHBOURS else 3


def price(grams, country=HOME):
    """What a parcel costs.

    At home it is 390 up to 500 g, 590 up to 2000 g and 990 up to 10000 g, each limit included. Zone 2 costs twice
    as much, zone 3 three times as much and FAR_FEE on top. A weight of 0 or less, or above 10000 g, is a ValueError.
    """
    if grams <= 0:
        raise ValueError("a parcel weighs something")
    for limit, cents in STEPS:
        if grams <= limit:
            where = zone(country)
            return cents * where + (FAR_FEE if where == 3 else 0)
    raise ValueError("too heavy")
