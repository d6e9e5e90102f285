"""Nested dicts as flat ones with dotted keys, and back."""


def flatten(d):
    """{"a": {"b": 1}} -> {"a.b": 1}"""
    flat = {}
    for key, value in d.items():
        if isinstance(value, dict):
            for rest, inner in value.items():
                flat[f"{key}.{rest}"] = inner
        else:
            flat[key] = value
    return flat


def unflatten(d):
    """{"a.b": 1} -> {"a": {"b": 1}}"""
    nested = {}
    for key, value in d.items():
        *way, last = key.split(".")
        place = nested
        for part in way:
            place = place.setdefault(part, {})
        place[last] = value
    return nested
