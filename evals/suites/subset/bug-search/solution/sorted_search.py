"""Searching in sorted lists."""


def find_first(values, wanted):
    """Index of the first value that equals `wanted`, or -1."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(values) and values[low] == wanted else -1


def count(values, wanted):
    """How often a value occurs."""
    first = find_first(values, wanted)
    if first < 0:
        return 0
    number = 0
    while first + number < len(values) and values[first + number] == wanted:
        number += 1
    return number


def insert_position(values, value):
    """Index at which a value can be inserted, after equal ones."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low
