import unittest

from page import play

NAMES = ["about", "data", "reviews"]


class Tabs(unittest.TestCase):
    def after(self, *steps):
        done = play("product.html", [*steps, ["attributes", "[role=tab]", "aria-selected"], ["attributes", "[role=tab]", "tabindex"],
                                     ["attributes", "[role=tabpanel]", "hidden"], *[["focused", f"#tab-{n}"] for n in NAMES]])
        selected, index, hidden = done[len(steps):len(steps) + 3]
        focus = [n for n, on in zip(NAMES, done[len(steps) + 3:]) if on]
        at = [n for n, s in zip(NAMES, selected) if s == "true"]
        self.assertEqual(sorted(set(selected)), ["false", "true"])
        self.assertEqual([n for n, h in zip(NAMES, hidden) if h is None], at)
        return at, index, focus

    def test_click(self):
        for number, name in enumerate(NAMES):
            at, index, _ = self.after(["click", "#tab-reviews"], ["click", f"#tab-{name}"])
            self.assertEqual(at, [name])
            self.assertEqual([i or "0" for i in index], ["0" if k == number else "-1" for k in range(3)])

    def test_keys(self):
        for start, key, end in [
            ("about", "ArrowRight", "data"), ("data", "ArrowRight", "reviews"), ("reviews", "ArrowRight", "about"),
            ("about", "ArrowLeft", "reviews"), ("reviews", "ArrowLeft", "data"), ("data", "Home", "about"), ("about", "End", "reviews"),
        ]:
            at, index, focus = self.after(["click", f"#tab-{start}"], ["key", f"#tab-{start}", key])
            self.assertEqual((at, focus), ([end], [end]), (start, key))

    def test_two_keys(self):
        at, _, focus = self.after(["click", "#tab-about"], ["key", "#tab-about", "ArrowRight"], ["key", "#tab-data", "ArrowRight"])
        self.assertEqual((at, focus), (["reviews"], ["reviews"]))

    def test_defaults(self):
        went = play("product.html", [["key", "#tab-about", k] for k in ("ArrowRight", "Home", "a", "Tab")])
        self.assertEqual(went, [False, False, True, True])

    def test_two_groups(self):
        done = play("two.html", [["click", "#b2"], ["key", "#b2", "ArrowRight"], ["key", "#b1", "End"], ["shown", "[role=tabpanel]"],
                                 ["attributes", "[role=tab]", "aria-selected"]])
        self.assertEqual(done[3:], [["P1", "Q2"], ["true", "false", "false", "true"]])
