"""A gym: members, contracts, courses, visits and invoices. Everything is kept in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from billing import DISCOUNTS, PLANS, Billing, GymError


@dataclass
class Member:
    """Somebody with a contract."""

    number: int
    name: str
    plan: str
    since: date
    status: str = ""
    until: date | None = None

    def is_active(self, day):
        """Whether the contract runs on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class Course:
    """A course with so many places."""

    name: str
    places: int
    weekday: int
    members: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def free(self):
        """Number of free places."""
        return self.places - len(self.members)


def add_months(day, months):
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class Gym:
    """All that a gym has to know."""

    def __init__(self):
        self.members: dict[int, Member] = {}
        self.courses: dict[str, Course] = {}
        self.visits: list[tuple[int, date]] = []
        self.billing = Billing(self)
        self._next_member = 1

    # members

    def join(self, name, plan, day, status=""):
        """A new member."""
        if plan not in PLANS:
            raise GymError(f"unknown plan {plan!r}")
        if status and status not in DISCOUNTS:
            raise GymError(f"unknown status {status!r}")
        if not name.strip():
            raise GymError("a member needs a name")
        member = Member(self._next_member, name.strip(), plan, day, status)
        self._next_member += 1
        self.members[member.number] = member
        return member

    def member(self, number):
        """The member with this number."""
        try:
            return self.members[number]
        except KeyError:
            raise GymError(f"there is no member {number}") from None

    def change_plan(self, number, plan):
        """Another plan from the next invoice on."""
        if plan not in PLANS:
            raise GymError(f"unknown plan {plan!r}")
        self.member(number).plan = plan

    def quit(self, number, day):
        """End a contract at the end of the month after the next one; returns the last day."""
        member = self.member(number)
        if member.until is not None:
            raise GymError(f"{member.name} has quit already")
        member.until = add_months(day.replace(day=1), 3) - timedelta(days=1)
        for course in self.courses.values():
            if number in course.waiting:
                course.waiting.remove(number)
        return member.until

    def active(self, day):
        """Members whose contract runs on this day, by name."""
        return sorted((m for m in self.members.values() if m.is_active(day)), key=lambda m: m.name.lower())

    def find(self, text):
        """Members with this text in their name."""
        return [m for m in self.members.values() if text.lower() in m.name.lower()]

    # courses

    def add_course(self, name, places, weekday):
        """A new course; weekday 0 is Monday."""
        if name in self.courses:
            raise GymError(f"there is a course {name} already")
        if places < 1 or weekday not in range(7):
            raise GymError("a course needs places and a weekday")
        self.courses[name] = Course(name, places, weekday)
        return self.courses[name]

    def course(self, name):
        """The course of this name."""
        try:
            return self.courses[name]
        except KeyError:
            raise GymError(f"there is no course {name}") from None

    def enrol(self, number, name):
        """Put a member into a course; False if there is only the waiting list."""
        member, course = self.member(number), self.course(name)
        if number in course.members or number in course.waiting:
            raise GymError(f"{member.name} is in {name} already")
        if course.free() > 0:
            course.members.append(number)
            return True
        course.waiting.append(number)
        return False

    def leave(self, number, name):
        """Take a member out of a course; the first one waiting moves up and is returned."""
        course = self.course(name)
        if number in course.waiting:
            course.waiting.remove(number)
            return None
        if number not in course.members:
            raise GymError(f"member {number} is not in {name}")
        course.members.remove(number)
        if not course.waiting:
            return None
        moved = course.waiting.pop(0)
        course.members.append(moved)
        return moved

    def courses_of(self, number):
        """Names of the courses of a member."""
        return sorted(course.name for course in self.courses.values() if number in course.members)

    # visits

    def visit(self, number, day):
        """Somebody comes in."""
        member = self.member(number)
        if not member.is_active(day):
            raise GymError(f"the contract of {member.name} does not run on {day}")
        self.visits.append((number, day))

    def visits_per_weekday(self):
        """Number of visits per weekday, 0 is Monday."""
        counts = Counter(day.weekday() for _, day in self.visits)
        return [counts[weekday] for weekday in range(7)]

    def sleepers(self, day, days=60):
        """Active members who have not come for so many days."""
        last = {}
        for number, when in self.visits:
            last[number] = max(when, last.get(number, when))
        return [m for m in self.active(day) if (day - last.get(m.number, m.since)).days > days]
