"""``python -m evals ...`` in a checkout is ``smallcode eval ...``."""

from __future__ import annotations

import sys

from smallcode.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["eval", *sys.argv[1:]]))
