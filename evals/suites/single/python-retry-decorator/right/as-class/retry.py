import time


class retry:
    """Decorator as a class."""

    def __init__(self, times=3, delay=0.1, sleep=time.sleep):
        self.__dict__.update(times=times, delay=delay, sleep=sleep)

    def __call__(self, f):
        def inner(*a, **k):
            for _ in range(self.times - 1):
                try:
                    return f(*a, **k)
                except Exception:
                    self.sleep(self.delay)
            return f(*a, **k)
        return inner
