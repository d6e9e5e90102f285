"""Imports modules and looks whether they have given names."""

import importlib
import importlib.util
import os
import sys
from typing import Any

from smallcode_child import Child, OutOfTime, describe, limit_memory, time_limit


def load(child: Child, entry: dict[str, Any]) -> Any:
    """Import by dotted name where the path has one, else from the file."""
    if entry["module"]:
        return importlib.import_module(entry["module"])
    spec = importlib.util.spec_from_file_location("imported", os.path.join(child.root, entry["path"]))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def missing(module: Any, names: Any) -> Any:
    """Those of the qualified names that the module has not."""
    found = []
    for name in names:
        target = module
        for part in name.split("."):
            target = getattr(target, part, missing)
            if target is missing:
                found.append(name)
                break
    return found


def main() -> None:
    child = Child()
    child.use_project()
    limit_memory(child.job["memory_mib"])
    sys.stdin = open(os.devnull)
    for entry in child.job["modules"]:
        child.say(type="start", id=entry["path"])
        try:
            with time_limit(child.job["seconds"]):
                module = load(child, entry)
        except OutOfTime:
            child.say(type="module", id=entry["path"], ok=False, kind="timeout", message="does not end")
        except BaseException as error:
            child.say(type="module", id=entry["path"], ok=False, **describe(error, child))
        else:
            child.say(type="module", id=entry["path"], ok=True, missing=missing(module, entry["names"]))
    child.say(type="end")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
