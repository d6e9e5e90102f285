"""Members and what they have at home."""


class Member:
    def __init__(self, name, kind="adult"):
        self.name = name
        self.kind = kind
        self.loans = {}  # title: day on which it is due

    def has(self, title):
        return title in self.loans
