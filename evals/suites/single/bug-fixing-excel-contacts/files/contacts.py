"""Contacts from files."""

FIELDS = ("name", "email", "phone", "address")


def read_contacts(path):
    """Contacts (dicts with FIELDS) from a file with a header line; the columns may be in any order.

    Values are stripped, a missing value is "". E-mail addresses are in lower case. Of several lines with the same
    e-mail address the last one counts, in the place of the first; lines without an address are left out.
    """
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    header = [name.strip().lower() for name in lines[0].split(",")]
    contacts = {}
    for line in lines[1:]:
        if not line:
            continue
        row = dict(zip(header, line.split(",")))
        contact = {"name": row["name"].strip(), "email": row["email"].strip().lower()}
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
