import unittest

from page import play

LOOK = [["texts", "#quiz h2"], ["texts", "#quiz .progress"], ["texts", "#quiz .time"], ["texts", "#quiz button.answer"], ["shown", "#quiz button.next"]]
MARKS = [["texts", ".answer.right"], ["texts", ".answer.wrong"], ["count", ".answer[disabled]"], ["shown", ".next"]]
END = [["shown", f"#quiz {what}"] for what in (".score", ".again", ".answer", "h2", ".next")]


def answer(number):
    return ["click", f"#quiz .answer:nth-of-type({number})"]


NEXT = ["click", "#quiz .next"]


class Quiz(unittest.TestCase):
    def look(self, steps, what=LOOK, page="quiz.html"):
        return play(page, [*steps, *what])[len(steps):]

    def pick(self, text, page="quiz.html"):
        return ["eval", f"[...document.querySelectorAll('.answer')].find((b) => b.textContent.trim() === {text!r}).click()"]

    def test_first(self):
        self.assertEqual(self.look([]), [["How many legs has a spider?"], ["Question 1 of 3"], ["20 s"], ["6", "8", "10"], []])

    def test_right_and_wrong(self):
        self.assertEqual(self.look([self.pick("8")], MARKS), [["8"], [], 3, ["Next"]])
        self.assertEqual(self.look([self.pick("10")], MARKS), [["8"], ["10"], 3, ["Next"]])
        self.assertEqual(self.look([self.pick("10"), self.pick("8")], MARKS), [["8"], ["10"], 3, ["Next"]])

    def test_next_question(self):
        steps = [self.pick("8"), ["wait", 5000], NEXT]
        self.assertEqual(self.look(steps), [["Is <b> an HTML element?"], ["Question 2 of 3"], ["20 s"], ["Yes", "No"], []])
        self.assertEqual(self.look(steps, MARKS), [[], [], 0, []])

    def test_clock(self):
        self.assertEqual(self.look([["wait", 3000]])[2], ["17 s"])
        self.assertEqual(self.look([["wait", 3000], self.pick("6"), ["wait", 30000]])[2], ["17 s"])
        self.assertEqual(self.look([["wait", 3000], self.pick("6"), ["wait", 500], NEXT, ["wait", 2000]])[2], ["18 s"])
        over = [["wait", 20000]]
        self.assertEqual(self.look(over, MARKS), [["8"], [], 3, ["Next"]])
        self.assertEqual(self.look([["wait", 60000]])[2], ["0 s"])
        self.assertEqual(self.look([["wait", 60000], self.pick("8"), NEXT, self.pick("No"), NEXT, self.pick("Leek"), NEXT], END)[0], ["You got 0 of 3."])

    def test_end(self):
        steps = [self.pick("8"), NEXT, self.pick("No"), NEXT, self.pick("Tomato")]
        self.assertEqual(self.look(steps, MARKS), [["Tomato"], [], 4, ["Result"]])
        self.assertEqual(self.look([*steps, NEXT], END), [["You got 2 of 3."], ["Again"], [], [], []])
        again = [*steps, NEXT, ["wait", 30000], ["click", "#quiz .again"]]
        self.assertEqual(self.look(again), [["How many legs has a spider?"], ["Question 1 of 3"], ["20 s"], ["6", "8", "10"], []])
        self.assertEqual(self.look([*again, ["wait", 60000], NEXT, self.pick("Yes"), NEXT, self.pick("Leek"), NEXT], END)[0], ["You got 1 of 3."])

    def test_another_quiz(self):
        self.assertEqual(self.look([], page="one.html"), [["A & B?"], ["Question 1 of 1"], ["20 s"], ["x", "y"], []])
        self.assertEqual(self.look([self.pick("y"), NEXT], END, "one.html"), [["You got 1 of 1."], ["Again"], [], [], []])
        self.assertEqual(self.look([self.pick("y")], MARKS, "one.html"), [["y"], [], 2, ["Result"]])
