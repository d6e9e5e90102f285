"""What a parcel costs."""

import csv
from decimal import Decimal
from pathlib import Path

RATES = Path(__file__).parent / "rates.csv"
ISLANDS = ("27498", "18565", "25946")


def load_rates(path=RATES):
    """(kilograms up to and including, price) in rising order."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = [(Decimal(row["up_to_kg"]), Decimal(row["price"])) for row in csv.DictReader(file)]
    return sorted(rows)


def price_for(weight):
    """The price of a parcel of `weight` kilograms (Decimal), as in the rates."""
    for limit, price in load_rates():
        if weight < limit:
            return price
    raise ValueError("too heavy")


def surcharge(postcode):
    """Parcels to the islands cost more."""
    return Decimal("6.50") if postcode in ISLANDS else Decimal("0")


def total(weight, postcode):
    """Price and surcharge."""
    return price_for(weight) + surcharge(postcode)
