import unittest

from page import play

FIELDS = ["name", "email", "age"]
GOOD = {"name": "Zoe", "email": "zoe@example.com", "age": "16"}


class Join(unittest.TestCase):
    def send(self, *more, **values):
        steps = [["type", f"#{name}", value] for name, value in (GOOD | values).items()]
        look = [["text", f"#{name}-error"] for name in FIELDS] + [["hidden", "#join"], ["hidden", "#done"], ["text", "#done"]]
        done = play("join.html", [*steps, ["click", "#join button"], *more, *look])
        return done[-6:-3], done[-3:]

    def test_good(self):
        for age in ("16", "120", " 40 "):
            self.assertEqual(self.send(age=age), (["", "", ""], [True, False, "Welcome, Zoe!"]), age)
        self.assertEqual(self.send(name="  Ann Lee ")[1][2], "Welcome, Ann Lee!")
        self.assertEqual(self.send(name="<b>x</b>")[1][2], "Welcome, <b>x</b>!")
        self.assertEqual(self.send(email=" a.b@c.d.example.com ")[0], ["", "", ""])

    def test_messages(self):
        bad = "This is no email address."
        for name, value, message in [
            ("name", "", "Please enter your name."), ("name", "  ", "Please enter your name."), ("email", " ", "Please enter your email."),
            ("email", "zoe", bad), ("email", "@example.com", bad), ("email", "a@b@example.com", bad), ("email", "a@example", bad), ("email", "a b@example.com", bad),
            ("age", "15", "You have to be at least 16."), ("age", "0", "You have to be at least 16."), ("age", "", "Please enter your age."),
            ("age", "121", "Please enter your age."), ("age", "abc", "Please enter your age."), ("age", "20.5", "Please enter your age."), ("age", "20 years", "Please enter your age."),
        ]:
            errors, state = self.send(**{name: value})
            self.assertEqual(errors, [message if f == name else "" for f in FIELDS], (name, value))
            self.assertEqual(state, [False, True, ""], (name, value))

    def test_attributes_and_focus(self):
        steps = [["type", "#name", "Zoe"], ["type", "#age", "3"], ["fire", "#join", "submit"], ["attributes", "input", "aria-invalid"],
                 ["attributes", "input", "aria-describedby"], ["focused", "#email"]]
        done = play("join.html", steps)
        self.assertFalse(done[2], "the form was sent")
        self.assertEqual(done[3:], [[None, "true", "true"], [None, "email-error", "age-error"], True])
        mended = play("join.html", [*steps, ["type", "#email", "a@example.com"], ["click", "#join button"], *steps[3:5], ["focused", "#age"]])
        self.assertEqual(mended[-3:], [[None, None, "true"], [None, None, "age-error"], True])

    def test_typing_clears_its_own_message(self):
        look = [["text", "#name-error"], ["text", "#email-error"], ["attribute", "#name", "aria-invalid"], ["attribute", "#name", "aria-describedby"]]
        done = play("join.html", [["click", "#join button"], *look, ["type", "#name", "Z"], *look])
        self.assertEqual(done[1:5], ["Please enter your name.", "Please enter your email.", "true", "name-error"])
        self.assertEqual(done[6:], ["", "Please enter your email.", None, None])

    def test_good_one_is_not_sent(self):
        steps = [["type", f"#{n}", v] for n, v in GOOD.items()]
        self.assertFalse(play("join.html", [*steps, ["fire", "#join", "submit"]])[3])
