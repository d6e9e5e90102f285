"""Runs a command on a text: writes it to a file in the scratch folder and reports how the command ended."""

import os
import subprocess
import tempfile

from smallcode_child import Child


def main() -> None:
    child = Child()
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, child.job["name"])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(child.job["text"])
    argv = [path if word == "{file}" else word for word in child.job["argv"]]
    try:
        done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=child.job["seconds"])
        code, output = done.returncode, done.stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired) as error:
        code, output = 126, str(error)
    child.say(type="end", exit=code, output=output[:100000])


if __name__ == "__main__":
    main()
