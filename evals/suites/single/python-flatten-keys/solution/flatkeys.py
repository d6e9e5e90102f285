"""Nested dicts as flat ones with dotted keys, and back."""


def flatten(d):
    """{"a": {"b": 1}} -> {"a.b": 1}"""
    flat = {}
    for key, value in d.items():
        if isinstance(value, dict) and value:
            for rest, inner in flatten(value).items():
                flat[f"{key}.{rest}"] = inner
        else:
            flat[key] = value
    return flat


def unflatten(d):
    """{"a.b": 1} -> {"a": {"b": 1}}; keys that contradict each other are a ValueError."""
    for key in d:
        parts = key.split(".")
        for end in range(1, len(parts)):
            if ".".join(parts[:end]) in d:
                raise ValueError(f"{key} contradicts {'.'.join(parts[:end])}")
    nested = {}
    for key, value in d.items():
        *way, last = key.split(".")
        place = nested
        for part in way:
            place = place.setdefault(part, {})
        place[last] = value
    return nested
