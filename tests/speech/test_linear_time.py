"""The time grows no faster than the reply, whatever junk it is made of. Judged by ratios, not by the clock."""

from __future__ import annotations

import random
import time

import pytest
from corpus import TOOLS

from smallcode.speech.parser import parse_reply

SMALL, FACTOR = 50_000, 4
_random = random.Random(7)
UNITS = {
    "white space": " ",
    "line ends": "\n",
    "blank lines": " \n",
    "opening braces": "{",
    "braces with quotes": '{"',
    "keys": '{"a":',
    "call heads": '{"name": "read_file", ',
    "brackets": "[",
    "quotes": '"',
    "backslashes": "\\",
    "backticks": "`",
    "fences": "```\n",
    "tagged fences": "```python\n",
    "angle brackets": "<",
    "call tags": "<tool_call>",
    "call tags with braces": "<tool_call>{",
    "thinking": "<think>",
    "closed thinking": "<think></think>\nx\n",
    "parameters": "<function=write_file><parameter=path>",
    "search markers": "<<<<<<< SEARCH\n",
    "blocks": "<<<<<<< SEARCH\n=======\n",
    "patches": "*** Update File: a\n",
    "diffs": "--- a\n+++ b\n",
    "file tags": '<file path="a.py">',
    "harmony": "to=functions.read_file ",
    "labels": "Action: read_file\n",
    "python": 'read_file("a"\n',
    "end tokens": "</s>",
    "json lines": '{"a": [1, 2, {"b": "c"}]}\n',
    "names before objects": 'read_file{"path" ',
    "names before whole objects": 'read_file{"path": "a"}',
    "names as keys": "read_file:\n  path: a\n",
    "comments": "<!-- {",
    "escaped tags": "&lt;tool_call&gt;",
    "markdown in markdown": "a.py\n```markdown\n",
    "wrapped files": "```markdown\na.py\n```python\nx\n```\n```\n",
    "short markers": "<<< SEARCH\n===\n",
    "block scalars": "tool: write_file\npath: a\ncontent: |\n",
    "added strings": '{"name": "read_file", "path": "a" + ',
    "full width": "｛“",
    "mixed": "".join(_random.choices("{}[]()\"'`<>|:, \n\\abc=-#*", k=5000)),
}


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        parse_reply(text, tools=TOOLS, files={"calc.py": "x = 1\n"})
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_four_times_the_junk_takes_about_four_times_as_long(unit: str) -> None:
    seconds(unit * 10)
    small = seconds(unit * (SMALL // len(unit)))
    large = seconds(unit * (SMALL * FACTOR // len(unit)))
    # A quadratic step would take 16 times as long; tiny times are all noise.
    assert large < max(small, 0.02) * FACTOR * 2.2
