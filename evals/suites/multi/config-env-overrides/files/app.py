from settings import load


def banner(settings):
    server = settings["server"]
    mode = " (debug)" if server["debug"] else ""
    return f"Notes on {server['host']}:{server['port']}{mode}"


if __name__ == "__main__":
    print(banner(load()))
