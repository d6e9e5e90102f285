import unittest

from page import play


class Counter(unittest.TestCase):
    def shown(self, text):
        return play("counter.html", [["type", "#text", text], ["text", "#info"]])[1]

    def test_start(self):
        self.assertEqual(play("counter.html", [["text", "#info"]]), ["0 words, 0 characters"])

    def test_numbers(self):
        for text, wanted in {
            "one two three!": "3 words, 14 characters", "a": "1 word, 1 character", "": "0 words, 0 characters",
            "  two   words \n": "2 words, 15 characters", "   ": "0 words, 3 characters", "a\nb\tc": "3 words, 5 characters",
        }.items():
            self.assertEqual(self.shown(text), wanted, repr(text))

    def test_clear(self):
        steps = [["type", "#text", "some text"], ["text", "#info"], ["click", "#clear"], ["value", "#text"], ["text", "#info"]]
        done = play("counter.html", steps)
        self.assertEqual([done[1], done[3], done[4]], ["2 words, 9 characters", "", "0 words, 0 characters"])
