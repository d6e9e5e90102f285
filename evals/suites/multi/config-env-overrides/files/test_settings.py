import unittest

from app import banner
from settings import DEFAULTS, load


class TestSettings(unittest.TestCase):
    def test_file_over_defaults(self):
        settings = load("settings.toml")
        self.assertEqual(settings["server"]["port"], 8081)
        self.assertEqual(settings["storage"]["keep_days"], 365)
        self.assertEqual(DEFAULTS["server"]["port"], 8080)

    def test_banner(self):
        self.assertEqual(banner(load()), "Notes on 127.0.0.1:8081")


if __name__ == "__main__":
    unittest.main()
