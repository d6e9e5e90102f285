"""Bookings from the portal's export: guest;arrival;departure."""

from bookings.booking import Booking


def import_lines(lines):
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            found.append(Booking.from_fields(*line.split(";")))
    return found
