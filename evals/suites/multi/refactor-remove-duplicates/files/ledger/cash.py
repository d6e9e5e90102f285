"""The cash book: lines like "24.12.23 12,50- Tree"."""

import datetime


def read(text):
    entries = []
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        day_text, money, what = line.split(maxsplit=2)
        d, m, y = day_text.strip().split(".")
        y = int(y)
        if y < 100:
            y += 2000
        money = money.strip().replace("EUR", "").strip()
        negative = money.startswith("-") or money.endswith("-")
        money = money.strip("+-").replace(".", "").replace(",", ".")
        cents = round(float(money) * 100)
        entries.append(
            {
                "date": datetime.date(y, int(m), int(d)),
                "text": what,
                "cents": -cents if negative else cents,
                "source": "cash",
            }
        )
    return entries
