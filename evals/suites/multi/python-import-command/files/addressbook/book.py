"""The book, kept as a JSON file."""

import json
from pathlib import Path

from addressbook.contact import Contact


class Book:
    def __init__(self, path):
        self.path = Path(path)
        self.contacts = []
        if self.path.exists():
            self.contacts = [Contact(**entry) for entry in json.loads(self.path.read_text(encoding="utf-8"))]

    def add(self, contact):
        self.contacts.append(contact)

    def find(self, email):
        """The contact with this address, or None; upper and lower case are the same."""
        for contact in self.contacts:
            if contact.email.lower() == email.lower():
                return contact
        return None

    def save(self):
        entries = [{"name": c.name, "email": c.email, "phone": c.phone} for c in self.contacts]
        self.path.write_text(json.dumps(entries, indent=2, ensure_ascii=False), encoding="utf-8")
