"""Completion of phrases."""


class Completer:
    """Phrases with weights, found by how they begin."""

    def __init__(self):
        self._weights = {}
        self._shown = {}

    def __len__(self):
        return len(self._weights)

    def __contains__(self, phrase):
        return _key(phrase) in self._weights

    def add(self, phrase, weight=1):
        """Remember a phrase, or add to its weight."""
        key = _key(phrase)
        if not key:
            raise ValueError("an empty phrase")
        if weight <= 0:
            raise ValueError("a weight must be above 0")
        self._weights[key] = self._weights.get(key, 0) + weight
        self._shown.setdefault(key, phrase.strip())

    def complete(self, prefix, limit=5):
        """The heaviest phrases that begin with `prefix`."""
        begin = prefix.lstrip().casefold()
        fit = [key for key in self._weights if key.startswith(begin)]
        fit.sort(key=lambda key: (self._weights[key], key), reverse=True)
        return [self._shown[key] for key in fit[:limit]]

    def remove(self, phrase):
        """Forget a phrase; whether it was there."""
        key = _key(phrase)
        self._shown.pop(key, None)
        return self._weights.pop(key, None) is not None


def _key(phrase):
    return phrase.strip().casefold()
