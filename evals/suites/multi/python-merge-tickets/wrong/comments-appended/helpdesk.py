"""Tickets of a help desk, kept in memory: people, queues, comments, time, search and figures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PRIORITIES = ("low", "normal", "high", "urgent")
STATES = ("open", "waiting", "solved", "closed")
MOVES = {
    "open": {"waiting", "solved", "closed"},
    "waiting": {"open", "solved", "closed"},
    "solved": {"open", "closed"},
    "closed": set(),
}
ANSWER_WITHIN = {"low": 72, "normal": 24, "high": 8, "urgent": 1}
TAG = re.compile(r"[a-z][a-z0-9-]*")


class TicketError(Exception):
    """Something that can't be done with tickets."""


class UnknownTicket(TicketError):
    """There is no ticket with this number."""


@dataclass(frozen=True)
class Person:
    """Somebody who asks or answers."""

    name: str
    email: str
    agent: bool = False

    def __post_init__(self):
        if "@" not in self.email:
            raise TicketError(f"not an address: {self.email!r}")


@dataclass(frozen=True)
class Comment:
    """Something that was said about a ticket."""

    author: Person
    text: str
    at: datetime
    internal: bool = False


@dataclass
class Ticket:
    """A question, from the first mail to the end."""

    number: int
    subject: str
    customer: Person
    created: datetime
    priority: str = "normal"
    state: str = "open"
    assignee: Person | None = None
    tags: set[str] = field(default_factory=set)
    comments: list[Comment] = field(default_factory=list)
    minutes: int = 0
    solved_at: datetime | None = None
    merged_into: int | None = None

    def is_done(self):
        """Whether nobody has to do anything any more."""
        return self.state in ("solved", "closed")

    def first_answer(self):
        """When an agent first said something that the customer could read, or None."""
        for comment in self.comments:
            if comment.author.agent and not comment.internal:
                return comment.at
        return None

    def answer_due(self):
        """Until when somebody has to answer."""
        return self.created + timedelta(hours=ANSWER_WITHIN[self.priority])

    def is_late(self, now):
        """Whether the first answer did not come in time."""
        answered = self.first_answer()
        return (answered or now) > self.answer_due()

    def last_change(self):
        """The time of the last comment, or of the creation."""
        return self.comments[-1].at if self.comments else self.created

    def public_comments(self):
        """What the customer may read."""
        return [comment for comment in self.comments if not comment.internal]

    def title(self):
        """Short text for lists."""
        mark = {"urgent": "!! ", "high": "! "}.get(self.priority, "")
        return f"#{self.number} {mark}{self.subject}"


class Desk:
    """All tickets."""

    def __init__(self, clock=datetime.now):
        self.clock = clock
        self.tickets: dict[int, Ticket] = {}
        self.people: dict[str, Person] = {}
        self._next = 1

    # people

    def person(self, name, email, agent=False):
        """Register somebody; the same address gives the same person."""
        key = email.strip().lower()
        if key not in self.people:
            self.people[key] = Person(name.strip(), key, agent)
        return self.people[key]

    def agents(self):
        """Everybody who answers, by name."""
        return sorted((p for p in self.people.values() if p.agent), key=lambda p: p.name)

    # life of a ticket

    def open(self, subject, customer, priority="normal", tags=()):
        """Open a ticket and return it."""
        self._check_priority(priority)
        if not subject.strip():
            raise TicketError("a ticket needs a subject")
        ticket = Ticket(self._next, subject.strip(), customer, self.clock(), priority)
        self._next += 1
        self.tickets[ticket.number] = ticket
        for tag in tags:
            self.tag(ticket.number, tag)
        return ticket

    def get(self, number):
        """The ticket with this number."""
        try:
            return self.tickets[number]
        except KeyError:
            raise UnknownTicket(f"there is no ticket {number}") from None

    def comment(self, number, author, text, internal=False):
        """Say something; an answer of the customer reopens what was waiting or solved."""
        ticket = self.get(number)
        while ticket.merged_into is not None:
            ticket = self.get(ticket.merged_into)
        if ticket.state == "closed":
            raise TicketError(f"ticket {ticket.number} is closed")
        if internal and not author.agent:
            raise TicketError("only agents write internal comments")
        if not text.strip():
            raise TicketError("an empty comment")
        comment = Comment(author, text.strip(), self.clock(), internal)
        ticket.comments.append(comment)
        if not author.agent and ticket.state in ("waiting", "solved"):
            self._set_state(ticket, "open")
        return comment

    def move(self, number, state):
        """Change the state, as far as MOVES allows."""
        ticket = self.get(number)
        if state not in STATES:
            raise TicketError(f"unknown state {state!r}")
        if state not in MOVES[ticket.state]:
            raise TicketError(f"{ticket.state} -> {state} is not possible")
        self._set_state(ticket, state)
        return ticket

    def assign(self, number, agent):
        """Give the ticket to an agent, or to nobody with None."""
        ticket = self.get(number)
        if agent is not None and not agent.agent:
            raise TicketError(f"{agent.name} is not an agent")
        if ticket.state == "closed":
            raise TicketError(f"ticket {number} is closed")
        ticket.assignee = agent
        return ticket

    def prioritise(self, number, priority):
        """Change the priority."""
        self._check_priority(priority)
        ticket = self.get(number)
        ticket.priority = priority
        return ticket

    def tag(self, number, tag):
        """Add a tag; spelling is normalised."""
        cleaned = tag.strip().lower().replace(" ", "-")
        if not TAG.fullmatch(cleaned):
            raise TicketError(f"not a tag: {tag!r}")
        ticket = self.get(number)
        ticket.tags.add(cleaned)
        return ticket

    def untag(self, number, tag):
        """Remove a tag if it is there."""
        ticket = self.get(number)
        ticket.tags.discard(tag.strip().lower().replace(" ", "-"))
        return ticket

    def log_time(self, number, minutes):
        """Add minutes of work."""
        if minutes <= 0:
            raise TicketError("minutes must be positive")
        ticket = self.get(number)
        ticket.minutes += minutes
        return ticket.minutes

    def merge(self, number, into):
        """Move everything of one ticket to another one of the same customer, which is returned."""
        source, target = self.get(number), self.get(into)
        if source is target:
            raise TicketError(f"ticket {number} can't be merged into itself")
        if "closed" in (source.state, target.state):
            raise TicketError("closed tickets can't be merged")
        if source.customer != target.customer:
            raise TicketError("the tickets belong to different customers")
        target.comments = target.comments + source.comments
        target.minutes += source.minutes
        target.tags |= source.tags
        target.priority = max(target.priority, source.priority, key=PRIORITIES.index)
        target.assignee = target.assignee or source.assignee
        source.comments, source.minutes, source.merged_into = [], 0, into
        self._set_state(source, "closed")
        return target

    # search

    def search(self, text="", *, state=None, tag=None, assignee=None, customer=None):
        """Tickets that have all words of ``text`` in subject or comments, and fit the rest; newest first."""
        words = text.lower().split()
        found = []
        for ticket in self._own():
            if state and ticket.state != state:
                continue
            if tag and tag not in ticket.tags:
                continue
            if assignee and ticket.assignee != assignee:
                continue
            if customer and ticket.customer != customer:
                continue
            if all(word in self._text_of(ticket) for word in words):
                found.append(ticket)
        return sorted(found, key=lambda t: t.number, reverse=True)

    def unassigned(self):
        """Open tickets that nobody has, the most urgent and oldest first."""
        waiting = [t for t in self.tickets.values() if t.assignee is None and not t.is_done()]
        return sorted(waiting, key=lambda t: (-PRIORITIES.index(t.priority), t.number))

    def late(self):
        """Tickets that are not done and whose first answer is late."""
        now = self.clock()
        return [t for t in self.tickets.values() if not t.is_done() and t.is_late(now)]

    # figures

    def load(self):
        """Number of tickets that are not done, by the agent's name; agents without any count 0."""
        counts = {agent.name: 0 for agent in self.agents()}
        for ticket in self.tickets.values():
            if ticket.assignee and not ticket.is_done():
                counts[ticket.assignee.name] += 1
        return counts

    def least_busy(self):
        """The agent with the fewest tickets, the first by name among equals."""
        load = self.load()
        if not load:
            raise TicketError("there are no agents")
        return min(self.agents(), key=lambda agent: load[agent.name])

    def by_tag(self):
        """Number of tickets per tag."""
        return Counter(tag for ticket in self._own() for tag in ticket.tags)

    def hours_to_solve(self):
        """Mean hours from creation to solution per priority; priorities without solved tickets are left out."""
        spans = defaultdict(list)
        for ticket in self._own():
            if ticket.solved_at:
                spans[ticket.priority].append((ticket.solved_at - ticket.created).total_seconds() / 3600)
        return {priority: round(sum(s) / len(s), 2) for priority, s in spans.items()}

    def summary(self):
        """Numbers of tickets by state, in the order of STATES."""
        counts = Counter(ticket.state for ticket in self._own())
        return {state: counts[state] for state in STATES}

    # inner works

    def _own(self):
        """Tickets that were not merged into others."""
        return [ticket for ticket in self.tickets.values() if ticket.merged_into is None]

    def _set_state(self, ticket, state):
        ticket.state = state
        if state == "solved":
            ticket.solved_at = self.clock()
        elif state == "open":
            ticket.solved_at = None

    @staticmethod
    def _check_priority(priority):
        if priority not in PRIORITIES:
            raise TicketError(f"unknown priority {priority!r}")

    @staticmethod
    def _text_of(ticket):
        return " ".join([ticket.subject, *(c.text for c in ticket.comments)]).lower()
