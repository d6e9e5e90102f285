import unittest

import privacy
from privacy import mask_card, mask_customer, mask_email, mask_name, mask_phone


class Tests(unittest.TestCase):
    def test_example(self):
        self.assertEqual(mask_email("maria@example.com"), "m****@example.com")

    def test_others(self):
        for address, masked in {
            "bo@mail.example.org": "b*@mail.example.org", "ann.lee@x.de": "a******@x.de", "Zoe@example.com": "Z**@example.com",
            "first_last+news@shop.example": "f**************@shop.example",
        }.items():
            self.assertEqual(mask_email(address), masked)

    def test_the_other_masks_are_as_before(self):
        self.assertEqual(mask_phone("+49 30 1234"), "+** ** *234")
        self.assertEqual(mask_phone("123456", keep=2), "****56")
        self.assertEqual(mask_card("4111-1111-1111-1234"), "**** **** **** 1234")
        self.assertEqual(mask_name("ann marie Lee"), "A. M. L.")
        masked = mask_customer({"id": 7, "name": "Ann Lee", "phone": "555-1234"})
        self.assertEqual(masked, {"id": 7, "name": "A. L.", "phone": "***-*234"})
        self.assertEqual(privacy.VISIBLE_DIGITS, 3)
