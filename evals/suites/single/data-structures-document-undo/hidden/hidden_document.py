import unittest

from document import Document


class Tests(unittest.TestCase):
    def test_back_and_forth(self):
        doc = Document("hello")
        doc.insert(5, " world")
        self.assertEqual(doc.delete(0, 6), "hello ")
        self.assertEqual(doc.replace("o", "0"), 1)
        doc.append_line("end")
        states = ["hello", "hello world", "world", "w0rld", "w0rld\nend\n"]
        self.assertEqual(doc.text, states[-1])
        for state in states[-2::-1]:
            self.assertIs(doc.undo(), True)
            self.assertEqual(doc.text, state)
        self.assertIs(doc.undo(), False)
        self.assertEqual(doc.text, "hello")
        for state in states[1:]:
            self.assertIs(doc.redo(), True)
            self.assertEqual(doc.text, state)
        self.assertIs(doc.redo(), False)
        self.assertEqual(doc.text, states[-1])

    def test_nothing_yet(self):
        doc = Document("x")
        self.assertEqual((doc.undo(), doc.redo(), doc.text), (False, False, "x"))

    def test_a_new_change_throws_the_redo_away(self):
        doc = Document()
        for text in "abc":
            doc.insert(len(doc), text)
        doc.undo()
        doc.undo()
        doc.insert(1, "X")
        self.assertEqual((doc.redo(), doc.text), (False, "aX"))
        self.assertEqual((doc.undo(), doc.text), (True, "a"))
        self.assertEqual((doc.redo(), doc.text), (True, "aX"))
        self.assertEqual([doc.undo(), doc.undo(), doc.undo(), doc.text], [True, True, False, ""])

    def test_as_before(self):
        doc = Document("abc")
        with self.assertRaises(IndexError):
            doc.insert(4, "x")
        with self.assertRaises(ValueError):
            doc.replace("", "x")
        heard = []
        doc.on_change(heard.append)
        doc.append_line("one")
        self.assertEqual(heard, ["abc\none\n"])
