"""The desk: books go out and come back. Days are plain numbers."""

from rules import late_fee, loan_days, max_loans


class DeskError(Exception):
    """The desk refuses."""


class LimitReached(DeskError):
    """The member has as many books as allowed."""


class Desk:
    def __init__(self, titles):
        self.shelf = set(titles)

    def lend(self, member, title, today):
        """Lend a book; returns the day on which it is due."""
        if title not in self.shelf:
            raise DeskError(f"{title} is not here")
        self.shelf.remove(title)
        if len(member.loans) >= max_loans(member.kind):
            raise LimitReached(f"{member.name} has {len(member.loans)} books")
        member.loans[title] = today + loan_days(member.kind)
        return member.loans[title]

    def take_back(self, member, title, today):
        """Take a book back; returns the fee."""
        if not member.has(title):
            raise DeskError(f"{member.name} does not have {title}")
        due = member.loans.pop(title)
        self.shelf.add(title)
        return late_fee(today - due)
