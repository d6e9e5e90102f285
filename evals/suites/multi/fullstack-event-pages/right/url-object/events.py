"""Events of a log file: LEVEL TIME TEXT on each line."""

LEVELS = ("debug", "info", "warning", "error")


def parse_line(line, number):
    level, time, text = line.rstrip("\n").split(" ", 2)
    return {"id": number, "level": level.lower(), "time": time, "text": text}


def page_of(events, page="1", size="20", level=None):
    """One page of events, the newest first; ValueError for values that can't be."""
    page, size = int(page), int(size)
    if page < 1 or not 1 <= size <= 100:
        raise ValueError("page must be at least 1, size 1 to 100")
    if level is not None and level not in LEVELS:
        raise ValueError(f"unknown level {level}")
    fit = [event for event in reversed(events) if level in (None, event["level"])]
    shown = fit[(page - 1) * size : page * size]
    return {"events": shown, "page": page, "pages": -(-len(fit) // size), "total": len(fit), "size": size}


def load_events(path):
    with open(path, encoding="utf-8") as file:
        return [parse_line(line, number) for number, line in enumerate(file, 1) if line.strip()]
