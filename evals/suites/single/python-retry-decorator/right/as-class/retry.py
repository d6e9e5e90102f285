import functools
import time


class retry:
    """Decorator as a class."""

    def __init__(self, times=3, delay=0.1, factor=2, on=Exception, sleep=time.sleep):
        if times < 1:
            raise ValueError("times")
        self.__dict__.update(times=times, delay=delay, factor=factor, on=on, sleep=sleep)

    def __call__(self, f):
        @functools.wraps(f)
        def inner(*a, **k):
            for n in range(self.times - 1):
                try:
                    return f(*a, **k)
                except self.on:
                    self.sleep(self.delay * self.factor**n)
            return f(*a, **k)
        return inner
