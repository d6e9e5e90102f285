import json
import os
import unittest
from pathlib import Path


class Package(unittest.TestCase):
    def test_values(self):
        wanted = json.loads(Path(os.environ["EVAL_START"], "package.json").read_text())
        wanted["version"] = "2.4.0"
        wanted["scripts"]["lint"] = "eslint src"
        wanted["dependencies"]["luxon"] = "^3.5.0"
        wanted["engines"] = {"node": ">=20"}
        self.assertEqual(json.loads(Path("package.json").read_text()), wanted)

    def test_other_files(self):
        before = Path(os.environ["EVAL_START"], "src/index.js").read_text()
        self.assertEqual(Path("src/index.js").read_text(), before)
