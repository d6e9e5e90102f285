"""Try again when something fails for a while."""

import functools
import time


def retry(times=3, delay=0.1, factor=2, on=Exception, sleep=time.sleep):
    """Call the function up to `times` times; wait `delay`, `delay * factor`, ... seconds in between."""
    if times < 1:
        raise ValueError("times must be at least 1")

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            wait = delay
            for left in range(times - 1, -1, -1):
                try:
                    return function(*args, **kwargs)
                except on:
                    pass
                sleep(wait)
                wait *= factor

        return wrapper

    return decorate
