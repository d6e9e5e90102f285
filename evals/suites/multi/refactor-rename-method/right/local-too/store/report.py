"""Figures over orders."""

from collections import defaultdict


def turnover(orders):
    """Sum over all orders; gross_total() of each is with tax."""
    return round(sum(order.gross_total() for order in orders), 2)


def by_customer(orders):
    sums = defaultdict(float)
    for order in orders:
        sums[order.customer] += order.gross_total()
    return {customer: round(value, 2) for customer, value in sums.items()}


def largest(orders):
    return max(orders, key=lambda order: order.gross_total(), default=None)


def tax_share(orders):
    """How much of the turnover is tax."""
    total = turnover(orders)
    taxes = sum(order.tax.calc(order.net()) for order in orders)
    return round(taxes / total, 4) if total else 0
