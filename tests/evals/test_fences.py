from __future__ import annotations

import pytest

from smallcode.evals.fences import read_files

CODE = "x = 1\n"
FENCED = f"```python\n{CODE}```\n"


@pytest.mark.parametrize(
    "reply",
    [
        f"a.py\n{FENCED}",
        f"**`a.py`**\n{FENCED}",
        f"### a.py:\n\n{FENCED}",
        f"File: ./a.py\n{FENCED}",
        f"Here is the new content of `a.py`:\n{FENCED}",
        f"```python:a.py\n{CODE}```",
        f"```py title=\"a.py\"\n{CODE}```",
        f"~~~ a.py\n{CODE}~~~",
    ],
)  # fmt: skip
def test_the_path_is_read_where_people_and_models_write_it(reply: str) -> None:
    assert read_files(reply, "do it") == {"a.py": CODE}


def test_a_comment_on_the_first_line_names_the_file() -> None:
    assert read_files("```js\n// src/a.js\nlet x;\n```", "") == {"src/a.js": "// src/a.js\nlet x;\n"}


def test_one_nameless_fence_is_the_one_file_of_the_task() -> None:
    assert read_files(FENCED, "fix a.py please") == {"a.py": CODE}
    assert read_files(FENCED, "fix a.py and b.py") == {}
    assert read_files(FENCED + FENCED, "fix a.py") == {}


def test_several_files_and_inner_fences() -> None:
    reply = f"a.py\n{FENCED}\nand\n\ndocs/b.md\n````\ntext\n```\ncode\n```\n````\n"
    assert read_files(reply, "") == {"a.py": CODE, "docs/b.md": "text\n```\ncode\n```\n"}


@pytest.mark.parametrize("path", ["../a.py", "/etc/a.py", "x/../../a.py", ".git/config.txt"])
def test_paths_that_lead_out_are_left_out(path: str) -> None:
    assert read_files(f"{path}\n{FENCED}", "do it") == {}


@pytest.mark.parametrize("reply", ["", "no code at all", "```python\nx = 1\n", "a.py\nx = 1"])
def test_no_complete_fence_means_no_file(reply: str) -> None:
    assert read_files(reply, "fix a.py") == {}
