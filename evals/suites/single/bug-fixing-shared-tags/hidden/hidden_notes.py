import unittest

from notes import Note, Notebook


class Tests(unittest.TestCase):
    def test_new_notes(self):
        a, b = Note("a"), Note("b")
        a.tag("Red")
        self.assertEqual((a.tags, b.tags, Note("c").tags), (["red"], [], []))

    def test_copies_both_ways(self):
        a = Note("a", "text", ["x"])
        b = a.copy("b")
        b.tag("y")
        self.assertEqual((a.tags, b.tags, b.title, b.text), (["x"], ["x", "y"], "b", "text"))
        a.untag("x")
        self.assertEqual((a.tags, b.tags, a.copy().title), ([], ["x", "y"], "a"))

    def test_add_many(self):
        book = Notebook("n")
        a, b = book.add_many(["a", "b"], ["Home", "todo"])
        a.tag("done")
        b.untag("home")
        self.assertEqual((a.tags, b.tags), (["home", "todo", "done"], ["todo"]))
        self.assertEqual(book.tagged("todo"), [a, b])

    def test_a_list_of_the_caller(self):
        mine = ["x"]
        a, b = Note("a", tags=mine), Note("b", tags=mine)
        a.tag("y")
        self.assertEqual((a.tags, b.tags), (["x", "y"], ["x"]))

    def test_notebooks(self):
        one, two = Notebook("one"), Notebook("two")
        note = one.add(Note("a"))
        self.assertEqual((len(one), len(two), one.notes, two.notes), (1, 0, [note], []))
        two.add(Note("b"))
        self.assertEqual((len(one), len(two), len(Notebook("three"))), (1, 1, 0))

    def test_the_rest_is_as_before(self):
        book = Notebook("n")
        a = book.add(Note("Milk", "buy two", ["shop"]))
        b = book.add(Note("Bread"))
        a.tag(" SHOP ")
        a.tag("")
        a.untag("missing")
        self.assertEqual(a.tags, ["shop"])
        self.assertEqual((book.search("milk"), book.search("BUY"), book.search("shop"), book.search("e")), ([a], [a], [a], [b]))
        self.assertEqual((book.name, book.add_many([])), ("n", []))
