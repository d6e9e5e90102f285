"""Events of a log file: LEVEL TIME TEXT on each line."""

LEVELS = ("debug", "info", "warning", "error")


def parse_line(line, number):
    level, time, text = line.rstrip("\n").split(" ", 2)
    return {"id": number, "level": level.lower(), "time": time, "text": text}


def load_events(path):
    with open(path, encoding="utf-8") as file:
        return [parse_line(line, number) for number, line in enumerate(file, 1) if line.strip()]
