"""The generated pages are those that the code gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.cli.docs import main
from smallcode.docs_pages import PAGES
from smallcode.toolset import tool_specs

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_tool_has_its_section_with_arguments_and_limits():
    page = PAGES["tools.md"]()
    for name, spec in tool_specs().items():
        assert f"\n## {name}\n" in page
        for limit, value in spec.limits.items():
            assert f"{limit.replace('_', ' ')} {value}" in page.split(f"\n## {name}\n")[1].split("\n## ")[0]


def test_check_tells_and_writes_nothing_then_renewing_mends_it(tmp_path, capsys):
    (tmp_path / "tools.md").write_text("old")
    assert main(["--check", str(tmp_path)]) == 1
    assert "out of date: " in capsys.readouterr().out
    assert (tmp_path / "tools.md").read_text() == "old"
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    assert main([str(tmp_path / "nowhere")]) == 2
