import unittest
from pathlib import Path

from contacts import greeting, read_contacts, without_phone

HERE = Path(__file__).parent


class TestOldFiles(unittest.TestCase):
    def test_old_file(self):
        contacts = read_contacts(HERE / "old.csv")
        self.assertEqual([c["email"] for c in contacts], ["ann@example.com", "bo@example.com", "cy@example.com"])
        self.assertEqual(contacts[0], {"name": "Ann Lee", "email": "ann@example.com", "phone": "555 12", "address": "Mill Lane 3"})
        self.assertEqual(contacts[1]["address"], "")
        self.assertEqual([c["name"] for c in without_phone(contacts)], ["Cy"])
        self.assertEqual(greeting(contacts[2]), "Dear Cy,")


if __name__ == "__main__":
    unittest.main()
