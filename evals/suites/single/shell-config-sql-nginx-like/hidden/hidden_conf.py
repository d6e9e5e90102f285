import os
import pathlib
import unittest

OLD = (pathlib.Path(os.environ["EVAL_START"]) / "site.conf").read_text()
SIZES = ("20m", "20M", "20480k", "20480K")


def directives(text):
    """The words of each line, without comments."""
    words = [line.partition("#")[0].split() for line in text.splitlines()]
    return [line for line in words if line]


class Site(unittest.TestCase):
    def test_only_the_size_has_changed(self):
        new = pathlib.Path("site.conf").read_text()
        possible = [OLD.replace("client_max_body_size 2m;", f"client_max_body_size {size};") for size in SIZES]
        self.assertIn(directives(new), [directives(text) for text in possible])
        for comment in (line.partition("#")[2].strip() for line in OLD.splitlines() if "#" in line):
            self.assertIn(comment, new)
