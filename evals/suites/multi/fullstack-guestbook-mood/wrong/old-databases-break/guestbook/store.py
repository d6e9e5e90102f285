"""Entries of the guest book in SQLite."""

import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    message TEXT NOT NULL,
    mood TEXT NOT NULL DEFAULT 'neutral'
)
"""


class Store:
    def __init__(self, path=":memory:"):
        self.db = sqlite3.connect(path, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute(SCHEMA)
        columns = [row["name"] for row in self.db.execute("PRAGMA table_info(entries)")]
        if not columns:  # made before there were moods
            with self.db:
                self.db.execute("ALTER TABLE entries ADD COLUMN mood TEXT NOT NULL DEFAULT 'neutral'")

    def add(self, name, message, mood="neutral"):
        """Keep an entry and return its number."""
        with self.db:
            values = (name, message, mood)
            return self.db.execute("INSERT INTO entries (name, message, mood) VALUES (?, ?, ?)", values).lastrowid

    def all(self):
        """Entries as dicts, the newest first."""
        return [dict(row) for row in self.db.execute("SELECT id, name, message, mood FROM entries ORDER BY id DESC")]
