"""A time sheet: who worked how long on what, with rules for breaks, overtime and rounding.

Times are minutes since midnight, days are ``datetime.date``; nothing in here reads the clock.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

MINUTES_PER_DAY = 24 * 60
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BREAK_AFTER = 6 * 60
LONG_BREAK_AFTER = 9 * 60
SHORT_BREAK = 30
LONG_BREAK = 45
DEFAULT_WEEK = 40 * 60


class TimesheetError(Exception):
    """Something in a time sheet can't be right."""


def parse_time(text):
    """Turn "8:30", "08.30" or "830" into minutes since midnight.

    >>> parse_time("8:30")
    510
    """
    match = re.fullmatch(r"\s*(\d{1,2})[:.]?(\d{2})\s*", text)
    if not match:
        raise TimesheetError(f"not a time: {text!r}")
    hours, minutes = int(match[1]), int(match[2])
    if hours > 24 or minutes > 59 or hours * 60 + minutes > MINUTES_PER_DAY:
        raise TimesheetError(f"no such time: {text!r}")
    return hours * 60 + minutes


def format_time(minutes):
    """Turn minutes since midnight into "08:30"."""
    if not 0 <= minutes <= MINUTES_PER_DAY:
        raise TimesheetError(f"not a time of day: {minutes}")
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_duration(text):
    """Turn "1h 30m", "90m", "1.5h" or "1:30" into minutes."""
    text = text.strip().lower()
    match = re.fullmatch(r"(\d+):(\d{2})", text)
    if match:
        return int(match[1]) * 60 + int(match[2])
    match = re.fullmatch(r"(?:(\d+(?:\.\d+)?)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", text)
    if not match or not text:
        raise TimesheetError(f"not a duration: {text!r}")
    hours = float(match[1] or 0)
    return round(hours * 60) + int(match[2] or 0)


def format_duration(minutes):
    """Turn minutes into "1h 30m"; whole hours are "2h", less than an hour is "45m"."""
    if minutes < 0:
        return f"-{format_duration(-minutes)}"
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return f"{hours}h {rest}m"
    if hours:
        return f"{hours}h"
    return f"{rest}m"


def parse_day(text):
