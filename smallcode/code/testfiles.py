"""What the name of a file says about it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_TEST_FOLDERS = {"test", "tests", "__tests__"}
_TEST_NAME = re.compile(
    r"""test_.*\.py | .*_test\.(py|go|js|rb|c|cc|cpp) | tests\.(py|rs)
      | .*[.](test|spec)\.[cm]?[jt]sx? | (test-.*|.*-test)\.[cm]?js | .*Tests?\.java | .*_spec\.rb""",
    re.VERBOSE,
)


def is_test_file(path: str) -> bool:
    """Whether a posix path is that of a test, or of something that tests bring along, by the usual names."""
    pure = PurePosixPath(path)
    return bool(_TEST_NAME.fullmatch(pure.name)) or bool({part.lower() for part in pure.parts[:-1]} & _TEST_FOLDERS)
