"""Bills of the credit card: date|shop|amount|currency; amounts are what was spent, so they count negative."""

from ledger.notation import parse_cents, parse_date


def read(text):
    entries = []
    for row in text.splitlines():
        parts = row.split("|")
        if len(parts) != 4 or parts[3].strip() != "EUR":
            continue
        entries.append(
            {"date": parse_date(parts[0]), "text": parts[1].strip(), "cents": -parse_cents(parts[2]), "source": "card"}
        )
    return entries
