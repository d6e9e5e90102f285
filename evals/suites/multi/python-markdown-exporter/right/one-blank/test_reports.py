import unittest

from reports.exporters import export
from reports.table import Table


class TestExport(unittest.TestCase):
    def setUp(self):
        self.table = Table("Fruit", ["name", "kg", "fresh"])
        self.table.add("apples", 12.5, True)
        self.table.add("plums", 3, False)

    def test_csv(self):
        self.assertEqual(export(self.table, "csv"), "name,kg,fresh\napples,12.50,yes\nplums,3,no\n")

    def test_text(self):
        self.assertEqual(export(self.table, "text"), "Fruit\nname    kg     fresh\napples  12.50  yes\nplums       3  no\n")

    def test_markdown(self):
        wanted = (
            "## Fruit\n\n| name | kg | fresh |\n| --- | ---: | --- |\n| apples | 12.50 | yes |\n| plums | 3 | no |\n"
        )
        self.assertEqual(export(self.table, "markdown"), wanted)

    def test_unknown(self):
        with self.assertRaisesRegex(ValueError, "there are: csv, markdown, text"):
            export(self.table, "pdf")


if __name__ == "__main__":
    unittest.main()
