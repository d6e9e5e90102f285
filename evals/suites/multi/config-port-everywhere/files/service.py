"""Starts the service. DEFAULT_PORT is used when config/app.yaml names none."""

DEFAULT_PORT = 8000
MAX_TEXT = 8000  # characters


def address(settings):
    server = settings.get("server", {})
    return server.get("host", "127.0.0.1"), server.get("port", DEFAULT_PORT)


def is_too_long(text, settings):
    return len(text) > settings.get("limits", {}).get("body_characters", MAX_TEXT)
