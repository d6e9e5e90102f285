import os
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path.cwd()


def run(*argv, cwd=None, text="", **variables):
    return subprocess.run(
        ["bash", *map(str, argv)], cwd=cwd, input=text, capture_output=True, text=True, timeout=20,
        env={**os.environ, **variables},
    )


class Site(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp())
        self.root = self.base / "www root"
        self.source = self.base / "page"
        self.source.mkdir()
        (self.source / "index.html").write_text("hi")
        self.site("init")

    def site(self, *argv, code=0):
        done = run(HERE / "site.sh", self.root, *argv, SITE_NOW="2024-05-06T10:00:00Z")
        self.assertEqual(done.returncode, code, (argv, done.stdout, done.stderr))
        return done.stdout.splitlines()

    def deploy(self, *names):
        for name in names:
            self.site("deploy", self.source, name)

    def test_one_step_back(self):
        self.deploy("a", "b", "c")
        self.assertEqual(self.site("rollback"), ["back to b"])
        self.assertEqual(self.site("list"), ["  a", "* b", "  c"])
        self.assertEqual((self.root / "current/index.html").read_text(), "hi")
        self.assertEqual(self.site("log")[-1], "2024-05-06T10:00:00Z rollback b")

    def test_from_the_current_one(self):
        self.deploy("a", "b", "c", "d")
        self.site("rollback")
        self.assertEqual(self.site("rollback", 2), ["back to a"])
        self.deploy("e")
        self.assertEqual(self.site("rollback"), ["back to d"])

    def test_order_is_that_of_deployment_and_removed_ones_do_not_count(self):
        self.deploy("z", "m", "a", "q")
        import shutil
        shutil.rmtree(self.root / "releases/a")
        self.assertEqual(self.site("rollback"), ["back to m"])
        self.assertEqual(self.site("rollback", "1"), ["back to z"])

    def test_refused_and_nothing_changes(self):
        self.site("rollback", code=1)
        self.deploy("a", "b")
        before = self.site("log")
        for steps in ("2", "3", "99"):
            self.assertEqual(self.site("rollback", steps, code=1), [])
        for steps in ("0", "-1", "x", "1.5", ""):
            self.assertEqual(self.site("rollback", steps, code=2) if steps else [], [])
        self.site("rollback", "1", "2", code=2)
        self.assertEqual(self.site("list"), ["  a", "* b"])
        self.assertEqual(self.site("log"), before)

    def test_the_rest_works_as_before(self):
        self.deploy("a", "b", "c")
        self.site("rollback", 2)
        self.assertEqual(self.site("prune", 1), ["removed b", "removed c"])
        self.assertEqual(self.site("current"), ["a"])
        self.site("config", "set", "max_releases", "2")
        self.site("deploy", self.source, "d")
        self.assertEqual(self.site("deploy", self.source, "e"), ["deployed e", "removed a"])
        self.assertIn("releases: 2", self.site("status"))
        self.site("nonsense", code=2)

    def test_it_is_in_the_comment(self):
        head = (HERE / "site.sh").read_text().split("set -euo")[0]
        self.assertRegex(head, r"#.*\brollback\b")
