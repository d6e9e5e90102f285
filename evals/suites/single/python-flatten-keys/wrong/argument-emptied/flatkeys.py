def flatten(d):
    flat = {}
    while d:
        key, value = d.popitem()
        if isinstance(value, dict) and value:
            for rest, inner in flatten(value).items():
                flat[f"{key}.{rest}"] = inner
        else:
            flat[key] = value
    return flat


def unflatten(d):
    nested = {}
    for key, value in d.items():
        for other in d:
            if other.startswith(key + "."):
                raise ValueError(other)
        *way, last = key.split(".")
        place = nested
        for part in way:
            place = place.setdefault(part, {})
        place[last] = value
    return nested
