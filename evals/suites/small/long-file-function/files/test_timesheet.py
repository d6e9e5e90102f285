import datetime
import unittest

from timesheet import Entry, Timesheet, format_duration, parse_duration, parse_time, read_csv, week_report, write_csv

MONDAY = datetime.date(2024, 5, 6)


class TestTimes(unittest.TestCase):
    def test_parse(self):
        self.assertEqual(parse_time("8:30"), 510)
        self.assertEqual(parse_duration("1h 30m"), 90)

    def test_format_duration(self):
        self.assertEqual([format_duration(n) for n in (0, 45, 60, 90, 600)], ["0m", "45m", "1h", "1h 30m", "10h"])


class TestSheet(unittest.TestCase):
    def test_breaks(self):
        sheet = Timesheet()
        sheet.add(Entry("ann", "web", MONDAY, 480, 480 + 8 * 60))
        self.assertEqual(sheet.worked("ann", MONDAY), 450)

    def test_csv_round_trip(self):
        text = "person,project,day,start,end,note\nann,web,2024-05-06,08:00,12:00,\n"
        self.assertEqual(write_csv(read_csv(text)), text)

    def test_week_report(self):
        sheet = Timesheet()
        sheet.add(Entry("ann", "web", MONDAY, 480, 720))
        self.assertIn("missing 36h", week_report(sheet, "ann", MONDAY))


if __name__ == "__main__":
    unittest.main()
