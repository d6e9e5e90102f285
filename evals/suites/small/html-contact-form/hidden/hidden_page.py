import unittest
from pathlib import Path

from page import label_of, parse


class Page(unittest.TestCase):
    def setUp(self):
        self.page = parse(Path("contact.html").read_text(encoding="utf-8"))
        self.main = self.page.one("main")
        self.form = self.main.one("form")

    def field(self, tag, name):
        return self.form.one(tag, name=name)

    def test_form(self):
        self.assertEqual(self.page.problems, [])
        self.assertEqual((self.form.get("action"), self.form.get("method").lower()), ("/contact", "post"))
        order = [node.tag for node in self.main.walk() if node.tag in ("h1", "form")]
        self.assertEqual(order, ["h1", "form"])

    def test_fields(self):
        name, email = self.field("input", "name"), self.field("input", "email")
        self.assertIn(name.get("type"), ("", "text"))
        self.assertEqual(email.get("type"), "email")
        message = self.field("textarea", "message")
        self.assertTrue(name.has("required") and email.has("required") and message.has("required"))
        self.assertEqual(message.get("maxlength"), "500")
        options = [o.text for o in self.field("select", "topic").all("option")]
        self.assertEqual([o for o in options if o in ("Sales", "Support", "Other")], ["Sales", "Support", "Other"])
        self.assertLessEqual(len(options), 4)  # one more may say "choose"

    def test_labels(self):
        for tag, name in (("input", "name"), ("input", "email"), ("select", "topic"), ("textarea", "message")):
            self.assertTrue(label_of(self.page, self.field(tag, name)), name)

    def test_button(self):
        buttons = [b.text for b in self.form.all("button") if b.get("type") in ("", "submit")]
        buttons += [i.get("value") for i in self.form.all("input", type="submit")]
        self.assertEqual(buttons, ["Send"])

    def test_the_rest_is_as_before(self):
        self.assertEqual(len(self.page.one("nav").all("a")), 3)
        self.assertEqual(self.page.one("h1").text, "Contact us")
        self.assertIn("12 Mill Lane", self.page.one("footer").text)
        self.page.one("link", rel="stylesheet", href="style.css")
