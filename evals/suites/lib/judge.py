"""Runs one file of hidden unittest cases, and says at the end, and only then, that they all passed.

Code under test may end the interpreter (``exit()`` at import, an unguarded ``unittest.main()``); the proof in
EVAL_PROOF is taken out of the environment before any of it is loaded.
"""

import os
import sys
import unittest


def main() -> int:
    proof = os.environ.pop("EVAL_PROOF")
    name = sys.argv[1].removesuffix(".py")
    sys.argv[1:] = []
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [os.getcwd(), here, *(p for p in sys.path if p not in ("", here))]
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName(name)
        result = unittest.TextTestRunner(stream=sys.stderr, failfast=True).run(suite)
    except SystemExit as end:
        print(f"the code under test ended the program: {end}", file=sys.stderr)
        return 1
    if not result.wasSuccessful() or result.testsRun == 0 or result.skipped:
        return 1
    sys.stdout.flush()
    os.write(1, f"\n{proof}\n".encode())
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # no thread or exit handler of the code under test may change it
