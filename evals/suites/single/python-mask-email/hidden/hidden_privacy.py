import random
import string
import unittest

import privacy
from privacy import mask_card, mask_customer, mask_email, mask_name, mask_phone


class Tests(unittest.TestCase):
    def test_examples(self):
        self.assertEqual(mask_email("maria@example.com"), "m****@example.com")
        self.assertEqual(mask_email("a@example.com"), "*@example.com")

    def test_every_length(self):
        draw = random.Random(2)
        for length in range(2, 40):
            local = "".join(draw.choice(string.ascii_letters + string.digits + "._+-") for _ in range(length))
            self.assertEqual(mask_email(f"{local}@mail.example.org"), local[0] + "*" * (length - 1) + "@mail.example.org")

    def test_what_is_no_address(self):
        for text in ("", "maria", "@example.com", "maria.example.com"):
            with self.assertRaises(ValueError, msg=text):
                mask_email(text)

    def test_customers(self):
        record = {"id": 7, "name": "Ann Lee", "email": "ann@example.com", "phone": "555-1234"}
        before = dict(record)
        self.assertEqual(
            mask_customer(record), {"id": 7, "name": "A. L.", "email": "a**@example.com", "phone": "***-*234"}
        )
        self.assertEqual(record, before, "the record that was given must stay as it is")
        self.assertEqual(mask_customer({"id": 8, "email": ""}), {"id": 8, "email": ""})
        self.assertEqual(mask_customer({"id": 9, "email": None}), {"id": 9, "email": None})
        self.assertEqual(mask_customer({"id": 9}), {"id": 9})

    def test_the_other_masks_are_as_before(self):
        self.assertEqual(mask_phone("+49 30 1234"), "+** ** *234")
        self.assertEqual(mask_phone("12"), "12")
        self.assertEqual(mask_phone("123456", keep=2), "****56")
        self.assertEqual(mask_card("4111-1111-1111-1234"), "**** **** **** 1234")
        with self.assertRaises(ValueError):
            mask_card("1234")
        self.assertEqual(mask_name("ann marie Lee"), "A. M. L.")
        self.assertEqual(privacy.VISIBLE_DIGITS, 3)
