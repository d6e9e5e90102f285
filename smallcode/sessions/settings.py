"""The settings that a session began with, whichever version of the program it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from smallcode.errors import SessionError
from smallcode.settings_parts import Section

if TYPE_CHECKING:
    from smallcode.sessions.session import Session
    from smallcode.settings_schema import Settings


def settings_of(session: Session) -> Settings:
    """The session's settings: what came into the program since has its default, what left it is dropped.

    Raises:
        SessionError: they are damaged.
    """
    from smallcode.settings import Settings, default_settings

    stored = session.settings_dump
    try:
        return Settings.model_validate(_filled(Settings, stored, default_settings().dump()))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "settings"
        raise SessionError(
            f"The settings of session {session.id} are damaged: {place}: {first['msg']}.",
            hint=f"Mend {session.folder / 'settings.json'}, or remove it: `smallcode sessions rm {session.id}`.",
        ) from None


def _filled(model: type[Section], stored: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """``stored`` with just the keys of ``model``, section by section."""
    filled: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = stored.get(name, default[name])
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section) and isinstance(value, dict):
            value = _filled(inner, value, default[name])
        filled[name] = value
    return filled
