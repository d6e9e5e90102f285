"""Customers and what they owe."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    name: str
    email: str
    language: str = "en"
    owes: float = 0.0
