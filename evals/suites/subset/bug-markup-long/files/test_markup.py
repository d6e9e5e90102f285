import unittest

from markup import to_html


class TestMarkup(unittest.TestCase):
    def test_blocks(self):
        self.assertEqual(to_html("# Title\n\ntext *em*"), '<h1 id="title">Title</h1>\n<p>text <em>em</em></p>')
        self.assertEqual(to_html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")
        self.assertEqual(to_html("3. a\n4. b"), '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>')

    def test_two_paragraphs(self):
        self.assertEqual(to_html("one\ntwo\n\nthree"), "<p>one two</p>\n<p>three</p>")

    def test_code(self):
        self.assertEqual(to_html("```py\n1 < 2\n```"), '<pre><code class="language-py">1 &lt; 2</code></pre>')


if __name__ == "__main__":
    unittest.main()
