import unittest

from document import Document


class TestDocument(unittest.TestCase):
    def test_insert_and_delete(self):
        doc = Document("hello")
        doc.insert(5, " world")
        self.assertEqual(doc.delete(0, 6), "hello ")
        self.assertEqual(doc.text, "world")

    def test_replace(self):
        doc = Document("a-b-c")
        self.assertEqual(doc.replace("-", "+"), 2)
        self.assertEqual(doc.text, "a+b+c")

    def test_outside(self):
        with self.assertRaises(IndexError):
            Document("abc").insert(4, "x")

    def test_listeners(self):
        heard = []
        doc = Document()
        doc.on_change(heard.append)
        doc.append_line("one")
        doc.insert(0, "")
        self.assertEqual(heard, ["one\n"])


if __name__ == "__main__":
    unittest.main()
