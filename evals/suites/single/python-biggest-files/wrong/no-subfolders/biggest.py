import os


def biggest(folder, n=10):
    files = [(e.name, e.stat().st_size) for e in os.scandir(folder) if e.is_file()]
    return sorted(files, key=lambda f: -f[1])[:n]
