import unittest

from page import play

NAMES = ["about", "data", "reviews"]


class Tabs(unittest.TestCase):
    def after(self, *names):
        steps = [["click", f"#tab-{name}"] for name in names]
        done = play("product.html", [*steps, ["attributes", "[role=tab]", "aria-selected"], ["shown", "[role=tabpanel]"]])
        return done[len(steps):]

    def test_clicks(self):
        texts = ["Boils fast.", "1.7 litres", "Good."]
        for first in NAMES:
            for number, name in enumerate(NAMES):
                selected = ["true" if other == name else "false" for other in NAMES]
                self.assertEqual(self.after(first, name), [selected, [texts[number]]], (first, name))

    def test_start(self):
        self.assertEqual(self.after(), [["true", "false", "false"], ["Boils fast."]])
