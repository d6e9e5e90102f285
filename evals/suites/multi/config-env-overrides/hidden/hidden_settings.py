import copy
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import settings
from settings import DEFAULTS, SettingsError, load

MAIL = {"host": "localhost", "port": 25, "tls": False, "recipients": []}


class Settings(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.path = str(Path(folder, "s.toml"))
        Path(self.path).write_text('[server]\nport = 7000\n[mail]\nhost = "mx.example.com"\n')

    def given(self, **environ):
        return load(self.path, environ)

    def test_defaults(self):
        self.assertEqual(DEFAULTS["mail"], MAIL)
        got = self.given(PATH="/bin", HOME="/", NOTE_X="1", notes_server_port="1")
        self.assertEqual(got["server"], {"host": "127.0.0.1", "port": 7000, "debug": False, "allowed_hosts": ["localhost"]})
        self.assertEqual(got["mail"], MAIL | {"host": "mx.example.com"})

    def test_override(self):
        before = copy.deepcopy(DEFAULTS)
        got = self.given(
            NOTES_SERVER_PORT="9000", NOTES_STORAGE_KEEP_DAYS="30", NOTES_STORAGE_CACHE_RATIO="0.5", NOTES_MAIL_HOST="a.example.com",
            NOTES_STORAGE_PATH="1234", NOTES_SERVER_ALLOWED_HOSTS=" a.example.com , b.example.com",
        )
        self.assertEqual((got["server"]["port"], got["storage"]["keep_days"], got["storage"]["cache_ratio"]), (9000, 30, 0.5))
        self.assertEqual((got["mail"]["host"], got["storage"]["path"]), ("a.example.com", "1234"))
        self.assertEqual(got["server"]["allowed_hosts"], ["a.example.com", "b.example.com"])
        self.assertIs(type(got["server"]["port"]), int)
        self.assertEqual(self.given(NOTES_STORAGE_CACHE_RATIO="1")["storage"]["cache_ratio"], 1.0)
        self.assertEqual(DEFAULTS, before)

    def test_bools(self):
        for text, wanted in {"true": True, "FALSE": False, "Yes": True, "no": False, "ON": True, "off": False, "1": True, "0": False}.items():
            self.assertIs(self.given(NOTES_SERVER_DEBUG=text)["server"]["debug"], wanted, text)

    def test_lists(self):
        self.assertEqual(self.given(NOTES_MAIL_RECIPIENTS="")["mail"]["recipients"], [])
        self.assertEqual(self.given(NOTES_MAIL_RECIPIENTS="x@example.com")["mail"]["recipients"], ["x@example.com"])

    def test_wrong(self):
        for name, value in (
            ("NOTES_SERVER_PORT", "many"), ("NOTES_SERVER_PORT", ""), ("NOTES_SERVER_PORT", "80.5"), ("NOTES_SERVER_DEBUG", "maybe"),
            ("NOTES_STORAGE_CACHE_RATIO", "half"), ("NOTES_SERVER_PROT", "1"), ("NOTES_SEVER_PORT", "1"), ("NOTES_SERVER", "1"),
            ("NOTES_STORAGE_KEEPDAYS", "1"), ("NOTES_MAIL_TLS", ""),
        ):
            with self.assertRaises(SettingsError, msg=name) as caught:
                self.given(**{name: value})
            self.assertIn(name, str(caught.exception))

    def test_file_errors_as_before(self):
        Path(self.path).write_text("[server]\ncolour = 1\n")
        with self.assertRaises(SettingsError):
            self.given()

    def test_environment_of_the_process(self):
        code = "from settings import load; print(load()['mail']['tls'], load()['server']['port'])"
        done = subprocess.run([sys.executable, "-c", code], env={"NOTES_MAIL_TLS": "on"}, capture_output=True, text=True)
        self.assertEqual(done.stdout.strip(), "True 8081", done.stderr)

    def test_files(self):
        given = tomllib.loads(Path("settings.toml").read_text())
        self.assertEqual(given["mail"], MAIL)
        self.assertEqual(given["server"], {"port": 8081, "allowed_hosts": ["localhost", "notes.example.com"]})
        self.assertEqual(given["storage"], {"path": "data/notes.db"})
        lines = [line.strip() for line in Path(".env.example").read_text().splitlines()]
        pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        self.assertEqual(pairs.pop("TZ"), "UTC")
        pairs = {name: value.strip().strip("\"'") for name, value in pairs.items()}
        wanted = {f"NOTES_{s}_{k}".upper() for s, values in DEFAULTS.items() for k in values}
        self.assertEqual(set(pairs), wanted)
        self.assertEqual(load(self.path, pairs), copy.deepcopy(DEFAULTS))

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_settings"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
