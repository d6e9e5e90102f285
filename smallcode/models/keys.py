"""API keys: found in the environment, the keyring or a file of the user's own; never shown, never written."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from urllib.parse import urlsplit

from smallcode.errors import BadInput
from smallcode.models.presets import Preset
from smallcode.paths import config_dir

OTHER_KEY = "SMALLCODE_API_KEY"
"""The key for a server that has no preset."""


def find_key(
    preset: Preset, base_url: str | None, *, variable: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """The key for a provider at ``base_url`` (None: its own); empty when there is none.

    ``variable`` names another environment variable. A service's own key goes only to that service's host:
    with another base URL just ``variable`` and ``SMALLCODE_API_KEY`` count.

    Raises:
        BadInput: keys.yaml can be read by others, or is no mapping.
    """
    environment = os.environ if environment is None else environment
    if variable:
        return environment.get(variable, "")
    if base_url and _host(base_url) != _host(preset.base_url):
        return environment.get(OTHER_KEY, "")
    if not preset.key:
        return environment.get(OTHER_KEY, "") if preset.kind != "embedded" else ""
    return environment.get(preset.key) or _from_file(preset.name) or _from_keyring(preset.name) or ""


def where_from(preset: Preset) -> str:
    """For ``doctor``: where a provider's key was found ("environment", "keys.yaml", "keyring" or empty)."""
    if preset.key and os.environ.get(preset.key):
        return "environment"
    if _from_file(preset.name):
        return "keys.yaml"
    return "keyring" if _from_keyring(preset.name) else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _from_file(provider: str) -> str:
    path = config_dir() / "keys.yaml"
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return ""
    if mode & 0o077:
        raise BadInput(f"{path} can be read by others.", hint=f"Run: chmod 600 '{path}'")
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        # The parser's message quotes the line, and the line holds a key.
        raise BadInput(f"{path} is no YAML.", hint="Write one `provider: key` a line.") from None
    if not isinstance(data, dict | None):
        raise BadInput(f"{path} is no mapping.", hint="Write one `provider: key` a line.")
    return str((data or {}).get(provider) or "")


def _from_keyring(provider: str) -> str:
    if os.environ.get("PYTHON_KEYRING_BACKEND") == "keyring.backends.null.Keyring":
        return ""
    try:
        import keyring

        return keyring.get_password("smallcode", provider) or ""
    except Exception:  # every backend raises its own; without a keyring there is no key
        return ""
