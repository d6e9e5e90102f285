"""Finding files by name: the list that the model may see, and near names for one that is not there."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath

from smallcode.workspace.jail import Jail
from smallcode.workspace.listing import Listing

_SIMILAR_FILES = 5000


class Lookup:
    """The project's files as the model may know them."""

    def __init__(self, jail: Jail, listing: Listing) -> None:
        self._jail = jail
        self._listing = listing

    def list_files(self, *, limit: int = 5000) -> list[str]:
        """Return files that may be read, sorted; ignored ones, secrets, and links that lead out are left out."""
        found: list[str] = []
        for name in self._listing.names():
            if len(found) >= limit:
                break
            if self._jail.is_reserved(name) or not is_unicode(name):
                continue
            if (self._jail.root / name).is_symlink() and not (
                self._jail.allows(name) and (self._jail.root / name).is_file()
            ):
                continue
            found.append(name)
        return found

    def similar(self, path: str, n: int = 3) -> list[str]:
        """Return up to ``n`` files with names like ``path``, the likeliest first."""
        names = self.list_files(limit=_SIMILAR_FILES)
        base = PurePosixPath(path).name.casefold()
        same_name = [name for name in names if PurePosixPath(name).name.casefold() == base]
        near = difflib.get_close_matches(path, names, n, 0.6)
        by_base: dict[str, list[str]] = {}
        for name in names:
            by_base.setdefault(PurePosixPath(name).name.casefold(), []).append(name)
        near_base = [name for b in difflib.get_close_matches(base, list(by_base), n, 0.6) for name in by_base[b]]
        return list(dict.fromkeys([*same_name, *near, *near_base]))[:n]


def is_unicode(name: str) -> bool:
    """Tell whether a name can be written in UTF-8; other bytes come as surrogate escapes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
