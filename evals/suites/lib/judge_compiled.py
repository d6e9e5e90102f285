"""Runs one file of hidden Rust or Go tests, and says at the end, and only then, that they all passed."""

import os
import sys

import compiled


def main() -> int:
    proof = os.environ.pop("EVAL_PROOF")
    language, file = sys.argv[1:]
    try:
        {"rust": compiled.rust_tests, "go": compiled.go_tests}[language](file)
    except compiled.Failed as failure:
        print(failure)
        return 1
    print(f"\n{proof}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
