import datetime
import subprocess
import sys
import unittest
from pathlib import Path

import dates
import headline
import texts


class Split(unittest.TestCase):
    def test_places(self):
        self.assertFalse(Path("utils.py").exists())
        for module, mine, others in (
            (texts, ("truncate", "words", "title_case"), ("is_leap_year", "short_date", "SHORT_MONTHS")),
            (dates, ("is_leap_year", "short_date", "days_in_year", "next_weekday", "SHORT_MONTHS"), ("truncate", "words")),
        ):
            for name in mine:
                self.assertTrue(hasattr(module, name), name)
            for name in others:
                self.assertFalse(hasattr(module, name), name)

    def test_works(self):
        day = datetime.date(2024, 12, 31)
        self.assertEqual(texts.truncate("abcdefgh", 6), "abc...")
        self.assertEqual(texts.title_case("one two"), "One Two")
        self.assertEqual((dates.days_in_year(1900), dates.days_in_year(2000)), (365, 366))
        self.assertEqual((dates.short_date(day), dates.next_weekday(day, 2)), ("31 Dec 2024", datetime.date(2025, 1, 1)))
        self.assertEqual(headline.headline("x" * 40, day), "X" + "x" * 26 + "... (31 Dec 2024)")

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_headline"], capture_output=True, text=True)
        self.assertIn("Ran 2 tests", done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("utils", Path("headline.py").read_text() + Path("test_headline.py").read_text())
