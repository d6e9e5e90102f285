"""The project speaks of itself alone: no paths of one machine, no registry hosts, no keys."""

from __future__ import annotations

import re

from tests.house.conftest import ROOT, checkout_files

# Written in parts, so that this file may be searched too.
HOMES = r"home/(?!user\b|u\b|me\b|ann\b|NAME\b)\w+|Users/(?!me\b|ann\b)\w+"
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org"]
WORDS = {
    "a path of one machine": rf"(?<![\w.}}>*-])/(?:root|work|{HOMES})/",
    "a registry's host": r"\b(?:" + "|".join(HOSTS) + r")\b",
    "an API key": r"\b(?:sk-[A-Za-z0-9]{32,}|ghp_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,})\b",
}
ALLOWED = {
    # Reads which index the user's installer is set to, so it is tried with other people's.
    ("a registry's host", "tests/models/test_index_settings.py"),
    ("a registry's host", "tests/models/test_catalogue.py"),
}
BINARY = (".png", ".gguf", ".ico", ".gif", ".jpg")


def test_no_file_names_machines_registries_or_keys() -> None:
    found = []
    for name in checkout_files():
        if name.endswith(BINARY):
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        for what, pattern in WORDS.items():
            if (what, name) in ALLOWED:
                continue
            found += [f"{name}: {what}: {match.group()!r}" for match in re.finditer(pattern, text)]
    assert not found, "\n".join(found)
