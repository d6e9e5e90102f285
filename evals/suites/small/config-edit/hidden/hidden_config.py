import os
import re
import unittest
from pathlib import Path

import yaml

TEXT = Path("config.yaml").read_text(encoding="utf-8")
BEFORE = (Path(os.environ["EVAL_START"]) / "config.yaml").read_text(encoding="utf-8")


class Config(unittest.TestCase):
    def test_values(self):
        wanted = yaml.safe_load(BEFORE)
        wanted["server"]["port"] = 8081
        wanted["logging"]["level"] = "info"
        wanted["cache"] = {"enabled": True, "ttl_seconds": 300, "backend": "redis"}
        self.assertEqual(yaml.safe_load(TEXT), wanted)

    def test_comments_are_kept(self):
        comments = [re.sub(r"\s+", " ", c).strip() for c in re.findall(r"#.*", BEFORE)]
        kept = re.sub(r"\s+", " ", TEXT)
        for comment in comments:
            self.assertIn(comment, kept)
