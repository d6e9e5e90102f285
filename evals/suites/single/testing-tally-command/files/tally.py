"""Counts words: python tally.py [options] [FILE...]

Prints a line for each word, "COUNT WORD", the most frequent first and the same count by alphabet. Without files (or for
the file "-") it reads the standard input; several files are counted together.

  -n, --top N          only the first N lines (0: all of them, the default)
  -m, --min-length N   only words of at least N characters (default 1)
  -i, --ignore-case    count words in lower case

A word is made of letters, digits and apostrophes. A file that can't be read is named on the error output as "tally: FILE:
reason", the others are still counted, and the exit code is 1 instead of 0. Wrong options end with exit code 2.
"""

import argparse
import re
import sys
from collections import Counter

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def number(text):
    """A whole number that isn't negative, for argparse."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return value


def parser():
    made = argparse.ArgumentParser(prog="tally", description="Counts words.")
    made.add_argument("files", nargs="*", default=["-"], metavar="FILE")
    made.add_argument("-n", "--top", type=number, default=0, metavar="N")
    made.add_argument("-m", "--min-length", type=number, default=1, metavar="N")
    made.add_argument("-i", "--ignore-case", action="store_true")
    return made


def main(argv=None, stdin=None, stdout=None, stderr=None):
    """Run the program and return its exit code; the streams are those of the process unless others are given."""
    stdin, stdout, stderr = stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr
    options = parser().parse_args(argv)
    counts, code = Counter(), 0
    for name in options.files:
        try:
            text = stdin.read() if name == "-" else read(name)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a text"
            print(f"tally: {name}: {reason}", file=stderr)
            code = 1
            continue
        if options.ignore_case:
            text = text.lower()
        counts.update(word for word in WORD.findall(text) if len(word) >= options.min_length)
    lines = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    for word, count in lines[: options.top or None]:
        print(count, word, file=stdout)
    return code


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
