"""Reader of .env files."""


def read_env(text):
    """Names and values of the lines NAME=value."""
    found = {}
    for line in text.splitlines():
        if line.strip():
            name, _, value = line.partition("=")
            found[name.strip()] = value.strip()
    return found
