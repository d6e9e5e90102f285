import os
import re
import shutil
import subprocess
import tomllib
import unittest
from pathlib import Path

import yaml

START = Path(os.environ["EVAL_START"])
VERSIONS = ["3.11", "3.12", "3.13"]


def workflow(root=Path()):
    return yaml.safe_load((root / ".github/workflows/ci.yml").read_text())


def project(root=Path()):
    return tomllib.loads((root / "pyproject.toml").read_text())


class Project(unittest.TestCase):
    def test_pyproject(self):
        now, before = project(), project(START)
        self.assertEqual(now["project"].pop("requires-python").replace(" ", ""), ">=3.11")
        classifiers = now["project"].pop("classifiers")
        pattern = r"Programming Language :: Python :: (3\.\d+)"
        self.assertEqual(sorted(m[1] for c in classifiers if (m := re.fullmatch(pattern, c))), VERSIONS)
        self.assertEqual({c for c in classifiers if not re.fullmatch(pattern, c)}, {"License :: OSI Approved :: MIT License", "Programming Language :: Python :: 3"})
        dev = {d.replace(" ", "") for d in now["project"].pop("optional-dependencies")["dev"]}
        self.assertEqual(dev, {"pytest>=8", "build", "ruff>=0.6"})
        self.assertEqual(now["tool"]["ruff"].pop("target-version"), "py311")
        for key in ("requires-python", "classifiers", "optional-dependencies"):
            before["project"].pop(key)
        before["tool"]["ruff"].pop("target-version")
        self.assertEqual(now, before)


class Make(unittest.TestCase):
    def planned(self, target):
        done = subprocess.run(["make", "-n", target], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.strip() for line in done.stdout.splitlines() if line.strip()]

    def test_targets(self):
        text = Path("Makefile").read_text()
        phony = " ".join(re.findall(r"(?m)^\.PHONY\s*:(.*)$", text)).split()
        self.assertLessEqual({"install", "test", "check", "lint"}, set(phony))
        if shutil.which("make") is None:
            self.assertRegex(text, r"(?m)^lint:.*\n\t(python -m )?ruff check src tests$")
            self.assertRegex(text, r"(?m)^check:\s*(lint test|test lint)\s*$")
            return
        lint = self.planned("lint")
        self.assertEqual(len(lint), 1)
        self.assertRegex(lint[0], r"^(python -m )?ruff check src tests$")
        self.assertEqual(set(self.planned("check")), {lint[0], "python -m pytest -q"})
        self.assertEqual(self.planned("test"), ["python -m pytest -q"])
        self.assertEqual(self.planned("install"), ["python -m pip install -e '.[dev]'"])
        self.assertRegex(text, r"(?m)^check:.*\blint\b")


class Ci(unittest.TestCase):
    def setUp(self):
        self.jobs = workflow()["jobs"]

    def steps(self, job):
        return self.jobs[job]["steps"]

    def setup_python(self, job):
        return next(s for s in self.steps(job) if s.get("uses") == "actions/setup-python@v5")["with"]

    def test_matrix(self):
        test = self.jobs["test"]
        self.assertIs(test["strategy"]["fail-fast"], False)
        matrix = test["strategy"]["matrix"]
        systems = [values for name, values in matrix.items() if name != "python-version"]
        self.assertEqual([str(version) for version in matrix["python-version"]], VERSIONS)
        self.assertEqual([sorted(s) for s in systems], [["macos-latest", "ubuntu-latest"]])
        name = next(name for name in matrix if name != "python-version")
        self.assertEqual(re.sub(r"\s", "", test["runs-on"]), "${{matrix.%s}}" % name)
        given = self.setup_python("test")
        self.assertEqual(re.sub(r"\s", "", given["python-version"]), "${{matrix.python-version}}")
        self.assertEqual(given["cache"], "pip")
        self.assertEqual([s["run"] for s in self.steps("test") if "run" in s], ["python -m pip install -e '.[dev]'", "make test"])

    def test_lint(self):
        self.assertEqual(self.jobs["lint"]["runs-on"], "ubuntu-latest")
        self.assertEqual(str(self.setup_python("lint")["python-version"]), "3.13")
        steps = [s.get("uses") or s["run"] for s in self.steps("lint")]
        commands = "\n".join(steps)
        self.assertEqual(steps[0], "actions/checkout@v4")
        self.assertIn("actions/setup-python@v5", steps[1])
        self.assertRegex(commands, r"pip install .*\.\[dev\]")
        self.assertEqual(commands.strip().split("\n")[-1], "make lint")

    def test_release(self):
        now, before = self.jobs["release"], workflow(START)["jobs"]["release"]
        self.assertEqual(sorted(now.pop("needs")), ["lint", "test"])
        before.pop("needs")
        self.assertEqual(now, before)
        self.assertEqual(set(self.jobs), {"test", "lint", "release"})
        self.assertEqual({k: v for k, v in workflow().items() if k != "jobs"}, {k: v for k, v in workflow(START).items() if k != "jobs"})

    def test_readme(self):
        text = Path("README.md").read_text()
        self.assertRegex(text, r"3\.11\b.{1,15}\b3\.13|3\.11\s*(\+|or (newer|later|above|higher))|>=\s*3\.11")
        self.assertNotRegex(text, r"3\.9|3\.10")
        self.assertIn("make check", text)
