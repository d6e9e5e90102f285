"""Places on the map."""

import math
from typing import NamedTuple

EARTH_KM = 6371.0
UNITS = {"km": 1.0, "m": 1000.0, "mi": 0.621371}
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class Point(NamedTuple):
    """Latitude and longitude in degrees."""

    lat: float
    lon: float


def parse(text):
    """"52.5, 13.4" as a Point. Raises ValueError if it isn't one, or not on the earth."""
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(f"not a point: {text!r}")
    point = Point(float(parts[0]), float(parts[1]))
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise ValueError(f"not on the earth: {text!r}")
    return point


def distance(a, b, unit="km"):
    """The shortest way over the surface between two points, in km, m or mi. Raises KeyError for another unit."""
    factor = UNITS[unit]
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    lon = math.radians(b.lon - a.lon)
    part = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(part))) * factor


def direction(a, b):
    """The wind ("N", "NE", ...) to which one starts on the shortest way from a to b. Raises ValueError if a is b."""
    if a == b:
        raise ValueError("there is no direction")
    lat_a, lat_b, lon = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    east = math.sin(lon) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(lon)
    degrees = math.degrees(math.atan2(east, north)) % 360
    return WINDS[round(degrees / 45) % 8]


def nearest(point, places):
    """The name of the place that is nearest; `places` maps names to points. None if there are none."""
    return min(places, key=lambda name: distance(point, places[name]), default=None)
