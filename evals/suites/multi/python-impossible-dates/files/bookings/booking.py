"""A booking of one room."""

from dataclasses import dataclass

from bookings.dates import nights, parse_date


@dataclass(frozen=True)
class Booking:
    guest: str
    arrival: object
    departure: object

    @classmethod
    def from_fields(cls, guest, arrival, departure):
        return cls(guest.strip(), parse_date(arrival), parse_date(departure))

    def price(self, per_night):
        return round(nights(self.arrival, self.departure) * per_night, 2)
