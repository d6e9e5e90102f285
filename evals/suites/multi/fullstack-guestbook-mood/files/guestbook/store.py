"""Entries of the guest book in SQLite."""

import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    message TEXT NOT NULL
)
"""


class Store:
    def __init__(self, path=":memory:"):
        self.db = sqlite3.connect(path, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute(SCHEMA)

    def add(self, name, message):
        """Keep an entry and return its number."""
        with self.db:
            return self.db.execute("INSERT INTO entries (name, message) VALUES (?, ?)", (name, message)).lastrowid

    def all(self):
        """Entries as dicts, the newest first."""
        return [dict(row) for row in self.db.execute("SELECT id, name, message FROM entries ORDER BY id DESC")]
