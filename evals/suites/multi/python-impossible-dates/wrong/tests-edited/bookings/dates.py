"""Dates as people type them."""

import datetime


def parse_date(text):
    """A date from "31.12.2024", "2024-12-31" or "31/12/2024"."""
    text = text.strip()
    if "." in text:
        day, month, year = text.split(".")
    elif "/" in text:
        day, month, year = text.split("/")
        if int(month) > 12:
            day, month = month, day
    else:
        year, month, day = text.split("-")
    return datetime.date(int(year), int(month), int(day))


def nights(arrival, departure):
    """Number of nights between two dates."""
    count = (departure - arrival).days
    if count < 1:
        raise ValueError("the departure must be after the arrival")
    return count
