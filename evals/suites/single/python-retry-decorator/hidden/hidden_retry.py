import unittest

from retry import retry


class Flaky:
    """Fails so many times, then answers."""

    def __init__(self, failures, error=OSError):
        self.failures, self.error, self.calls = failures, error, []

    def __call__(self, *args, **kwargs):
        self.calls.append((args, kwargs))
        if len(self.calls) <= self.failures:
            raise self.error(f"failure {len(self.calls)}")
        return "answer"


class Tests(unittest.TestCase):
    def setUp(self):
        self.slept = []

    def wrapped(self, target, **options):
        @retry(sleep=self.slept.append, **options)
        def call(*args, **kwargs):
            return target(*args, **kwargs)

        return call

    def test_success_at_once(self):
        flaky = Flaky(0)
        self.assertEqual(self.wrapped(flaky)(1, b=2), "answer")
        self.assertEqual((flaky.calls, self.slept), ([((1,), {"b": 2})], []))

    def test_success_later(self):
        flaky = Flaky(4)
        self.assertEqual(self.wrapped(flaky, times=5, delay=2)("x"), "answer")
        self.assertEqual(self.slept, [2] * 4)
        self.assertEqual(flaky.calls, [(("x",), {})] * 5)

    def test_defaults(self):
        self.assertEqual(self.wrapped(Flaky(2))(), "answer")
        self.assertEqual(self.slept, [0.1, 0.1])

    def test_the_last_failure_goes_through_without_a_sleep(self):
        for error in (OSError, ValueError):
            self.slept.clear()
            flaky = Flaky(9, error)
            with self.assertRaisesRegex(error, "failure 3"):
                self.wrapped(flaky, delay=1)()
            self.assertEqual((self.slept, len(flaky.calls)), ([1, 1], 3))

    def test_each_call_has_all_its_tries(self):
        flaky = Flaky(2)
        call = self.wrapped(flaky, delay=1)
        call()
        flaky.calls.clear()
        self.assertEqual(call(), "answer")
        self.assertEqual(self.slept, [1] * 4)
