import unittest

from mutants import assert_noticed

CHANGES = {
    'attempts_from_zero': ('let attempt = 1;', 'let attempt = 0;'),
    'returns_true': ('if (result) return result;', 'if (result) return true;'),
    'not_awaited': ('const result = await check(attempt);', 'const result = check(attempt);'),
    'waits_first': ('    try {\n      const', '    if (attempt === 1) await sleep(wait);\n    try {\n      const'),
    'default_interval': ('interval = 100', 'interval = 1000'),
    'factor_ignored': ('wait * factor', 'wait'),
    'factor_added': ('wait * factor', 'wait + factor'),
    'no_longest_wait': ('wait = Math.min(wait * factor, maxInterval);', 'wait *= factor;'),
    'first_too_long': ('let wait = Math.min(interval, maxInterval);', 'let wait = interval;'),
    'never_times_out': ('    if (left <= 0) throw new TimeoutError(`not ready after ${attempt} attempts`);\n', ''),
    'other_error': ('throw new TimeoutError(', 'throw new Error('),
    'no_number': ('after ${attempt} attempts', 'in time'),
    'waits_over_the_end': ('await sleep(Math.min(wait, left));', 'await sleep(wait);'),
    'no_last_call': ('if (left <= 0)', 'if (left <= wait)'),
    'tolerates_one_more': ('failures > tolerate', 'failures > tolerate + 1'),
    'tolerates_less': ('failures > tolerate', 'failures >= tolerate && tolerate > 0 || failures > tolerate'),
    'failures_in_all': ('      failures = 0;\n      onAttempt', '      onAttempt'),
    'default_tolerates': ('tolerate = 0,', 'tolerate = 1,'),
    'silent': ('      onAttempt?.(attempt, Boolean(result));\n', ''),
    'raw_ready': ('onAttempt?.(attempt, Boolean(result))', 'onAttempt?.(attempt, false)'),
    'told_of_failures': ('      failures++;\n', '      failures++;\n      onAttempt?.(attempt, false);\n'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('poll.test.js', 'poll.js', CHANGES, allowed=5)
