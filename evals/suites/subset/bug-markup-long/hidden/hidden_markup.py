import unittest

from markup import to_html
from test_markup import TestMarkup  # noqa: F401 - run again


class Hidden(unittest.TestCase):
    def test_list(self):
        self.assertEqual(to_html("Buy:\n- milk\n- bread"), "<p>Buy:</p>\n<ul>\n<li>milk</li>\n<li>bread</li>\n</ul>")
        self.assertEqual(to_html("a\n* b"), "<p>a</p>\n<ul>\n<li>b</li>\n</ul>")

    def test_others(self):
        self.assertEqual(to_html("a\n## B\nc"), '<p>a</p>\n<h2 id="b">B</h2>\n<p>c</p>')
        self.assertEqual(to_html("a\nb\n> c\n> d"), "<p>a b</p>\n<blockquote>\n<p>c d</p>\n</blockquote>")
        self.assertEqual(to_html("a\n```\nx\n```\nb"), "<p>a</p>\n<pre><code>x</code></pre>\n<p>b</p>")
        self.assertEqual(to_html("a\n---\nb"), "<p>a</p>\n<hr>\n<p>b</p>")

    def test_as_before(self):
        self.assertEqual(to_html("a\n\n\nb\n"), "<p>a</p>\n<p>b</p>")
        self.assertEqual(to_html(""), "")
        self.assertEqual(to_html("year\n1984. Really"), "<p>year 1984. Really</p>")
        self.assertEqual(to_html("a | b\n--- | ---\n1 | 2").count("<td>"), 2)
