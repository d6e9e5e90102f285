import unittest

from pagination import page_links, paginate


class Hidden(unittest.TestCase):
    def test_all_items_once(self):
        for total in range(0, 35):
            for size in (1, 3, 10):
                items, seen, number = list(range(total)), [], 1
                while True:
                    page = paginate(items, number, size)
                    self.assertEqual((page.number, page.total), (number, total))
                    seen += page.items
                    if not page.has_next:
                        break
                    number += 1
                self.assertEqual(seen, items)
                self.assertEqual(number, page.pages)

    def test_bounds(self):
        self.assertEqual(paginate([1, 2, 3], 99, 2).items, [3])
        self.assertEqual(paginate([1, 2, 3], -4, 2).items, [1, 2])
        self.assertEqual((paginate([]).items, paginate([]).pages), ([], 1))
        with self.assertRaises(ValueError):
            paginate([1], 1, 0)

    def test_links(self):
        items = list(range(100))
        self.assertEqual(page_links(paginate(items, 1)), [1, 2, 3, None, 10])
        self.assertEqual(page_links(paginate(items, 10)), [1, None, 8, 9, 10])
        self.assertEqual(page_links(paginate(items, 5), around=1), [1, None, 4, 5, 6, None, 10])
        self.assertEqual(page_links(paginate([])), [1])
