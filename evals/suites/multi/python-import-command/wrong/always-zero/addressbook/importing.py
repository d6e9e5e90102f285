"""Contacts from CSV text."""

import csv
import io

from addressbook.contact import Contact


def import_csv(book, text):
    """Add the contacts of a CSV text; returns (added, skipped, problems)."""
    reader = csv.reader(io.StringIO(text))
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
