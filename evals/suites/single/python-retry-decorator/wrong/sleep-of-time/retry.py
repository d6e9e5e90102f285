"""Try again when something fails for a while."""

import functools
import time


def retry(times=3, delay=0.1, sleep=time.sleep):
    """Call the function up to `times` times; wait `delay` seconds in between."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for left in range(times - 1, -1, -1):
                try:
                    return function(*args, **kwargs)
                except Exception:
                    if not left:
                        raise
                time.sleep(delay)

        return wrapper

    return decorate
