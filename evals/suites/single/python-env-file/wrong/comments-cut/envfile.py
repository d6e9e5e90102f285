"""Reader of .env files."""


def read_env(text):
    """Names and values of the lines NAME=value."""
    found = {}
    for line in text.splitlines():
        line = line.split("#")[0]
        if line.strip() and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name.strip()] = value.strip()
    return found
