"""What support staff may see of a customer's data."""

VISIBLE_DIGITS = 3


def mask_phone(phone, keep=VISIBLE_DIGITS):
    """Every digit but the last `keep` becomes "*"; blanks, dashes and the plus sign stay."""
    digits = sum(c.isdigit() for c in phone)
    masked = []
    for c in phone:
        if c.isdigit():
            masked.append(c if digits <= keep else "*")
            digits -= 1
        else:
            masked.append(c)
    return "".join(masked)


def mask_card(number):
    """"4111 1111 1111 1234" -> "**** **** **** 1234"."""
    compact = number.replace(" ", "").replace("-", "")
    if not compact.isdigit() or len(compact) < 12:
        raise ValueError("not a card number")
    hidden = "*" * (len(compact) - 4) + compact[-4:]
    return " ".join(hidden[i:i + 4] for i in range(0, len(hidden), 4))


def mask_name(name):
    """Initials only: "Ann Marie Lee" -> "A. M. L."."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def mask_email(address):
    """"maria@example.com" -> "m****@example.com"."""
    local, _, domain = address.partition("@")
    return f"{local[0]}{'*' * len(local)}@{domain}"


def mask_customer(customer):
    """A copy of a customer's record with phone, card and name masked; other fields stay."""
    masked = dict(customer)
    for field, mask in (("phone", mask_phone), ("card", mask_card), ("name", mask_name)):
        if masked.get(field):
            masked[field] = mask(masked[field])
    return masked
