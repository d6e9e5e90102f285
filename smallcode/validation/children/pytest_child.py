"""Runs tests by pytest and reports each as it ends."""

import os
import sys
from typing import Any, Generator

import pytest
from smallcode_child import Child, OutOfTime, describe, time_limit
from touching import Touching

_NO_PLUGINS = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"


class Recorder:
    """A pytest plugin: one message when a test starts, one when it ended, one for each file that can't be collected."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.tests = set(child.job["files"])
        self.touching = Touching(child.job.get("ranges", {}), child.root if child.job.get("calls") else "")
        self.failures: dict[str, dict[str, Any]] = {}
        self.ids: dict[str, str] = {}

    def pytest_configure(self) -> None:
        """The plugins are chosen by now; the tests' own processes should not see how."""
        if not self.child.job["plugins"]:
            os.environ.pop(_NO_PLUGINS, None)

    def _id(self, item: Any) -> str:
        path = os.path.relpath(str(item.path), self.child.root).replace(os.sep, "/")
        rest = item.nodeid.partition("::")[2]
        found = path + "::" + rest if rest else path
        self.ids[item.nodeid] = found
        return found

    def _is_test(self, path: str) -> bool:
        return path in self.tests or os.path.basename(path).startswith(("test_", "conftest"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: Any) -> Generator[None, Any, Any]:
        self.child.say(type="start", id=self._id(item))
        with self.touching.watch(), time_limit(self.child.job["test_seconds"]):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Generator[None, Any, Any]:
        report = yield
        test = self._id(item)
        if call.excinfo is not None and report.outcome == "failed":
            self.failures[test] = describe(call.excinfo.value, self.child, self._is_test)
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        test = self.ids.get(report.nodeid, report.nodeid)
        if report.when != "call" and report.outcome == "passed":
            return
        if report.when == "teardown" and report.outcome != "failed":
            return
        found = {"type": "test", "id": test, "outcome": report.outcome, "seconds": round(report.duration, 3)}
        if report.outcome == "failed":
            failure = self.failures.get(test) or {"kind": "exception", "message": str(report.longrepr)[-1500:]}
            if report.longrepr is not None and failure.get("kind") == "assertion":
                crash = getattr(report.longrepr, "reprcrash", None)
                failure["message"] = (getattr(crash, "message", "") or failure["message"])[:2000]
            found.update(failure)
        self.child.say(**found, **self.touching.told())

    def pytest_collectreport(self, report: Any) -> None:
        if report.outcome != "failed":
            return
        path = report.nodeid.partition("::")[0]
        self.child.say(type="collect", path=path, message=str(report.longrepr)[-1500:])

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: Any) -> Generator[None, Any, Any]:
        report = yield
        error = getattr(getattr(report, "call", None), "excinfo", None)
        if report.outcome == "failed" and error is not None:
            cause = error.value
            cause = cause.__cause__ or cause.__context__ or cause
            path = os.path.relpath(str(collector.path), self.child.root).replace(os.sep, "/")
            details = describe(cause, self.child, self._is_test)
            self.child.say(type="collect", id=path, **details)
        return report


def main() -> None:
    child = Child()
    child.use_project()
    options: list[str] = ["-q", "--tb=short", "-p", "no:cacheprovider", "--color=no", "--no-header", "-rN",
                          "--maxfail=50", *child.job["files"]]  # fmt: skip
    if not child.job["plugins"]:
        os.environ[_NO_PLUGINS] = "1"
    try:
        code = int(pytest.main(options, plugins=[Recorder(child)]))
    except OutOfTime:
        code = 124
    child.say(type="end", exit=code)
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
