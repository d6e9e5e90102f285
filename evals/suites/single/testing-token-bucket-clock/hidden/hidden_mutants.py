import subprocess
import sys
import unittest

from mutants import assert_noticed

CHANGES = {
    'empty_at_start': ('        self._tokens = capacity\n', '        self._tokens = 0\n'),
    'overflows': ('min(self.capacity, self._tokens + (now - self._seen) * self.rate)', 'self._tokens + (now - self._seen) * self.rate'),
    'rate_ignored': ('(now - self._seen) * self.rate', '(now - self._seen)'),
    'never_filled': (' + (now - self._seen) * self.rate', ''),
    'time_counts_twice': ('        self._seen = now\n', ''),
    'exact_is_too_few': ('self.available() < count', 'self.available() <= count'),
    'goes_below_zero': ('self.available() < count', 'self.available() < 0'),
    'takes_nothing': ('        self._tokens -= count\n', ''),
    'says_nothing': ('        return True\n', ''),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_bucket.py', 'bucket.py', CHANGES, allowed=3)

    def test_they_do_not_wait(self):
        code = "import sys, time, unittest\n\ndef sleep(seconds):\n    raise AssertionError('the tests wait')\n\ntime.sleep = sleep\n"
        code += "sys.path.insert(0, '')\nunittest.main(module=None, argv=['unittest', 'test_bucket.py'])\n"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
