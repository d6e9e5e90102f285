"""Headlines of the blog."""

import utils
from utils import short_date, title_case


def headline(title, day):
    """Title and date in one line."""
    return f"{title_case(utils.truncate(title, 30))} ({short_date(day)})"
