"""Reader of .env files."""


def read_env(text):
    """Names and values of the lines NAME=value."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name.strip()] = int(value) if value.isdigit() else value.strip()
    return found
