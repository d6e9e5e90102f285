"""Rounding of prices."""

import math


def round_price(value, step=0.05):
    """Round a price to the nearest multiple of `step`."""
    return round(math.floor(value / step) * step, 2)
