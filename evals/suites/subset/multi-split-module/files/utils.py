"""Helpers of all kinds."""

import datetime
import re

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def truncate(text, length, ending="..."):
    """Cut a text to at most `length` characters, with the ending."""
    if len(text) <= length:
        return text
    return text[: max(0, length - len(ending))].rstrip() + ending


def words(text):
    """Words of a text in lower case."""
    return re.findall(r"[a-z0-9']+", text.lower())


def title_case(text):
    """Every word with a capital letter."""
    return " ".join(word.capitalize() for word in text.split())


def is_leap_year(year):
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def short_date(day):
    """A date such as "5 May 2024"."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def days_in_year(year):
    """365 or 366."""
    return 366 if is_leap_year(year) else 365


def next_weekday(day, weekday):
    """The next day after `day` that is the weekday (0 is Monday)."""
    ahead = (weekday - day.weekday() - 1) % 7 + 1
    return day + datetime.timedelta(days=ahead)
