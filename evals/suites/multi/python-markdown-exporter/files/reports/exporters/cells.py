"""How values look in a cell."""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain(value):
    """Text of a value: nothing for None, yes/no for bools, two decimals for floats."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)
