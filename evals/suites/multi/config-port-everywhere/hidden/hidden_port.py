import os
import re
import unittest
from pathlib import Path

import yaml

import service

START = Path(os.environ["EVAL_START"])


def text(name, root=Path()):
    return (root / name).read_text(encoding="utf-8")


class Port(unittest.TestCase):
    def test_yaml(self):
        wanted = yaml.safe_load(text("config/app.yaml", START))
        wanted["server"]["port"] = 8420
        self.assertEqual(yaml.safe_load(text("config/app.yaml")), wanted)
        self.assertIn("# health and metrics", text("config/app.yaml"))

    def test_compose(self):
        wanted = yaml.safe_load(text("docker-compose.yml", START))
        wanted["services"]["api"]["ports"][0] = "8420:8420"
        self.assertEqual(yaml.safe_load(text("docker-compose.yml")), wanted)

    def test_code(self):
        self.assertEqual((service.DEFAULT_PORT, service.MAX_TEXT), (8420, 8000))
        self.assertEqual(service.address({}), ("127.0.0.1", 8420))
        self.assertFalse(service.is_too_long("x" * 8000, {}))
        self.assertTrue(service.is_too_long("x" * 8001, {}))

    def test_lines(self):
        for name, changed, kept in (
            (".env.example", ["http://localhost:8420/v1"], ["http://localhost:8001"]),
            ("Dockerfile", ["EXPOSE 8420 8001"], []),
            ("deploy/nginx.conf", ["server api:8420;"], ["client_max_body_size 8000;", "http://api:8001;", "listen 80;"]),
            ("README.md", ["http://localhost:8420/v1/notes"], ["at most 8000 characters", "http://localhost:8001"]),
        ):
            for part in changed + kept:
                self.assertIn(part, text(name), name)

    def test_nothing_else(self):
        for name in (".env.example", "Dockerfile", "deploy/nginx.conf", "README.md", "docker-compose.yml", "config/app.yaml", "service.py"):
            back = re.sub(r"\b8420\b", "8000", text(name))
            self.assertEqual(back.split(), text(name, START).split(), name)
