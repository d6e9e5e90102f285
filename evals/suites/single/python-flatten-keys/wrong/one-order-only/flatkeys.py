def flatten(d, prefix=""):
    flat = {}
    for key, value in d.items():
        if isinstance(value, dict) and value:
            flat.update(flatten(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat


def unflatten(d):
    nested = {}
    for key, value in d.items():
        *way, last = key.split(".")
        place = nested
        for part in way:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise ValueError(key)
        place[last] = value
    return nested
