"""Headlines of the blog."""

from dates import short_date
from texts import title_case, truncate


def headline(title, day):
    """Title and date in one line."""
    return f"{title_case(truncate(title, 30))} ({short_date(day)})"
