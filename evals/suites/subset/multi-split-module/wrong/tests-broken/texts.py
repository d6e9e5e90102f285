"""Helpers for texts."""

import re


def truncate(text, length, ending="..."):
    """Cut a text to at most `length` characters, with the ending."""
    if len(text) <= length:
        return text
    return text[: max(0, length - len(ending))].rstrip() + ending


def words(text):
    """Words of a text in lower case."""
    return re.findall(r"[a-z0-9']+", text.lower())


def title_case(text):
    """Every word with a capital letter."""
    return " ".join(word.capitalize() for word in text.split())
