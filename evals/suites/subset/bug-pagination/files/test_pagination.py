import unittest

from pagination import page_links, paginate


class TestPages(unittest.TestCase):
    def test_first_page(self):
        page = paginate(list(range(25)))
        self.assertEqual(page.items, list(range(10)))
        self.assertTrue(page.has_next)
        self.assertFalse(page.has_previous)

    def test_last_page(self):
        page = paginate(list(range(25)), 3)
        self.assertEqual(page.items, [20, 21, 22, 23, 24])
        self.assertFalse(page.has_next)

    def test_links(self):
        page = paginate(list(range(100)), 5)
        self.assertEqual(page_links(page), [1, None, 3, 4, 5, 6, 7, None, 10])


if __name__ == "__main__":
    unittest.main()
