"""Court bookings of a tennis club: a JSON API and its pages, as one WSGI application."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}
OPENS, CLOSES = 8, 22
MOST_PER_DAY = 2
MOST_DAYS_AHEAD = 14
REASONS = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict",
}


class Problem(Exception):
    """An answer that is not what the client wanted."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status
        self.text = text


# ---- the club


class Club:
    """Members, courts and bookings. A booking is one hour on one court."""

    def __init__(self, courts=("A", "B", "C"), today=date.today):
        self.courts = list(courts)
        self.today = today
        self.members = {}
        self.bookings = {}
        self.waiting = {}  # number: entry, in the order they came
        self.closed = {}  # (court, day): reason
        self._next_member = 1
        self._next_booking = 1
        self._next_waiting = 1

    # members

    def add_member(self, name, level="beginner"):
        """Register somebody; names are unique, whatever their case."""
        name = name.strip()
        if not name:
            raise Problem(400, "name is missing")
        if any(m["name"].lower() == name.lower() for m in self.members.values()):
            raise Problem(409, f"there is a member {name} already")
        if level not in ("beginner", "advanced", "trainer"):
            raise Problem(400, f"unknown level {level}")
        member = {"id": self._next_member, "name": name, "level": level}
        self.members[member["id"]] = member
        self._next_member += 1
        return member

    def member(self, number):
        """The member with this number."""
        if number not in self.members:
            raise Problem(404, f"there is no member {number}")
        return self.members[number]

    def remove_member(self, number):
        """Remove a member with all bookings."""
        self.member(number)
        self._clear_waiting(lambda entry: entry["member"] == number)
        for booking in [b for b in self.bookings.values() if b["member"] == number]:
            self.cancel(booking["id"])
        del self.members[number]

    # courts

    def close_court(self, court, day, reason):
        """Nobody plays there on this day; bookings of the day are cancelled. Returns them."""
        self.check_court(court)
        self.closed[court, day] = reason
        lost = [b for b in self.bookings.values() if (b["court"], b["day"]) == (court, day)]
        for booking in lost:
            del self.bookings[booking["id"]]
        self._clear_waiting(lambda entry: (entry["court"], entry["day"]) == (court, day))
        return lost

    def check_court(self, court):
        """Problem for courts that the club doesn't have."""
        if court not in self.courts:
            raise Problem(404, f"there is no court {court}")

    # bookings

    def at(self, court, day, hour):
        """The booking of this hour, or None."""
        for booking in self.bookings.values():
            if (booking["court"], booking["day"], booking["hour"]) == (court, day, hour):
                return booking
        return None

    def of_day(self, day):
        """Bookings of a day by hour and court."""
        return sorted((b for b in self.bookings.values() if b["day"] == day), key=lambda b: (b["hour"], b["court"]))

    def check_slot(self, court, day, hour):
        """Problem for what can't be booked by anybody."""
        self.check_court(court)
        if not OPENS <= hour < CLOSES:
            raise Problem(400, f"the club is open from {OPENS} to {CLOSES}")
        ahead = (date.fromisoformat(day) - self.today()).days
        if not 0 <= ahead <= MOST_DAYS_AHEAD:
            raise Problem(400, f"bookings are possible up to {MOST_DAYS_AHEAD} days ahead")
        if (court, day) in self.closed:
            raise Problem(409, f"court {court} is closed: {self.closed[court, day]}")

    def has_room(self, number, day):
        """Whether this member may have one more booking on this day; trainers always."""
        if self.member(number)["level"] == "trainer":
            return True
        return sum(b["member"] == number for b in self.of_day(day)) < MOST_PER_DAY

    def book(self, number, court, day, hour):
        """Book an hour for a member."""
        self.member(number)
        self.check_slot(court, day, hour)
        if self.at(court, day, hour):
            raise Problem(409, f"court {court} is taken at {hour}")
        if not self.has_room(number, day):
            raise Problem(409, f"not more than {MOST_PER_DAY} hours a day")
        booking = {"id": self._next_booking, "member": number, "court": court, "day": day, "hour": hour}
        self.bookings[booking["id"]] = booking
        self._next_booking += 1
        return booking

    def cancel(self, number):
        """Remove a booking; the next one waiting for the hour gets it."""
        if number not in self.bookings:
            raise Problem(404, f"there is no booking {number}")
        booking = self.bookings.pop(number)
        slot = booking["court"], booking["day"], booking["hour"]
        for entry in self.waiting_for(*slot):
            del self.waiting[entry["id"]]
            if self.has_room(entry["member"], booking["day"]):
                self.book(entry["member"], *slot)
                break
        return booking

    # waiting lists

    def waiting_for(self, court, day, hour):
        """Entries of the waiting list of an hour, in order."""
        return [e for e in self.waiting.values() if (e["court"], e["day"], e["hour"]) == (court, day, hour)]

    def wait(self, number, court, day, hour):
        """Put a member on the waiting list of a taken hour."""
        self.member(number)
        self.check_slot(court, day, hour)
        booking, others = self.at(court, day, hour), self.waiting_for(court, day, hour)
        if not booking:
            raise Problem(409, f"court {court} is free at {hour}")
        if number in (booking["member"], *(entry["member"] for entry in others)):
            raise Problem(409, "booked or waiting already")
        entry = {"id": self._next_waiting, "member": number, "court": court, "day": day, "hour": hour}
        self.waiting[entry["id"]] = entry
        self._next_waiting += 1
        return {**entry, "position": len(others) + 1}

    def leave(self, number):
        """Take an entry off its waiting list."""
        if number not in self.waiting:
            raise Problem(404, f"there is no waiting list entry {number}")
        return self.waiting.pop(number)

    def _clear_waiting(self, fits):
        self.waiting = {number: entry for number, entry in self.waiting.items() if not fits(entry)}

    def free(self, day):
        """Free hours by court."""
        hours = {}
        for court in self.courts:
            open_hours = [] if (court, day) in self.closed else range(OPENS, CLOSES)
            hours[court] = [hour for hour in open_hours if not self.at(court, day, hour)]
        return hours

    # figures

    def stats(self, first, days=7):
        """Hours per court and per member in the days from ``first`` on, and the share that was used."""
        start = date.fromisoformat(first)
        wanted = {(start + timedelta(days=n)).isoformat() for n in range(days)}
        taken = [b for b in self.bookings.values() if b["day"] in wanted]
        possible = len(self.courts) * (CLOSES - OPENS) * days
        return {
            "courts": {court: sum(b["court"] == court for b in taken) for court in self.courts},
            "members": dict(Counter(self.members[b["member"]]["name"] for b in taken).most_common()),
            "used": round(len(taken) / possible, 4),
        }


# ---- reading requests


def body_of(environ):
    """The JSON object in the body."""
    try:
        data = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
    except ValueError:
        raise Problem(400, "the body is not JSON") from None
    if not isinstance(data, dict):
        raise Problem(400, "the body is not an object")
    return data


def number_in(data, key):
    """A whole number of the body."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Problem(400, f"{key} must be a whole number")
    return value


def day_in(data, key="day"):
    """A day like 2025-03-31 of the body or the query."""
    value = str(data.get(key, ""))
    try:
        if len(value) != 10:
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Problem(400, f"{key} must be a day like 2025-03-31") from None


def query_of(environ):
    """The first value of each parameter in the address."""
    return {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}


# ---- what the addresses do


def list_members(club, environ):
    return 200, sorted(club.members.values(), key=lambda m: m["name"].lower())


def create_member(club, environ):
    data = body_of(environ)
    return 201, club.add_member(str(data.get("name", "")), str(data.get("level", "beginner")))


def show_member(club, environ, number):
    member = club.member(int(number))
    bookings = [b for b in club.bookings.values() if b["member"] == member["id"]]
    return 200, {**member, "bookings": sorted(bookings, key=lambda b: (b["day"], b["hour"]))}


def delete_member(club, environ, number):
    club.remove_member(int(number))
    return 204, None


def list_courts(club, environ):
    return 200, club.courts


def close_court(club, environ, court):
    data = body_of(environ)
    lost = club.close_court(court, day_in(data), str(data.get("reason", "")) or "no reason given")
    return 200, {"cancelled": lost}


def list_bookings(club, environ):
    day = day_in(query_of(environ))
    names = {number: member["name"] for number, member in club.members.items()}
    rows = []
    for booking in club.of_day(day):
        waiting = club.waiting_for(booking["court"], day, booking["hour"])
        rows.append({**booking, "name": names[booking["member"]], "waiting": [entry["member"] for entry in waiting]})
    return 200, rows


def create_booking(club, environ):
    data = body_of(environ)
    member, hour, day = number_in(data, "member"), number_in(data, "hour"), day_in(data)
    return 201, club.book(member, str(data.get("court", "")), day, hour)


def delete_booking(club, environ, number):
    club.cancel(int(number))
    return 204, None


def create_waiting(club, environ):
    data = body_of(environ)
    member, hour, day = number_in(data, "member"), number_in(data, "hour"), day_in(data)
    return 201, club.wait(member, str(data.get("court", "")), day, hour)


def delete_waiting(club, environ, number):
    club.leave(int(number))
    return 204, None


def free_hours(club, environ):
    return 200, club.free(day_in(query_of(environ)))


def show_stats(club, environ):
    return 200, club.stats(day_in(query_of(environ), "from"))


ROUTES = [
    ("GET", r"/api/members", list_members),
    ("POST", r"/api/members", create_member),
    ("GET", r"/api/members/(\d+)", show_member),
    ("DELETE", r"/api/members/(\d+)", delete_member),
    ("GET", r"/api/courts", list_courts),
    ("POST", r"/api/courts/(\w+)/closed", close_court),
    ("GET", r"/api/bookings", list_bookings),
    ("POST", r"/api/bookings", create_booking),
    ("DELETE", r"/api/bookings/(\d+)", delete_booking),
    ("POST", r"/api/waiting", create_waiting),
    ("DELETE", r"/api/waiting/(\d+)", delete_waiting),
    ("GET", r"/api/free", free_hours),
    ("GET", r"/api/stats", show_stats),
]


# ---- the application


def find_route(method, path):
    """(handler, arguments) for a request."""
    known = False
    for wanted, pattern, handler in ROUTES:
        match = re.fullmatch(pattern, path)
        if match and wanted == method:
            return handler, match.groups()
        known = known or bool(match)
    raise Problem(405 if known else 404, "method not allowed" if known else "not found")


def static_file(path):
    """(type, content) of a file of the pages, or None."""
    file = STATIC / (path.lstrip("/") or "index.html")
    if file.parent == STATIC and file.suffix in TYPES and file.is_file():
        return TYPES[file.suffix], file.read_bytes()
    return None


def make_app(club=None):
    """The WSGI application for a club."""
    club = club or Club()

    def app(environ, start_response):
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        kind, body = "application/json; charset=utf-8", b""
        file = static_file(path) if method == "GET" else None
        if file:
            status, (kind, body) = 200, file
        else:
            try:
                handler, arguments = find_route(method, path)
                status, value = handler(club, environ, *arguments)
            except Problem as problem:
                status, value = problem.status, {"error": problem.text}
            if value is not None:
                body = json.dumps(value, ensure_ascii=False).encode()
        start_response(f"{status} {REASONS[status]}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app
