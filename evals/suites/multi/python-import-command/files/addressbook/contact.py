"""One entry of the book."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    phone: str = ""
