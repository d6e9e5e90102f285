import os
import pathlib
import unittest

import yaml

TEXT = pathlib.Path("docker-compose.yml").read_text()
OLD = yaml.safe_load((pathlib.Path(os.environ["EVAL_START"]) / "docker-compose.yml").read_text())


class Compose(unittest.TestCase):
    def test_the_port(self):
        self.assertEqual([str(port) for port in yaml.safe_load(TEXT)["services"]["web"]["ports"]], ["9090:80"])

    def test_the_rest_is_as_it_was(self):
        new = yaml.safe_load(TEXT)
        new["services"]["web"]["ports"] = OLD["services"]["web"]["ports"]
        self.assertEqual(new, OLD)

    def test_comments_and_anchors_are_kept(self):
        for part in ("# Everything that runs on the small machine.", "# behind the proxy", "x-common: &common"):
            self.assertIn(part, TEXT)
        self.assertEqual(TEXT.count("<<: *common"), 3)
