import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from reports.exporters import EXPORTERS, export, markdown
from reports.table import Table


def fruit():
    table = Table("Fruit", ["name", "kg", "fresh"])
    table.add("apples", 12.5, True)
    table.add("plums", 3, False)
    return table


class Markdown(unittest.TestCase):
    def lines(self, table):
        text = export(table, "markdown")
        self.assertTrue(text.endswith("|\n") and not text.endswith("\n\n"), repr(text))
        return text.split("\n")[:-1]

    def test_example(self):
        wanted = "## Fruit\n\n| name | kg | fresh |\n| --- | ---: | --- |\n| apples | 12.50 | yes |\n| plums | 3 | no |\n"
        self.assertEqual(export(fruit(), "markdown"), wanted)
        self.assertEqual(markdown.export(fruit()), wanted)

    def test_alignment(self):
        table = Table("T", ["a", "b", "c", "d", "e"])
        table.add(1, None, None, "x", True)
        table.add(None, 2.0, None, 3, 4)
        self.assertEqual(self.lines(table)[3], "| ---: | ---: | --- | --- | --- |")
        self.assertEqual([cell.strip() for cell in self.lines(table)[4].split("|")[1:-1]][:2], ["1", ""])

    def test_no_rows(self):
        self.assertEqual(export(Table("Empty", ["a", "b"]), "markdown"), "## Empty\n\n| a | b |\n| --- | --- |\n")

    def test_escapes(self):
        table = Table("a|b", ["x|y", "two\nlines"])
        table.add("p|q|r", "one\ntwo\nthree")
        lines = self.lines(table)
        self.assertEqual(lines[0], "## a|b")
        self.assertEqual(lines[2], r"| x\|y | two<br>lines |")
        self.assertEqual(lines[4], r"| p\|q\|r | one<br>two<br>three |")

    def test_table_is_not_changed(self):
        table = Table("t", ["x|y"])
        table.add("a|b")
        export(table, "markdown")
        self.assertEqual((table.columns, table.rows), (["x|y"], [["a|b"]]))

    def test_others(self):
        self.assertEqual(sorted(EXPORTERS), ["csv", "markdown", "text"])
        self.assertEqual(export(fruit(), "csv"), "name,kg,fresh\napples,12.50,yes\nplums,3,no\n")
        with self.assertRaises(ValueError):
            export(fruit(), "pdf")

    def test_program(self):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder, "d.json")
            data.write_text(json.dumps({"title": "N", "columns": ["n"], "rows": [[1], [2.5]]}))
            for name, wanted in (("markdown", "## N\n\n| n |\n| ---: |\n| 1 |\n| 2.50 |\n"), ("csv", "n\n1\n2.50\n")):
                done = subprocess.run([sys.executable, "report.py", data, "--format", name], capture_output=True, text=True)
                self.assertEqual((done.stdout, done.stderr), (wanted, ""))

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_reports"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"Ran ([4-9]|\d\d+) tests")
        self.assertIn("markdown", Path("test_reports.py").read_text())
