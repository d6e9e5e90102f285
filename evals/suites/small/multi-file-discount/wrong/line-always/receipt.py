"""Prints what was bought."""

from catalog import price_of


def receipt(cart):
    """The receipt as text, one line for each item and one for the total."""
    lines = [f"{count} x {item}: {price_of(item) * count:.2f}" for item, count in sorted(cart.items.items())]
    lines.append(f"Discount {cart.discount}%: -{cart.subtotal() - cart.total():.2f}")
    lines.append(f"Total: {cart.total():.2f}")
    return "\n".join(lines)
