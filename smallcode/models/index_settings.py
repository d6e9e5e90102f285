"""Which package index this user has: the settings of pip and uv, read without needing either of them.

An index address may hold a password: only what ``shown`` returns is fit to be printed.
"""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import shlex
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PIP_DEFAULT = re.compile(r"^PyPI = PackageIndex\(\s*[\"'](https://[^\"']+)[\"']", re.M)
PIP_SOURCE = "pip/_internal/models/index.py"


@dataclass(frozen=True)
class IndexSettings:
    """Addresses of simple indexes in the order to try, and a file of certificates ("": the system's)."""

    urls: tuple[str, ...]
    certificates: str = ""


def index_settings(environment: Mapping[str, str] | None = None) -> IndexSettings:
    """Return the user's indexes: the environment first, then uv's and pip's files, then pip's own default.

    ``urls`` is empty when nothing names an index and there is no pip to say its default, not even Python's
    bundled one.
    """
    env = os.environ if environment is None else environment
    pip, uv = _pip_files(env), _uv_files(env)
    main = (
        env.get("UV_DEFAULT_INDEX")
        or env.get("UV_INDEX_URL")
        or env.get("PIP_INDEX_URL")
        or (uv["main"][0] if uv["main"] else "")
        or pip.get("index-url", "")
        or default_index()
    )
    extra = [
        *shlex.split(env.get("UV_INDEX", "")),
        *shlex.split(env.get("UV_EXTRA_INDEX_URL", "")),
        *env.get("PIP_EXTRA_INDEX_URL", "").split(),
        *uv["extra"],
        *pip.get("extra-index-url", "").split(),
    ]
    # uv writes a named index as NAME=URL.
    urls = [re.sub(r"^[\w.-]+=(?=\w+://)", "", url).rstrip("/") for url in (main, *extra) if url]
    certificates = env.get("PIP_CERT") or env.get("SSL_CERT_FILE") or pip.get("cert", "")
    return IndexSettings(tuple(dict.fromkeys(urls)), certificates)


def default_index() -> str:
    """The index that pip uses unasked, read from the source of the pip at hand; "" without one."""
    for text in _pip_sources():
        if match := PIP_DEFAULT.search(text):
            return match.group(1).rstrip("/") + "/simple"
    return ""


def shown(url: str) -> str:
    """``url`` without the user's name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _pip_sources() -> list[str]:
    texts = []
    found = importlib.util.find_spec("pip")
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place).parent / PIP_SOURCE
        if path.is_file():
            texts.append(path.read_text(encoding="utf-8"))
    for wheel in _bundled_wheels():
        try:
            with zipfile.ZipFile(wheel) as archive:
                texts.append(archive.read(PIP_SOURCE).decode())
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            continue
    return texts


def _bundled_wheels() -> list[Path]:
    """The pip that Python carries to make environments with; Debian keeps it in a folder of its own."""
    found = importlib.util.find_spec("ensurepip")
    places = [Path(place) / "_bundled" for place in (found.submodule_search_locations or [])] if found else []
    places.append(Path("/usr/share/python-wheels"))
    return [wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))]


def _pip_files(env: Mapping[str, str]) -> dict[str, str]:
    """The settings in pip's files that matter here; later files and narrower sections win, as in pip."""
    out: dict[str, str] = {}
    for path in _pip_paths(env):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue
        for section in ("global", "install", "download"):
            if parser.has_section(section):
                out |= {key.replace("_", "-"): value.strip() for key, value in parser.items(section)}
    return out


def _pip_paths(env: Mapping[str, str]) -> list[Path]:
    if env.get("PIP_CONFIG_FILE") == os.devnull:
        return []
    home = Path(env.get("HOME", "~")).expanduser()
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    system = [Path(place) / "pip/pip.conf" for place in reversed(env.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"))]
    paths = [*system, Path("/etc/pip.conf"), home / ".pip/pip.conf", config / "pip/pip.conf"]
    if sys.platform == "darwin":
        paths.insert(0, Path("/Library/Application Support/pip/pip.conf"))
        paths.append(home / "Library/Application Support/pip/pip.conf")
    paths.append(Path(sys.prefix) / "pip.conf")
    if named := env.get("PIP_CONFIG_FILE"):
        paths.append(Path(named))
    return paths


def _uv_files(env: Mapping[str, str]) -> dict[str, list[str]]:
    """The indexes that uv's settings name: ``main`` (the default one) and ``extra``."""
    home = Path(env.get("HOME", "~")).expanduser()
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    named = env.get("UV_CONFIG_FILE")
    paths = [Path(named)] if named else [config / "uv/uv.toml", Path("/etc/xdg/uv/uv.toml"), Path("/etc/uv/uv.toml")]
    out: dict[str, list[str]] = {"main": [], "extra": []}
    for path in paths:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        for table in (data, data.get("pip", {})):
            out["main"] += [table["index-url"]] if isinstance(table.get("index-url"), str) else []
            out["extra"] += [url for url in table.get("extra-index-url", []) if isinstance(url, str)]
        for index in data.get("index", []):
            out["main" if index.get("default") else "extra"].append(str(index.get("url", "")))
    return out
