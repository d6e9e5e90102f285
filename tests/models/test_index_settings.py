"""Which package index the user has: settings of pip and uv, with neither of them installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from smallcode.models.index_settings import IndexSettings, default_index, index_settings, shown


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def settings(home: Path, **env: str) -> IndexSettings:
    """Settings with no file of the system's own in the way."""
    return index_settings({"HOME": str(home), "XDG_CONFIG_DIRS": str(home / "etc"), **env})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_pips_own_default_is_read_from_its_source() -> None:
    url = default_index()
    assert url.startswith("https://")
    assert url.endswith("/simple")


def test_a_variable_wins_over_every_file(home: Path) -> None:
    write(home / ".config/pip/pip.conf", "[global]\nindex-url = https://file.invalid/simple\n")
    write(home / ".config/uv/uv.toml", 'index-url = "https://uv.invalid/simple"\n')
    assert settings(home, PIP_INDEX_URL="https://env.invalid/simple/").urls[0] == "https://env.invalid/simple"
    both = settings(home, PIP_INDEX_URL="https://pip.invalid/s", UV_DEFAULT_INDEX="https://uvenv.invalid/s")
    assert both.urls[0] == "https://uvenv.invalid/s"


def test_pips_file_is_read_with_its_sections_and_spellings(home: Path) -> None:
    write(
        home / ".config/pip/pip.conf",
        "[global]\nindex_url = https://a.invalid/simple\nextra-index-url =\n  https://b.invalid/simple\n"
        "  https://c.invalid/simple\ncert = /some/ca.pem\n[install]\nindex-url = https://d.invalid/simple\n",
    )
    found = settings(home)
    assert found.urls[0] == "https://d.invalid/simple"
    assert {"https://b.invalid/simple", "https://c.invalid/simple"} <= set(found.urls)
    assert found.certificates == "/some/ca.pem"


def test_a_named_file_of_pip_wins_over_the_others(home: Path) -> None:
    write(home / ".config/pip/pip.conf", "[global]\nindex-url = https://a.invalid/simple\n")
    write(home / "mine.conf", "[global]\nindex-url = https://b.invalid/simple\n")
    assert settings(home, PIP_CONFIG_FILE=str(home / "mine.conf")).urls[0] == "https://b.invalid/simple"


def test_uvs_file_is_read_in_both_its_forms(home: Path) -> None:
    write(
        home / ".config/uv/uv.toml",
        '[[index]]\nname = "x"\nurl = "https://x.invalid/simple"\n'
        '[[index]]\nname = "main"\nurl = "https://m.invalid/simple"\ndefault = true\n',
    )
    found = settings(home)
    assert found.urls[0] == "https://m.invalid/simple"
    assert "https://x.invalid/simple" in found.urls


def test_a_named_index_of_uv_is_an_address_too(home: Path) -> None:
    found = settings(home, UV_INDEX="corp=https://corp.invalid/simple https://two.invalid/simple")
    assert {"https://corp.invalid/simple", "https://two.invalid/simple"} <= set(found.urls)


@pytest.mark.parametrize("text", ["", "not a file of settings", "[global\n", "[global]\nindex-url", "\x00\xff"])
def test_a_damaged_file_is_passed_over(home: Path, text: str) -> None:
    write(home / ".config/pip/pip.conf", text)
    write(home / ".config/uv/uv.toml", text)
    assert settings(home).urls


def test_an_address_is_shown_without_its_password() -> None:
    assert shown("https://me:s3cret@host.invalid:8443/simple") == "https://host.invalid:8443/simple"
    assert shown("https://host.invalid/simple") == "https://host.invalid/simple"
