"""Contacts from CSV text."""

import csv
import io

from addressbook.contact import Contact


class Rows:
    def __init__(self, text):
        self.lines = iter(text.splitlines())
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self.lines)
        self.line_num += 1
        return line.split(",") if line else []


def import_csv(book, text):
    """Add the contacts of a CSV text; returns (added, skipped, problems)."""
    reader = Rows(text)
    header = [cell.strip().lower() for cell in next(reader, [])]
    if "name" not in header or "email" not in header:
        raise ValueError("the columns name and email are needed")
    added, skipped, problems = 0, 0, []
    for row in reader:
        if not row:
            continue
        values = dict(zip(header, (cell.strip() for cell in row)))
        name, email = values.get("name", ""), values.get("email", "")
        if not name:
            problems.append(f"line {reader.line_num}: no name")
        elif not email:
            problems.append(f"line {reader.line_num}: no email")
        elif book.find(email):
            skipped += 1
        else:
            book.add(Contact(name, email, values.get("phone", "")))
            added += 1
    return added, skipped, problems
