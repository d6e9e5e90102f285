import unittest

from mutants import assert_noticed

CHANGES = {
    'rare_first': ('(-entry[1], entry[0])', '(entry[1], entry[0])'),
    'ties_by_chance': ('(-entry[1], entry[0])', '-entry[1]'),
    'top_ignored': ('lines[: options.top or None]', 'lines'),
    'top_plus_one': ('lines[: options.top or None]', 'lines[: options.top + 1 if options.top else None]'),
    'zero_means_none': ('lines[: options.top or None]', 'lines[: options.top]'),
    'longer_than': ('len(word) >= options.min_length', 'len(word) > options.min_length - (options.min_length < 2)'),
    'length_ignored': ('if len(word) >= options.min_length', 'if word'),
    'case_always_ignored': ('        if options.ignore_case:\n            text', '        if True:\n            text'),
    'case_never_ignored': ('            text = text.lower()\n', '            pass\n'),
    'no_apostrophes': ("(?:'[^\\W_]+)*", ''),
    'letters_only': ('[^\\W_]+(?:', '[^\\W\\d_]+(?:'),
    'last_file_only': ('        counts.update(', '        counts = Counter('),
    'stops_at_missing': ('            code = 1\n            continue\n', '            return 1\n'),
    'exit_code_0': ('            code = 1\n', '            code = 0\n'),
    'silent': ('            print(f"tally: {name}: {reason}", file=stderr)\n', ''),
    'error_on_stdout': ('{reason}", file=stderr)', '{reason}", file=stdout)'),
    'word_first': ('print(count, word, file', 'print(word, count, file'),
    'no_dash': ('if name == "-" else read(name)', 'if name == "-" and len(options.files) == 1 else read(name)'),
    'negative_allowed': ('    if value < 0:\n', '    if value < -999:\n'),
    'no_default_input': ('default=["-"]', 'default=[]'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_tally.py', 'tally.py', CHANGES, allowed=4)
