from pathlib import Path


def biggest(folder, n=10):
    root = Path(folder)
    files = [(str(p.relative_to(root)), p.stat().st_size) for p in root.rglob("*") if p.is_file()]
    return sorted(files, key=lambda f: -f[1])[:n]
