"""Places on the map."""

import math
from typing import NamedTuple

EARTH_KM = 6371.0
UNITS = {"km": 1.0, "m": 1000, "mi": 0.621371}


class Point(NamedTuple):
    """Latitude and longitude in degrees."""

    lat: float
    lon: float


def distance(a, b, unit="km"):
    """The shortest way over the surface between two points, in km, m or mi."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    lon = math.radians(b.lon - a.lon)
    part = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(part))) * UNITS[unit]


def nearest(point, places):
    """The name of the place that is nearest; `places` maps names to points. None if there are none."""
    return min(places, key=lambda name: distance(point, places[name]), default=None)
