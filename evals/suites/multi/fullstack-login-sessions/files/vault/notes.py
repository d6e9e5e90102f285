"""Private notes of each user."""


class Notes:
    def __init__(self):
        self._notes = {}

    def of(self, user):
        return list(self._notes.get(user, []))

    def add(self, user, text):
        self._notes.setdefault(user, []).append(text)
