import ast
import os
import unittest
from pathlib import Path

from timesheet import format_duration, parse_duration
from test_timesheet import TestSheet, TestTimes  # noqa: F401 - run again


class Hidden(unittest.TestCase):
    def test_negative(self):
        wanted = {-90: "-1h 30m", -60: "-1h", -1: "-1m", -59: "-59m", -61: "-1h 1m", -600: "-10h"}
        self.assertEqual({n: format_duration(n) for n in wanted}, wanted)

    def test_positive_as_before(self):
        for n in range(2000):
            text = format_duration(n)
            self.assertEqual(parse_duration(text), n)
            self.assertNotIn("-", text)
            self.assertNotIn("0h", text.replace("10h", "").replace("20h", "").replace("30h", ""))
        self.assertEqual((format_duration(0), format_duration(120)), ("0m", "2h"))

    def test_the_rest_is_as_before(self):
        def others(text):
            return [ast.dump(node) for node in ast.parse(text).body if getattr(node, "name", "") != "format_duration"]

        before = others((Path(os.environ["EVAL_START"]) / "timesheet.py").read_text())
        after = others(Path("timesheet.py").read_text())
        self.assertEqual([node for node in before if node not in after], [])
