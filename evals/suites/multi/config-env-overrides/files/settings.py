"""Settings: defaults, then settings.toml."""

import copy
import tomllib

DEFAULTS = {
    "server": {"host": "127.0.0.1", "port": 8080, "debug": False, "allowed_hosts": ["localhost"]},
    "storage": {"path": "notes.db", "keep_days": 365, "cache_ratio": 0.25},
}


class SettingsError(Exception):
    """The settings are not usable."""


def load(path="settings.toml"):
    """All settings as a dict of sections."""
    settings = copy.deepcopy(DEFAULTS)
    with open(path, "rb") as file:
        given = tomllib.load(file)
    for section, values in given.items():
        if section not in settings:
            raise SettingsError(f"unknown section {section!r}")
        for key, value in values.items():
            if key not in settings[section]:
                raise SettingsError(f"unknown setting {section}.{key}")
            settings[section][key] = value
    return settings
