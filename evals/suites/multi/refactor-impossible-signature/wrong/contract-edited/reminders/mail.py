"""Texts of reminders."""

TEXTS = {
    "en": "Dear {name}, please pay {amount:.2f} EUR.",
    "de": "Guten Tag {name}, bitte zahlen Sie {amount:.2f} EUR.",
}


def send_reminder(customer, outbox):
    """Put a reminder into the outbox, a list of (address, text)."""
    text = TEXTS.get(customer.language, TEXTS["en"]).format(name=customer.name, amount=customer.owes)
    outbox.append((customer.email, text))
