import csv
import io
import random
import tempfile
import unittest
from pathlib import Path

from contacts import read_contacts
from test_contacts import TestOldFiles


class Files(unittest.TestCase):
    def read(self, data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "c.csv")
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
            return read_contacts(str(path))

    def test_the_sample_of_excel(self):
        self.assertEqual(read_contacts("excel.csv"), [
            {"name": "Dee Ray", "email": "dee@example.com", "phone": "555 70", "address": "Mill Lane 7, 2nd floor"},
            {"name": 'Eli "El" Fox', "email": "eli@example.com", "phone": "", "address": "Park Road 1\nRear house"},
        ])

    def test_marks_and_line_ends(self):
        right = [{"name": "Zoë", "email": "z@example.com", "phone": "1", "address": ""}]
        for mark in (b"", b"\xef\xbb\xbf"):
            for end in (b"\n", b"\r\n"):
                for last in (b"", end, end * 3):
                    data = mark + end.join([b"name,email,phone", "Zoë,z@example.com,1".encode()]) + last
                    self.assertEqual(self.read(data), right, data)

    def test_quotes_in_the_first_column_name(self):
        self.assertEqual(self.read('\ufeff"Email","Name"\r\n"A@example.com","x, y"\r\n')[0]["name"], "x, y")

    def test_missing_values_and_columns(self):
        found = self.read("email,name,address\na@example.com\n\nb@example.com,B,\n")
        self.assertEqual([(c["email"], c["name"], c["phone"], c["address"]) for c in found[1:]], [("b@example.com", "B", "", "")])
        self.assertEqual((found[0]["name"], found[0]["address"]), ("", ""))

    def test_only_a_header(self):
        self.assertEqual(self.read("\ufeffname,email\r\n"), [])

    def test_files_of_all_kinds(self):
        draw = random.Random(5)
        for _ in range(100):
            rows = [["".join(draw.choice('ab ,"\n;ö') for _ in range(draw.randrange(7))).strip() for _ in range(3)] for _ in range(4)]
            out = io.StringIO()
            writer = csv.writer(out, lineterminator=draw.choice(["\n", "\r\n"]))
            writer.writerow(["Name", "Phone", "Address", "EMAIL"])
            for number, row in enumerate(rows):
                writer.writerow([*row, f"P{number}@example.com"])
            mark = draw.choice(["", "\ufeff"])
            right = [{"name": n, "phone": p, "address": a, "email": f"p{i}@example.com"} for i, (n, p, a) in enumerate(rows)]
            self.assertEqual(self.read(mark + out.getvalue()), right)
