"""Runs several commands in one scratch folder, on the project or on the project as it was before.

The job: ``steps`` (``argv`` with ``{tmp}`` for the scratch folder, and ``stop``: what follows needs its success),
``seconds`` for each, ``keep`` characters of output, and ``tree``: None for the project itself, else ``files`` to copy
and ``texts`` to lay over the copy (None: the file was not there).
"""

import os
import shutil
import subprocess
import tempfile
from typing import Any

from smallcode_child import Child


def main() -> None:
    child = Child()
    tmp = tempfile.mkdtemp()
    cwd = child.root
    if child.job["tree"] is not None:
        cwd = os.path.join(tmp, "before")
        lay_out(child.job["tree"], child.root, cwd)
    for index, step in enumerate(child.job["steps"]):
        code, output = run(step["argv"], tmp, cwd, child.job["seconds"])
        child.say(type="step", index=index, exit=code, output=output[: child.job["keep"]])
        if code and step.get("stop"):
            break
    child.say(type="end")


def lay_out(tree: Any, root: str, target: str) -> None:
    """Make the copy."""
    for name in tree["files"]:
        if name not in tree["texts"]:
            place = os.path.join(target, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(os.path.join(root, name), place)
    os.makedirs(target, exist_ok=True)
    for name, text in tree["texts"].items():
        if text is not None:
            place = os.path.join(target, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8", newline="") as file:
                file.write(text)


def run(argv: Any, tmp: str, cwd: str, seconds: float) -> Any:
    """Exit code and all output of a command; 126 if it does not start, 124 if it does not end."""
    argv = [word.replace("{tmp}", tmp) for word in argv]
    try:
        done = subprocess.run(argv, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds)
    except subprocess.TimeoutExpired:
        return 124, "did not end in %g s" % seconds
    except OSError as error:
        return 126, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
