"""The cash book: lines like "24.12.23 12,50- Tree"."""

from ledger.notation import parse_cents, parse_date


def read(text):
    entries = []
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        day, money, what = line.split(maxsplit=2)
        entries.append({"date": parse_date(day), "text": what, "cents": parse_cents(money), "source": "cash"})
    return entries
