"""Pages of a long list."""

from math import ceil


class Page:
    """A part of the items, with the numbers that a template needs."""

    def __init__(self, items, number, pages, total):
        self.items = items
        self.number = number
        self.pages = pages
        self.total = total

    @property
    def has_next(self):
        return self.number < self.pages

    @property
    def has_previous(self):
        return self.number > 1


def paginate(items, number=1, size=10):
    """Page `number` (from 1) of the items; numbers that are too small or too large give the first or last page."""
    if size < 1:
        raise ValueError("size must be at least 1")
    pages = max(1, ceil(len(items) / size))
    number = min(max(number, 1), pages)
    start = number * size
    return Page(items[start : start + size], number, pages, len(items))


def page_links(page, around=2):
    """Numbers of the pages to link to: the first, the last, and those around the current one; None marks a gap."""
    wanted = {1, page.pages, *range(page.number - around, page.number + around + 1)}
    numbers = sorted(n for n in wanted if 1 <= n <= page.pages)
    links = []
    for number in numbers:
        if links and links[-1] is not None and number - links[-1] > 1:
            links.append(None)
        links.append(number)
    return links
