"""The imports that a text lacks, where only one can be meant: what compilers say and small models rarely mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from smallcode.code import missing_imports_compiled, missing_imports_javascript, missing_imports_python
from smallcode.code.languages import language_of

Complete = Callable[[str, str, Mapping[str, str]], tuple[str, list[str]]]


def with_missing_imports(path: str, text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with the imports that it lacks, and each of them as it was written; of Go, unused ones are gone.

    ``files`` are the project's texts by posix path, read only where a name is looked for. Names that more than one
    file or module could bring, and texts that do not parse, are left as they are.
    """
    language = language_of(path)
    complete = _COMPLETE.get(language.name) if language else None
    return complete(path, text, files) if complete else (text, [])


_COMPLETE: dict[str, Complete] = {
    "python": missing_imports_python.complete,
    "javascript": missing_imports_javascript.complete,
    "go": missing_imports_compiled.complete_go,
    "rust": missing_imports_compiled.complete_rust,
}
