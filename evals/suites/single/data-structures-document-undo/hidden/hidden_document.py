import random
import unittest

from document import Document
from test_document import TestDocument


class Undo(unittest.TestCase):
    def test_nothing_to_undo(self):
        doc = Document("abc")
        self.assertEqual((doc.undo(), doc.redo(), doc.can_undo, doc.can_redo, doc.text), (False, False, False, False, "abc"))

    def test_there_and_back(self):
        doc = Document()
        doc.insert(0, "one")
        doc.insert(3, " two")
        doc.delete(0, 4)
        doc.replace("t", "T")
        seen = [doc.text]
        while doc.undo():
            seen.append(doc.text)
        self.assertEqual(seen, ["Two", "two", "one two", "one", ""])
        self.assertEqual((doc.can_undo, doc.can_redo), (False, True))
        back = []
        while doc.redo():
            back.append(doc.text)
        self.assertEqual(back, ["one", "one two", "two", "Two"])
        self.assertEqual((doc.can_undo, doc.can_redo), (True, False))

    def test_one_call_is_one_step(self):
        doc = Document("a")
        doc.append_line("b")
        self.assertEqual(doc.text, "a\nb\n")
        self.assertTrue(doc.undo())
        self.assertEqual((doc.text, doc.can_undo), ("a", False))
        self.assertTrue(doc.redo())
        self.assertEqual((doc.text, doc.can_redo), ("a\nb\n", False))
        doc = Document("x-x-x")
        doc.replace("x", "yy")
        doc.undo()
        self.assertEqual(doc.text, "x-x-x")

    def test_what_changes_nothing_is_no_step(self):
        doc = Document("abc")
        doc.insert(1, "")
        doc.delete(2, 2)
        doc.replace("z", "y")
        doc.replace("a", "a")
        self.assertFalse(doc.can_undo)
        doc.insert(0, "x")
        doc.undo()
        doc.insert(1, "")
        self.assertTrue(doc.can_redo, "nothing was changed, so redo must still work")

    def test_errors_are_no_step(self):
        doc = Document("abc")
        doc.insert(3, "d")
        doc.undo()
        for wrong in (lambda: doc.insert(9, "x"), lambda: doc.delete(0, 9), lambda: doc.replace("", "x")):
            with self.assertRaises((IndexError, ValueError)):
                wrong()
        self.assertEqual((doc.can_undo, doc.can_redo, doc.text), (False, True, "abc"))

    def test_a_new_change_ends_redo(self):
        doc = Document()
        doc.insert(0, "a")
        doc.insert(1, "b")
        doc.undo()
        doc.insert(1, "c")
        self.assertEqual((doc.redo(), doc.text), (False, "ac"))
        doc.undo()
        self.assertEqual(doc.text, "a")

    def test_the_limit(self):
        doc = Document("", history=3)
        for letter in "abcde":
            doc.insert(len(doc), letter)
        count = 0
        while doc.undo():
            count += 1
        self.assertEqual((count, doc.text), (3, "ab"))
        while doc.redo():
            count -= 1
        self.assertEqual((count, doc.text), (0, "abcde"))
        doc = Document()
        for _ in range(120):
            doc.insert(0, "x")
        while doc.undo():
            pass
        self.assertEqual(len(doc), 20)

    def test_listeners_hear_of_it(self):
        heard = []
        doc = Document()
        doc.on_change(heard.append)
        doc.insert(0, "a")
        doc.undo()
        doc.undo()
        doc.redo()
        self.assertEqual(heard, ["a", "", "a"])

    def test_delete_and_replace_return_what_they_did(self):
        doc = Document("a-b-c")
        self.assertEqual((doc.replace("-", "+"), doc.delete(0, 2), doc.text), (2, "a+", "b+c"))

    def test_against_lists_of_texts(self):
        draw = random.Random(12)
        for _ in range(40):
            doc, past, future = Document("", history=1000), [""], []
            for _ in range(60):
                kind = draw.random()
                if kind < 0.25:
                    self.assertEqual(doc.undo(), len(past) > 1)
                    if len(past) > 1:
                        future.append(past.pop())
                elif kind < 0.4:
                    self.assertEqual(doc.redo(), bool(future))
                    if future:
                        past.append(future.pop())
                else:
                    if kind < 0.7:
                        doc.insert(draw.randint(0, len(doc)), draw.choice(["", "a", "b\n", "abc"]))
                    elif kind < 0.85:
                        start = draw.randint(0, len(doc))
                        doc.delete(start, draw.randint(start, len(doc)))
                    elif kind < 0.95:
                        doc.replace("a", draw.choice(["a", "b", ""]))
                    else:
                        doc.append_line("z")
                    if doc.text != past[-1]:
                        past.append(doc.text)
                        future = []
                self.assertEqual((doc.text, doc.can_undo, doc.can_redo), (past[-1], len(past) > 1, bool(future)))
