"""Evaluates calls, in the new version of the project and, if asked, in the old one, each in a process of its own.

What could touch the outside (writing files, sockets, processes) is refused by an audit hook; this holds mistakes, and
the sandbox around the process holds the rest.
"""

import ast
import importlib
import importlib.abc
import importlib.util
import io
import itertools
import json
import math
import os
import sys
import tempfile
from typing import Any, Dict, List, Optional

from smallcode_child import Child, OutOfTime, describe, limit_memory, time_limit

_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove",
            "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
            "os.kill", "shutil.", "urllib.", "ftplib.", "smtplib.", "webbrowser.", "ctypes.",
            "sqlite3.connect")  # fmt: skip


class Refused(Exception):
    """The code tried what a probe may not do."""


class Thing:
    """An object with the attributes that a function reads."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


def guard(event: str, arguments: Any) -> None:
    """The audit hook."""
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and set(mode) & set("wax+")
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            raise Refused("a probe may not write files")
    elif event.startswith(_REFUSED):
        raise Refused("a probe may not use " + event)


class Overlay(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves the old texts of changed files; a file that did not exist then is not found."""

    def __init__(self, root: str, texts: Dict[str, Optional[str]]) -> None:
        self.texts = {os.path.join(root, path): text for path, text in texts.items()}

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        last = name.rpartition(".")[2]
        for folder in path if path is not None else sys.path:
            for tail in (last + ".py", os.path.join(last, "__init__.py")):
                full = os.path.join(os.path.abspath(folder or "."), tail)
                if self.texts.get(full) is not None:
                    package = tail.endswith("__init__.py")
                    return importlib.util.spec_from_file_location(
                        name, full, loader=self,
                        submodule_search_locations=[os.path.dirname(full)] if package else None,
                    )  # fmt: skip
        return None

    def exec_module(self, module: Any) -> None:
        assert module.__spec__ is not None and module.__spec__.origin is not None
        text = self.texts[module.__spec__.origin] or ""
        exec(compile(text, module.__spec__.origin, "exec", dont_inherit=True), module.__dict__)  # noqa: S102


def evaluate(child: Child, call: Dict[str, Any], seconds: float) -> Dict[str, Any]:
    """One call: what it returned, or how it failed."""
    try:
        with time_limit(seconds):
            module = importlib.import_module(call["module"])
            space = {"Thing": Thing, **vars(module)}
            value = eval(call["call"], space)  # noqa: S307 - running the project's code is the purpose
            if hasattr(value, "__next__"):
                value = list(itertools.islice(value, 1000))
            answer: Dict[str, Any] = {"ok": True, "value": repr(value)[:300]}
            if call.get("expected"):
                answer["equal"] = equal(value, call["expected"], space)
            return answer
    except OutOfTime as error:
        return {"ok": False, **describe(error, child), "exception": "Timeout", "refused": False}
    except BaseException as error:
        refused = isinstance(error, (Refused, SystemExit)) or "Refused" in type(error).__name__
        return {
            "ok": False,
            **describe(error, child),
            "refused": refused,
            "bases": [c.__name__ for c in type(error).__mro__],
        }


def equal(value: Any, expected: str, space: Dict[str, Any]) -> bool:
    """True if a value is what a task wrote, as a Python or a JSON literal; floats nearly."""
    try:
        wanted = ast.literal_eval(expected)
    except (ValueError, SyntaxError):
        try:
            wanted = json.loads(expected)
        except ValueError:
            return repr(value) == expected
    return same(value, wanted)


def same(value: Any, wanted: Any) -> bool:
    """Equal, with floats nearly so, inside of lists and dicts too."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted or (value == wanted and type(value) is type(wanted))
    if isinstance(value, float) or isinstance(wanted, float):
        try:
            return math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-9)
        except TypeError:
            return False
    if isinstance(value, (list, tuple)) and isinstance(wanted, (list, tuple)):
        return type(value) is type(wanted) and len(value) == len(wanted) and all(map(same, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(same(value[key], wanted[key]) for key in wanted)
    return bool(value == wanted)


def run_version(child: Child, version: str) -> None:
    """In a child of our own: all calls in one version."""
    job = child.job
    if version == "old":
        overlay = Overlay(child.root, job["before"])
        sys.meta_path.insert(0, overlay)
    sys.addaudithook(guard)
    sys.stdin = io.StringIO("")
    sys.stdout = sys.stderr = io.StringIO()
    hung = 0
    for call in job["calls"]:
        child.say(type="start", version=version, id=call["id"])
        answer = evaluate(child, call, job["seconds"])
        child.say(type="answer", version=version, id=call["id"], **answer)
        hung += answer.get("exception") == "Timeout"
        if hung > 3 or (not answer["ok"] and call.get("stop")):
            break


def main() -> None:
    child = Child()
    child.use_project()
    limit_memory(child.job["memory_mib"])
    scratch = tempfile.gettempdir()
    os.environ["HOME"] = scratch
    versions: List[str] = ["old", "new"] if child.job.get("before") is not None else ["new"]
    for version in versions:
        process = os.fork()
        if process == 0:
            code = 1
            try:
                run_version(child, version)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        child.say(type="version", version=version, ok=status == 0)
    child.say(type="end")
    os._exit(0)


if __name__ == "__main__":
    main()
