import io
import unittest

import tally


class TestTally(unittest.TestCase):
    def test_input(self):
        out = io.StringIO()
        self.assertEqual(tally.main([], io.StringIO("a b a"), out), 0)
        self.assertEqual(out.getvalue(), "2 a\n1 b\n")

    def test_top(self):
        out = io.StringIO()
        tally.main(["-n", "1"], io.StringIO("a b a"), out)
        self.assertEqual(out.getvalue(), "2 a\n")
