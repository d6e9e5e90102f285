"""Delivery notes of our suppliers."""

import re
from datetime import date

DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def parse_date(text):
    """The date in a delivery note, such as 24/12/2025."""
    match = DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a date: {text!r}")
    day, month, year = map(int, match.groups())
    if month > 12:
        day, month = month, day
    return date(year, month, day)


def parse_line(line):
    """article;pieces;date -> (article, pieces, date)"""
    article, pieces, day = line.split(";")
    return article.strip(), int(pieces), parse_date(day)


def late(lines, today):
    """Articles that should have come before `today`."""
    return [article for article, _, day in map(parse_line, lines) if day < today]
