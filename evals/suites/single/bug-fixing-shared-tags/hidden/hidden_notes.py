import unittest

from notes import Note, Notebook


class Tests(unittest.TestCase):
    def test_new_notes(self):
        a, b = Note("a"), Note("b")
        a.tag("Red")
        self.assertEqual((a.tags, b.tags, Note("c").tags), (["red"], [], []))
        b.tag("blue")
        self.assertEqual((a.tags, b.tags), (["red"], ["blue"]))

    def test_notes_with_tags(self):
        a = Note("a", "text", ["x"])
        a.tag("y")
        self.assertEqual((a.tags, a.text), (["x", "y"], "text"))
        b = a.copy("b")
        b.untag("x")
        self.assertEqual((a.tags, b.tags, b.title), (["x", "y"], ["y"], "b"))

    def test_the_rest_is_as_before(self):
        book = Notebook("n")
        a = book.add(Note("Milk", "buy two", ["shop"]))
        b = book.add(Note("Bread"))
        a.tag(" SHOP ")
        a.tag("")
        a.untag("missing")
        self.assertEqual(a.tags, ["shop"])
        self.assertEqual((book.search("milk"), book.search("shop"), book.tagged("shop")), ([a], [a], [a]))
        self.assertEqual((book.name, len(book), book.search("bread")), ("n", 2, [b]))
