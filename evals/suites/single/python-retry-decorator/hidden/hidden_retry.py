import inspect
import time
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

    def near(self, right):
        self.assertEqual(len(self.slept), len(right), self.slept)
        for have, want in zip(self.slept, right):
            self.assertAlmostEqual(have, want)

    def test_success_at_once(self):
        flaky = Flaky(0)
        self.assertEqual(self.wrapped(flaky)(1, b=2), "answer")
        self.assertEqual((flaky.calls, self.slept), ([((1,), {"b": 2})], []))

    def test_waits_grow(self):
        flaky = Flaky(4)
        self.assertEqual(self.wrapped(flaky, times=5, delay=1, factor=3)("x"), "answer")
        self.near([1, 3, 9, 27])
        self.assertEqual(flaky.calls, [(("x",), {})] * 5)

    def test_defaults(self):
        self.assertEqual(self.wrapped(Flaky(2))(), "answer")
        self.near([0.1, 0.2])
        names = inspect.signature(retry).parameters
        self.assertIs(names["sleep"].default, time.sleep)

    def test_the_last_failure_goes_through_without_a_wait(self):
        flaky = Flaky(9)
        with self.assertRaisesRegex(OSError, "failure 3"):
            self.wrapped(flaky, delay=1)()
        self.near([1, 2])
        self.assertEqual(len(flaky.calls), 3)

    def test_one_time_means_no_wait(self):
        with self.assertRaises(OSError):
            self.wrapped(Flaky(1), times=1)()
        self.near([])

    def test_other_exceptions_go_through_at_once(self):
        for on, error, calls in (
            (ValueError, OSError, 1), ((ValueError, KeyError), TypeError, 1), ((ValueError, OSError), OSError, 3),
            (OSError, ConnectionError, 3), (Exception, KeyboardInterrupt, 1), (Exception, SystemExit, 1),
        ):
            flaky = Flaky(9, error)
            with self.assertRaises(error):
                self.wrapped(flaky, on=on)()
            self.assertEqual(len(flaky.calls), calls, (on, error))

    def test_each_call_starts_anew(self):
        flaky = Flaky(2)
        call = self.wrapped(flaky, delay=1)
        call()
        flaky.calls.clear()
        self.assertEqual(call(), "answer")
        self.near([1, 2, 1, 2])

    def test_falsy_results_count(self):
        for value in (None, 0, "", False):
            seen = []

            def call(value=value):
                seen.append(1)
                return value

            self.assertIs(retry(sleep=self.slept.append)(call)(), value)
            self.assertEqual(len(seen), 1)

    def test_name_docstring_and_methods(self):
        class Client:
            tries = 0

            @retry(times=2, sleep=self.slept.append)
            def fetch(self, city):
                """Fetch it."""
                self.tries += 1
                if self.tries < 2:
                    raise OSError
                return (self.tries, city)

        self.assertEqual((Client.fetch.__name__, Client.fetch.__doc__), ("fetch", "Fetch it."))
        self.assertEqual(Client().fetch("Rome"), (2, "Rome"))

    def test_times_below_one(self):
        for times in (0, -1):
            with self.assertRaises(ValueError):

                @retry(times=times)
                def call():
                    self.fail("must not be called")
