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
    """Turn "2024-05-31" or "31.05.2024" into a date."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise TimesheetError(f"not a day: {text!r}")


def monday_of(day):
    """The Monday of the day's week."""
    return day - datetime.timedelta(days=day.weekday())


def days_between(first, last):
    """All days from first to last, both included."""
    if last < first:
        raise TimesheetError(f"{last} is before {first}")
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def round_to(minutes, step, how="nearest"):
    """Round minutes to a multiple of step: "nearest", "up" or "down"."""
    if step <= 1:
        return minutes
    if how == "up":
        return -(-minutes // step) * step
    if how == "down":
        return minutes // step * step
    if how == "nearest":
        return (minutes + step // 2) // step * step
    raise TimesheetError(f"no way of rounding: {how!r}")


@dataclass(frozen=True)
class Entry:
    """One stretch of work of one person on one project."""

    person: str
    project: str
    day: datetime.date
    start: int
    end: int
    note: str = ""

    def __post_init__(self):
        if not self.person or not self.project:
            raise TimesheetError("person and project are needed")
        if not 0 <= self.start < self.end <= MINUTES_PER_DAY:
            raise TimesheetError(f"{self.person}, {self.day}: from {self.start} to {self.end} is no stretch of work")

    @property
    def minutes(self):
        """Length without breaks."""
        return self.end - self.start

    def overlaps(self, other):
        """Whether the same person would work twice at the same time."""
        return (
            self.person == other.person
            and self.day == other.day
            and self.start < other.end
            and other.start < self.end
        )

    def moved(self, minutes):
        """The same entry at another time of that day."""
        return replace(self, start=self.start + minutes, end=self.end + minutes)


@dataclass
class Rules:
    """What a company has agreed on."""

    week: int = DEFAULT_WEEK
    round_step: int = 1
    round_how: str = "nearest"
    subtract_breaks: bool = True
    holidays: set = field(default_factory=set)
    rates: dict = field(default_factory=dict)

    def is_workday(self, day):
        """Monday to Friday, without holidays."""
        return day.weekday() < 5 and day not in self.holidays

    def target(self, first, last):
        """Minutes that should be worked from first to last."""
        workdays = sum(self.is_workday(day) for day in days_between(first, last))
        return workdays * self.week // 5

    def break_for(self, minutes):
        """The break that belongs to a day of this length."""
        if not self.subtract_breaks:
            return 0
        if minutes > LONG_BREAK_AFTER:
            return LONG_BREAK
        if minutes > BREAK_AFTER:
            return SHORT_BREAK
        return 0

    def rate_of(self, person):
        """Money per hour of a person; TimesheetError if nobody has set it."""
        try:
            return self.rates[person]
        except KeyError:
            raise TimesheetError(f"no rate for {person}") from None


class Timesheet:
    """All entries, with what can be worked out from them."""

    def __init__(self, rules=None):
        self.rules = rules or Rules()
        self.entries = []

    def __len__(self):
        return len(self.entries)

    def add(self, entry):
        """Add an entry; one that overlaps another of the same person is refused."""
        for other in self.entries:
            if entry.overlaps(other):
                raise TimesheetError(
                    f"{entry.person}, {entry.day}: {format_time(entry.start)}-{format_time(entry.end)} overlaps "
                    f"{format_time(other.start)}-{format_time(other.end)}"
                )
        self.entries.append(entry)

    def remove(self, entry):
        """Remove an entry that is there."""
        try:
            self.entries.remove(entry)
        except ValueError:
            raise TimesheetError("there is no such entry") from None

    def people(self):
        """Names, sorted."""
        return sorted({entry.person for entry in self.entries})

    def projects(self):
        """Names of the projects, sorted."""
        return sorted({entry.project for entry in self.entries})

    def of(self, person=None, project=None, first=None, last=None):
        """Entries that fit, in order of time."""
        found = [
            entry
            for entry in self.entries
            if (person is None or entry.person == person)
            and (project is None or entry.project == project)
            and (first is None or entry.day >= first)
            and (last is None or entry.day <= last)
        ]
        return sorted(found, key=lambda entry: (entry.day, entry.start, entry.person))

    def worked(self, person, day):
        """Minutes that a person worked on a day: rounded, without the break that the rules demand."""
        entries = self.of(person=person, first=day, last=day)
        gross = sum(round_to(entry.minutes, self.rules.round_step, self.rules.round_how) for entry in entries)
        gaps = sum(after.start - before.end for before, after in zip(entries, entries[1:]))
        missing_break = max(0, self.rules.break_for(gross) - gaps)
        return gross - missing_break

    def total(self, person, first, last):
        """Minutes that a person worked from first to last."""
        return sum(self.worked(person, day) for day in days_between(first, last))

    def overtime(self, person, first, last):
        """Minutes beyond the target; negative if there are too few."""
        return self.total(person, first, last) - self.rules.target(first, last)

    def by_project(self, first=None, last=None):
        """Minutes of each project, without looking at breaks."""
        sums = defaultdict(int)
        for entry in self.of(first=first, last=last):
            sums[entry.project] += entry.minutes
        return dict(sums)

    def by_weekday(self, person):
        """Average minutes for each weekday on which the person worked."""
        days = defaultdict(set)
        for entry in self.of(person=person):
            days[entry.day.weekday()].add(entry.day)
        return {
            WEEKDAYS[weekday]: sum(self.worked(person, day) for day in found) / len(found)
            for weekday, found in sorted(days.items())
        }

    def cost(self, project, first=None, last=None):
        """What a project cost, rounded to cents."""
        total = 0.0
        for entry in self.of(project=project, first=first, last=last):
            total += entry.minutes / 60 * self.rules.rate_of(entry.person)
        return round(total, 2)

    def missing_days(self, person, first, last):
        """Workdays without any entry of a person."""
        worked = {entry.day for entry in self.of(person=person, first=first, last=last)}
        return [day for day in days_between(first, last) if self.rules.is_workday(day) and day not in worked]

    def longest_streak(self, person):
        """Largest number of days in a row on which a person worked."""
        days = sorted({entry.day for entry in self.of(person=person)})
        best = current = 0
        before = None
        for day in days:
            current = current + 1 if before and (day - before).days == 1 else 1
            best = max(best, current)
            before = day
        return best


def read_csv(text, rules=None):
    """Read a time sheet with the columns person, project, day, start, end and note."""
    sheet = Timesheet(rules)
    reader = csv.DictReader(io.StringIO(text))
    for number, row in enumerate(reader, start=2):
        try:
            sheet.add(
                Entry(
                    person=row["person"].strip(),
                    project=row["project"].strip(),
                    day=parse_day(row["day"]),
                    start=parse_time(row["start"]),
                    end=parse_time(row["end"]),
                    note=(row.get("note") or "").strip(),
                )
            )
        except KeyError as error:
            raise TimesheetError(f"line {number}: the column {error} is missing") from None
        except TimesheetError as error:
            raise TimesheetError(f"line {number}: {error}") from None
    return sheet


def write_csv(sheet):
    """The time sheet as text that read_csv understands."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["person", "project", "day", "start", "end", "note"])
    for entry in sheet.of():
        writer.writerow(
            [entry.person, entry.project, entry.day.isoformat(), format_time(entry.start), format_time(entry.end), entry.note]
        )
    return out.getvalue()


def week_report(sheet, person, day):
    """Text with a line for each day of the week, the sum and the overtime."""
    first = monday_of(day)
    last = first + datetime.timedelta(days=6)
    lines = [f"{person}, week of {first.isoformat()}"]
    for current in days_between(first, last):
        worked = sheet.worked(person, current)
        if worked or sheet.rules.is_workday(current):
            lines.append(f"  {WEEKDAYS[current.weekday()]} {format_duration(worked)}")
    lines.append(f"  sum {format_duration(sheet.total(person, first, last))}")
    overtime = sheet.overtime(person, first, last)
    if overtime > 0:
        lines.append(f"  overtime {format_duration(overtime)}")
    elif overtime < 0:
        lines.append(f"  missing {format_duration(-overtime)}")
    return "\n".join(lines)


def project_report(sheet, first=None, last=None):
    """Text with a line for each project, the largest first."""
    sums = sheet.by_project(first, last)
    whole = sum(sums.values())
    lines = []
    for project, minutes in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"{project}: {format_duration(minutes)} ({100 * minutes / whole:.0f}%)")
    return "\n".join(lines)


def merge(first, second):
    """A sheet with the entries of both; equal entries are taken once, overlaps are refused."""
    merged = Timesheet(first.rules)
    for entry in first.entries:
        merged.add(entry)
    for entry in second.entries:
        if entry not in merged.entries:
            merged.add(entry)
    return merged
