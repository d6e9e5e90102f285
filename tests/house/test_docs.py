"""Links of the README and of docs/ lead somewhere."""

from __future__ import annotations

import re

import pytest

from tests.house.conftest import OTHERS, ROOT, checkout_files

PAGES = [name for name in checkout_files(".md") if not name.startswith((*OTHERS, "tests/", "config/", "skills/"))]
LINK = re.compile(r"!?\[[^\]\n]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchor(heading: str) -> str:
    """The anchor that the common viewers give a heading."""
    text = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return text.replace(" ", "-")


def anchors(text: str) -> set[str]:
    """All anchors of a page."""
    return {anchor(line.lstrip("#")) for line in FENCE.sub("", text).splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES)
def test_links_resolve(page: str) -> None:
    path = ROOT / page
    broken = []
    for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (
            fragment and found.suffix == ".md" and fragment not in anchors(found.read_text(encoding="utf-8"))
        ):
            broken.append(target)
    assert not broken, f"{page}: {broken}"
