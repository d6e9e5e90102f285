"""Runs the doctests of modules, in the old and the new version, and reports each example."""

import doctest
import importlib
import io
import os
import sys
import tempfile
from typing import Any, Dict

from calls_child import Overlay, guard
from smallcode_child import Child, describe, limit_memory, time_limit


class Runner(doctest.DocTestRunner):
    """Sends a message for each example."""

    def __init__(self, child: Child, version: str, path: str) -> None:
        super().__init__(verbose=False, optionflags=doctest.ELLIPSIS)
        self.child, self.version, self.path = child, version, path

    def _say(self, test: Any, example: Any, ok: bool, got: str) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        self.child.say(type="example", version=self.version, id=self.path, source=example.source, want=example.want,
                       ok=ok, got=got[:500], line=line)  # fmt: skip

    def report_start(self, out: Any, test: Any, example: Any) -> None:
        pass

    def report_success(self, out: Any, test: Any, example: Any, got: str) -> None:
        if example.want:
            self._say(test, example, True, got)

    def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
        self._say(test, example, False, got)

    def report_unexpected_exception(self, out: Any, test: Any, example: Any, exc_info: Any) -> None:
        self._say(test, example, False, "%s: %s" % (exc_info[0].__name__, exc_info[1]))


def run_module(child: Child, version: str, entry: Dict[str, Any]) -> None:
    """All doctests of one module within the time limit."""
    try:
        with time_limit(child.job["seconds"]):
            module = importlib.import_module(entry["module"])
            runner = Runner(child, version, entry["path"])
            for test in doctest.DocTestFinder(exclude_empty=True).find(module):
                runner.run(test, out=lambda text: None)
    except BaseException as error:
        child.say(type="problem", version=version, id=entry["path"], **describe(error, child))


def main() -> None:
    child = Child()
    child.use_project()
    limit_memory(child.job["memory_mib"])
    os.environ["HOME"] = tempfile.gettempdir()
    for version in ("old", "new"):
        process = os.fork()
        if process == 0:
            try:
                if version == "old":
                    sys.meta_path.insert(0, Overlay(child.root, child.job["before"]))
                sys.addaudithook(guard)
                sys.stdin = io.StringIO("")
                for entry in child.job["modules"]:
                    run_module(child, version, entry)
            finally:
                os._exit(0)
        os.waitpid(process, 0)
    child.say(type="end")
    os._exit(0)


if __name__ == "__main__":
    main()
