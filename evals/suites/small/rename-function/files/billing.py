"""Invoices."""

VAT = 0.19


def calc(lines, vat=VAT):
    """Sum of (count, price) lines with VAT, rounded to cents."""
    net = sum(count * price for count, price in lines)
    return round(net * (1 + vat), 2)


def is_due(lines, paid):
    """Whether something is still to be paid."""
    return calc(lines) > paid
