"""Completion of phrases."""


class Completer:
    """Phrases, found by how they begin."""

    def __init__(self):
        self._phrases = []

    def add(self, phrase):
        """Remember a phrase."""
        self._phrases.append(phrase)

    def complete(self, prefix):
        """The phrases that begin with `prefix`, sorted."""
        return sorted((phrase for phrase in self._phrases if phrase.startswith(prefix)), key=len)
