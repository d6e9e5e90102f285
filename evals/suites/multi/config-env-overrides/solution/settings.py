"""Settings: defaults, then settings.toml, then variables like NOTES_SERVER_PORT."""

import copy
import os
import tomllib

DEFAULTS = {
    "server": {"host": "127.0.0.1", "port": 8080, "debug": False, "allowed_hosts": ["localhost"]},
    "storage": {"path": "notes.db", "keep_days": 365, "cache_ratio": 0.25},
    "mail": {"host": "localhost", "port": 25, "tls": False, "recipients": []},
}
PREFIX = "NOTES_"
WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


class SettingsError(Exception):
    """The settings are not usable."""


def load(path="settings.toml", environ=None):
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
    _override(settings, os.environ if environ is None else environ)
    return settings


def _override(settings, environ):
    places = {f"{PREFIX}{s}_{k}".upper(): (s, k) for s, values in DEFAULTS.items() for k in values}
    for name, text in environ.items():
        if not name.startswith(PREFIX):
            continue
        if name not in places:
            raise SettingsError(f"unknown variable {name}")
        section, key = places[name]
        try:
            settings[section][key] = _converted(text, DEFAULTS[section][key])
        except (KeyError, ValueError):
            raise SettingsError(f"{name}: not possible: {text!r}") from None


def _converted(text, default):
    if isinstance(default, bool):
        return WORDS[text.strip().lower()]
    if isinstance(default, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    return type(default)(text)
