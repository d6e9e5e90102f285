import os
import pathlib
import unittest

OLD = (pathlib.Path(os.environ["EVAL_START"]) / "site.conf").read_text()
SIZES = ("20m", "20M", "20480k", "20480K")


class Site(unittest.TestCase):
    def test_only_the_size_has_changed(self):
        new = [line.split() for line in pathlib.Path("site.conf").read_text().splitlines() if line.strip()]
        possible = [OLD.replace("client_max_body_size 2m;", f"client_max_body_size {size};") for size in SIZES]
        self.assertIn(new, [[line.split() for line in text.splitlines() if line.strip()] for text in possible])
