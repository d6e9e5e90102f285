import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from addressbook.book import Book
from addressbook.contact import Contact
from addressbook.importing import import_csv


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.book = Book(self.folder / "book.json")

    def entries(self):
        return [(c.name, c.email, c.phone) for c in self.book.contacts]

    def test_plain(self):
        done = import_csv(self.book, "name,email,phone\nAnn Lee, ann@example.com ,0123\n Bo ,bo@example.com,\n")
        self.assertEqual((done[0], done[1], list(done[2])), (2, 0, []))
        self.assertEqual(self.entries(), [("Ann Lee", "ann@example.com", "0123"), ("Bo", "bo@example.com", "")])

    def test_columns(self):
        text = 'Phone, EMAIL ,Note,Name\n1,a@example.com,hello,"Lee, Ann"\n'
        self.assertEqual(import_csv(self.book, text)[0], 1)
        self.assertEqual(import_csv(self.book, "EMAIL,NAME\nb@example.com,Bo\n")[0], 1)
        self.assertEqual(self.entries(), [("Lee, Ann", "a@example.com", "1"), ("Bo", "b@example.com", "")])

    def test_twice(self):
        self.book.add(Contact("Old", "Old@Example.com", "1"))
        text = "name,email\nNew,old@example.com\nCy,cy@example.com\nCy,CY@example.com\n"
        self.assertEqual(tuple(import_csv(self.book, text))[:2], (1, 2))
        self.assertEqual(self.entries(), [("Old", "Old@Example.com", "1"), ("Cy", "cy@example.com", "")])

    def test_problems(self):
        text = "name,email\n,x@example.com\n\nDi,\n  ,  \nEd,ed@example.com\nFay\n"
        added, skipped, problems = import_csv(self.book, text)
        wanted = ["line 2: no name", "line 4: no email", "line 5: no name", "line 7: no email"]
        self.assertEqual((added, skipped, list(problems)), (1, 0, wanted))

    def test_windows_lines(self):
        self.assertEqual(import_csv(self.book, "name,email\r\nAnn,ann@example.com\r\n")[0], 1)
        self.assertEqual(self.entries(), [("Ann", "ann@example.com", "")])

    def test_no_column(self):
        for text in ("name,phone\nAnn,1\n", "email\na@example.com\n", ""):
            with self.assertRaises(ValueError):
                import_csv(self.book, text)
        self.assertEqual(self.entries(), [])

    def run_it(self, *words):
        command = [sys.executable, "-m", "addressbook", str(self.book.path), *words]
        return subprocess.run(command, capture_output=True, text=True)

    def test_command(self):
        source = self.folder / "people.csv"
        source.write_text("name,email,phone\nZoë,zoe@example.com,7\nAnn,ann@example.com,\nann,ANN@example.com,\n", encoding="utf-8")
        done = self.run_it("import", str(source))
        self.assertEqual((done.returncode, done.stdout.strip(), done.stderr), (0, "2 added, 1 skipped", ""))
        saved = json.loads(self.book.path.read_text(encoding="utf-8"))
        self.assertEqual([e["name"] for e in saved], ["Zoë", "Ann"])
        source.write_text("name,email\n,q@example.com\nQ,\nR,r@example.com\n", encoding="utf-8")
        done = self.run_it("import", str(source))
        self.assertEqual((done.returncode, done.stdout.strip()), (1, "1 added, 0 skipped"))
        self.assertEqual(done.stderr.split("\n")[:2], ["line 2: no name", "line 3: no email"])
        self.assertEqual(self.run_it("list").stdout, "Zoë <zoe@example.com> 7\nAnn <ann@example.com>\nR <r@example.com>\n")

    def test_old_commands_and_readme(self):
        self.assertEqual(self.run_it("add", "Gil", "gil@example.com").returncode, 0)
        self.assertEqual(self.run_it("list").stdout, "Gil <gil@example.com>\n")
        readme = Path("README.md").read_text(encoding="utf-8")
        self.assertRegex(readme, r"(?m)addressbook .*\bimport\b")
        self.assertIn("book.json list", readme)
