"""All entries in one book."""

from ledger import bank, card, cash

READERS = {"bank": bank.read, "card": card.read, "cash": cash.read}


def collect(texts):
    """Entries of texts by kind, sorted by date; the order of READERS decides among equal dates."""
    entries = [entry for kind, reader in READERS.items() if kind in texts for entry in reader(texts[kind])]
    return sorted(entries, key=lambda entry: entry["date"])


def balance(entries):
    """Sum as text: 1.234,50 EUR."""
    cents = sum(entry["cents"] for entry in entries)
    sign = "-" if cents < 0 else ""
    euros = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{sign}{euros},{abs(cents) % 100:02} EUR"
