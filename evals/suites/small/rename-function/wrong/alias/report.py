"""Monthly report over invoices."""

import billing
from billing import invoice_total


def monthly(invoices):
    """Total over several invoices."""
    return round(sum(invoice_total(lines) for lines in invoices), 2)


def open_invoices(invoices):
    """Numbers of the invoices that are not paid: a dict of number to (lines, paid)."""
    return sorted(number for number, (lines, paid) in invoices.items() if billing.invoice_total(lines) - paid > 0.005)


def calculation_note():
    """A note for the footer (nothing to do with the function)."""
    return "All calculations include VAT."
