"""The `smallcode` command."""

import sys

from smallcode.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
