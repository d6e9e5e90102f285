import subprocess
import sys
import unittest

from mutants import assert_noticed

CHANGES = {
    'rate_zero': ('rate <= 0 or', 'rate < 0 or'),
    'capacity_any': ('rate <= 0 or capacity <= 0', 'rate <= 0'),
    'empty_at_start': ('        self._tokens = capacity\n', '        self._tokens = 0\n'),
    'overflows': ('min(self.capacity, self._tokens + max(0, now - self._seen) * self.rate)', 'self._tokens + max(0, now - self._seen) * self.rate'),
    'rate_ignored': ('max(0, now - self._seen) * self.rate', 'max(0, now - self._seen)'),
    'whole_tokens': ('max(0, now - self._seen) * self.rate', 'int(max(0, now - self._seen) * self.rate)'),
    'time_counts_twice': ('        self._seen = now\n', '        pass\n'),
    'never_filled': ('        self._tokens = min(self.capacity, self._tokens + max(0, now - self._seen) * self.rate)\n', ''),
    'exact_is_too_few': ('self._tokens < count', 'self._tokens <= count'),
    'goes_below_zero': ('        if self._tokens < count:\n            return False\n', '        if self._tokens < 1:\n            return False\n'),
    'takes_one': ('self._tokens -= count', 'self._tokens -= 1'),
    'takes_when_refused': ('            return False\n', '            self._tokens = 0\n            return False\n'),
    'takes_nothing': ('        self._tokens -= count\n', ''),
    'negative_wait': ('max(0.0, (count - self._tokens) / self.rate)', '(count - self._tokens) / self.rate'),
    'wait_without_rate': ('(count - self._tokens) / self.rate', '(count - self._tokens)'),
    'zero_count': ('0 < count <=', '0 <= count <='),
    'more_than_fits': ('0 < count <= self.capacity', '0 < count'),
    'capacity_refused': ('0 < count <= self.capacity', '0 < count < self.capacity'),
    'wait_unchecked': ('the same errors as in `take`."""\n        self._check(count)\n', 'the same errors as in `take`."""\n'),
    'real_clock': ('self._clock = clock', 'self._clock = time.monotonic'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_bucket.py', 'bucket.py', CHANGES, allowed=3)

    def test_they_do_not_wait(self):
        code = "import sys, time, unittest\n\ndef sleep(seconds):\n    raise AssertionError('the tests wait')\n\ntime.sleep = sleep\n"
        code += "sys.path.insert(0, '')\nunittest.main(module=None, argv=['unittest', 'test_bucket.py'])\n"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
