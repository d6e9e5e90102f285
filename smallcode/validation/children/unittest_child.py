"""Runs tests by unittest and reports each as it ends, in the words of pytest_child."""

import importlib
import os
import sys
import time
import unittest
from typing import Any

from smallcode_child import Child, describe, time_limit
from touching import Touching


class Recorder(unittest.TestResult):
    """A result that sends messages."""

    def __init__(self, child: Child, path: str) -> None:
        super().__init__()
        self.child = child
        self.path = path
        self.began = 0.0
        self.touching = Touching(child.job.get("ranges", {}), child.root if child.job.get("calls") else "")
        self.failed: Any = None

    def _id(self, test: Any) -> str:
        parts = test.id().split(".")
        return self.path + "::" + "::".join(parts[-2:])

    def startTest(self, test: Any) -> None:
        super().startTest(test)
        self.began, self.failed = time.monotonic(), None
        self.child.say(type="start", id=self._id(test))

    def stopTest(self, test: Any) -> None:
        super().stopTest(test)
        outcome = "failed" if self.failed else "skipped" if any(t is test for t, _ in self.skipped) else "passed"
        seconds = round(time.monotonic() - self.began, 3)
        self.child.say(
            type="test", id=self._id(test), outcome=outcome, seconds=seconds, **self.touching.told(),
            **(self.failed or {}),
        )  # fmt: skip

    def _problem(self, error: Any) -> None:
        if error is not None:
            self.failed = describe(error[1], self.child, lambda path: path == self.path)

    def addError(self, test: Any, err: Any) -> None:
        self._problem(err)

    def addFailure(self, test: Any, err: Any) -> None:
        self._problem(err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        self._problem(err)

    def addUnexpectedSuccess(self, test: Any) -> None:
        self.failed = {"kind": "assertion", "message": "unexpected success"}


def load(path: str) -> unittest.TestSuite:
    """Load a file as a module, from the root where it is a package and from its own folder else."""
    folder, name = os.path.split(path)
    if folder and not os.path.exists(os.path.join(folder, "__init__.py")):
        sys.path.insert(0, os.path.abspath(folder))
        module = importlib.import_module(name[:-3])
    else:
        module = importlib.import_module(path[:-3].replace("/", "."))
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def run_file(child: Child, path: str) -> None:
    """Run the tests of one file, one by one, each within the time limit."""
    try:
        suite = load(path)
    except BaseException as error:
        child.say(type="collect", id=path, **describe(error, child))
        return
    recorder = Recorder(child, path)

    def limited(test: Any, result: Any) -> None:
        original = test._callTestMethod

        def call(method: Any) -> None:
            with recorder.touching.watch(), time_limit(child.job["test_seconds"]):
                original(method)

        test._callTestMethod = call

    prepare(suite, limited, recorder)
    suite.run(recorder)


def prepare(suite: Any, limited: Any, recorder: Any) -> None:
    """Bound every test of a suite."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            prepare(test, limited, recorder)
        elif hasattr(test, "_callTestMethod"):
            limited(test, recorder)


def main() -> None:
    child = Child()
    child.use_project()
    for path in child.job["files"]:
        run_file(child, path)
    child.say(type="end", exit=0)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
