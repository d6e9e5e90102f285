"""Contacts from files."""

import csv

FIELDS = ("name", "email", "phone", "address")


def read_contacts(path):
    """Contacts (dicts with FIELDS) from a file with a header line; the columns may be in any order.

    Values are stripped, a missing value is "". E-mail addresses are in lower case. Of several lines with the same
    e-mail address the last one counts, in the place of the first; lines without an address are left out.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    contacts = {}
    for line in lines:
        row = {(key or "").strip().lower(): value for key, value in line.items()}
        contact = {"name": row.get("name", "").strip(), "email": row.get("email", "").strip().lower()}
        for field in ("phone", "address"):
            contact[field] = row.get(field, "").strip()
        if contact["email"]:
            contacts[contact["email"]] = contact
    return list(contacts.values())


def greeting(contact):
    """How a letter begins."""
    return f"Dear {contact['name']}," if contact["name"] else "Hello,"


def without_phone(contacts):
    """Contacts that can't be called."""
    return [contact for contact in contacts if not contact["phone"]]
