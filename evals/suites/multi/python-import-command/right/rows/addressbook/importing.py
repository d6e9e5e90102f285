import csv

from addressbook.contact import Contact


def import_csv(book, text):
    reader = csv.reader(text.splitlines())
    head = next(reader, None)
    if head is None:
        raise ValueError("empty")
    where = {name.strip().casefold(): i for i, name in enumerate(head)}
    if "name" not in where or "email" not in where:
        raise ValueError("columns")
    added = skipped = 0
    problems = []
    for row in reader:
        if not row:
            continue
        def value(column):
            i = where.get(column, len(row))
            return row[i].strip() if i < len(row) else ""
        name, email = value("name"), value("email")
        if not name:
            problems.append(f"line {reader.line_num}: no name")
        elif not email:
            problems.append(f"line {reader.line_num}: no email")
        elif book.find(email):
            skipped += 1
        else:
            book.add(Contact(name, email, value("phone")))
            added += 1
    return added, skipped, problems
