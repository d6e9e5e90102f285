"""The embedded model server: llama.cpp in a child process, shared by all sessions of this user."""

from smallcode.models.embedded.client import EmbeddedServer, acquire, ensure
from smallcode.models.embedded.settings import EmbeddedSettings, embedded_settings

__all__ = ["EmbeddedServer", "EmbeddedSettings", "acquire", "embedded_settings", "ensure"]
