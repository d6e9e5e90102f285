import json
import unittest

from page import play

LOOK = [["text", "#badge"], ["stored", "cart"]]
TEA, MUG = ["click", "[data-item=tea]"], ["click", "[data-item=mug]"]


class Cart(unittest.TestCase):
    def after(self, *steps, cart=None):
        *_, badge, stored = play("shop.html", [*steps, *LOOK], stored={} if cart is None else {"cart": cart})
        return badge, None if stored is None else json.loads(stored)

    def test_counts(self):
        self.assertEqual(self.after(TEA, TEA), ("2", {"tea": 2}))
        self.assertEqual(self.after(TEA, MUG, TEA), ("3", {"tea": 2, "mug": 1}))
        self.assertEqual(self.after()[0], "0")

    def test_reload(self):
        self.assertEqual(self.after(cart='{"tea": 2, "mug": 1}')[0], "3")
        self.assertEqual(self.after(TEA, cart='{"tea": 11}'), ("12", {"tea": 12}))

    def test_empty(self):
        self.assertEqual(self.after(TEA, ["click", "#empty"]), ("0", {}))
        self.assertEqual(self.after(["click", "#empty"], MUG, cart='{"tea": 2}'), ("1", {"mug": 1}))
